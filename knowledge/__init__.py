"""What the bot knows: the shape of a pack, the shipped packs, and how a message finds its topic."""
