"""What the bot knows: a pack's shape, the shipped packs, and how a message finds its topic."""
