"""Specimens: every certificate, option and hard case of the demo city as a gallery, each page marked 見本."""
