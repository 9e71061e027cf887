"""Tests of readers and of unmodified PC/SC software against the virtual card."""
