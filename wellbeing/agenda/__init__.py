"""What a home page says: one's own next steps, and those that one waits for."""
