"""The developer's panel beside the terminal: what a person does to a machine, and what lies in it. Not part of it."""
