"""Tests of what kiosk and service agree on."""
