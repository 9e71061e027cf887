"""Makes what the terminal says, in every language, at set-up time: no recording, no service on a network."""
