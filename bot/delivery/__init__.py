"""Telegram's two directions: what arrives is answered once, what is owed is sent."""
