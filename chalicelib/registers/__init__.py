"""The municipality's books: typed entries, their file format and their store."""
