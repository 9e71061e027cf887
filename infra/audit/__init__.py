"""The auditor's verifier: checks an exported audit with nothing but the export and the public keys.

It shares no code with the service, so that a mistake there is not repeated here, and needs only Python's standard
library and `cryptography`: this directory can be copied anywhere and run there, `python -m audit EXPORT --keys FILE`.
"""
