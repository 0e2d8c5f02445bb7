"""What a citizen means, and what the bot answers. Pure: no Telegram, no files, no clock."""
