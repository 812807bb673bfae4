"""What the pages of a case paint."""
