"""What the tests of the protocol share."""

from hypothesis import settings

# How long an example takes is the machine's business, and no test's claim.
settings.register_profile("kofu", deadline=None)
settings.load_profile("kofu")
