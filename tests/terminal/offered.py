"""What the service offers in tests that have no service."""

from __future__ import annotations

from chalicelib.protocol.messages import Member, Offer, Offers, RegisteredPerson
from kiosk.terminal.settings import ServedMunicipality, Settings

NAME = "検査 一郎"
HOLDER = "A" * 26
SPOUSE = "B" * 26

OFFERS = Offers(
    offers=(
        Offer(
            type="resident-record",
            title="住民票の写し",
            fee=300,
            available=True,
            reason=None,
            options={"scope": ["holder", "household", "members"], "members": True, "relationship": True},
        ),
        Offer(type="seal-registration", title="印鑑登録証明書", fee=250, available=True, reason=None, options={}),
        Offer(type="taxation", title="課税証明書", fee=0, available=True, reason=None, options={}),
        Offer(
            type="family-register",
            title="戸籍全部(個人)事項証明書",
            fee=450,
            available=False,
            reason="register-elsewhere",
            options={},
        ),
    ),
    household=(
        Member(reference=HOLDER, name=NAME, relationship="世帯主", holder=True),
        Member(reference=SPOUSE, name="検査 花子", relationship="妻", holder=False),
    ),
    family_register=(RegisteredPerson(reference="C" * 26, given_name="一郎", holder=True),),
)

SETTINGS = Settings(
    municipalities=(ServedMunicipality(code="24204", prefecture="三重県", name="松阪市", purposes=("residence",)),),
    receipt_printer=True,
)
