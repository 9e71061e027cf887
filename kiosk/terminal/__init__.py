"""The visit as the terminal plays it: what the screen shows, what it may answer, and what follows from either."""
