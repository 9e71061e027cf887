"""Tests of the deployed template, the policies, the packaging and the emulated cloud."""
