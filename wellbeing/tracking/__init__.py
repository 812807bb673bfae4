"""Progress before anybody reads it: a case's lines, what happened beside them, and their views."""
