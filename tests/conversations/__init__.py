"""Readable conversations, replayed word for word."""
