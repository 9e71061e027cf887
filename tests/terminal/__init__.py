"""Tests of the terminal: the visit, its devices, the agent and its screen."""
