"""A simulated card authority: certificates with the profile of the real ones, from roots nobody can mistake for them.

The real hierarchy belongs to J-LIS under the Act on certification business (公的個人認証法). Every name made here says
`JPKI-SIMULATED`; nothing here ever signs under the real organisation's name.
"""

from infra.emulator.card_authority.authority import CardAuthority, SigningAuthority
from infra.emulator.card_authority.keys import KeyDirectory, KeyPool, KeySource, fresh_key
from infra.emulator.card_authority.profile import SigningIdentity
from infra.emulator.card_authority.subject import fifth_birthday_end, opaque_subject

__all__ = [
    "CardAuthority",
    "KeyDirectory",
    "KeyPool",
    "KeySource",
    "SigningAuthority",
    "SigningIdentity",
    "fifth_birthday_end",
    "fresh_key",
    "opaque_subject",
]
