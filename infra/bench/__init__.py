"""Benchmarks that compare; each writes its table to the docs."""
