"""Tests of the edge: what is decided before a function begins, and what leaves it."""
