"""Tests of documents and page images."""
