"""The protocol as a model, checked in all its states."""
