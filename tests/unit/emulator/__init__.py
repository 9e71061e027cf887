"""Tests of the local emulation."""
