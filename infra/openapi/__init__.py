"""The HTTP contract as an OpenAPI 3.1 document, made from the messages that the code itself uses."""
