"""Tests of the card authority, the virtual card and the kiosk's side of the dialogue."""
