"""The demo: card and kiosk played over HTTP, from challenge to paper, with proof that nothing is left."""
