"""The audit: entries, tree, statements, and the verifier that auditors use."""
