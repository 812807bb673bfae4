"""What every act on a handing over shares: whose side, what is shared, how it is listed."""
