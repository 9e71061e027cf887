"""Unit tests of authenticate's checks."""
