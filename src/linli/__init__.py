"""Linli (邻里): runs a residential property-service company in one process."""

__version__ = "0.1.0"
