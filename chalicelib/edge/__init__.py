"""The HTTP edge that the functions share: who may ask, what is well-formed, how errors become problems."""
