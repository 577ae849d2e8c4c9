"""What developers run: check, tests, bench, messages. The product never imports it."""
