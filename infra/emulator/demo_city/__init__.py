"""The demo city: a synthetic 松阪市 whose residents, addresses and numbers are invented.

Everything follows from a seed and a day. Besides ordinary households it holds personas: residents each of whom has one
property that a certificate service must handle, or must refuse.
"""

from infra.emulator.demo_city.cards import CardHolder, card_holders, link
from infra.emulator.demo_city.city import build_city, register_file
from infra.emulator.demo_city.model import DemoCity, Persona

__all__ = ["CardHolder", "DemoCity", "Persona", "build_city", "card_holders", "link", "register_file"]
