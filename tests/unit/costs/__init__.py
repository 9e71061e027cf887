"""Tests of the sums of money."""
