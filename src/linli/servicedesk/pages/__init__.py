"""Pages of the service desk and of the people who report."""
