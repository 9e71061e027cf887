"""Tests of what is stored, without a cloud."""
