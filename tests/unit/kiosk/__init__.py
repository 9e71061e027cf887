"""The terminal, without a service."""
