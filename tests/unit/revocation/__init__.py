"""Tests of revocation: what says good, what says revoked, and everything that must refuse."""
