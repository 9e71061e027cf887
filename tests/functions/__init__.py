"""Tests of the functions against the emulated cloud, in one process, at a time of their own."""
