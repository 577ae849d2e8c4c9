"""The homes people land on."""
