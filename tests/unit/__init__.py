"""Tests of single parts, in one process."""
