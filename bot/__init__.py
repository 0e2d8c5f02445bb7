"""The embassy's citizen-service bot."""

__version__ = "0.1.0"
