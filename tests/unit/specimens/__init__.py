"""Tests of the gallery of specimens."""
