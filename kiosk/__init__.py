"""The terminal: card reader, and the client of the service."""
