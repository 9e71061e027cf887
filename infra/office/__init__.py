"""What the municipal office does: bring the books, enrol and suspend kiosks, unlock cards, stop the service."""
