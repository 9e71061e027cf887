"""Other engines, in an environment of their own."""
