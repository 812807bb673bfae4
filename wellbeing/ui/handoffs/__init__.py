"""Handing over on screen: the lists, the sender's side, the receiver's side."""
