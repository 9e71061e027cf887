"""The gallery: it shows every certificate, refuses what must be refused, and no page of it can be used."""

from __future__ import annotations

import io
from functools import partial
from pathlib import Path

import pytest
from PIL import Image, ImageFilter

from chalicelib.protocol.certificate_types import CertificateType
from chalicelib.protocol.errors import NotEligible
from chalicelib.protocol.reasons import REASON_TEXTS
from chalicelib.render.typesetting import FontSet
from infra import fonts as font_build
from infra.emulator.demo_city import DemoCity, build_city
from infra.specimens.__main__ import main
from infra.specimens.cases import FIRST_JUNE_OF_REIWA, TODAY, Case, cases
from infra.specimens.desk import Desk
from infra.specimens.marking import marked
from infra.specimens.refusals import REFUSED, reason_of
from tests.page_codes import draw

_BUILT = Path(__file__).parents[3] / "build" / "fonts"


@pytest.fixture(scope="module")
def city() -> DemoCity:
    """The city whose residents the gallery shows."""
    return build_city(24204, TODAY)


@pytest.fixture(scope="module")
def earlier_city() -> DemoCity:
    """The same city in the first year of 令和."""
    return build_city(24204, FIRST_JUNE_OF_REIWA)


@pytest.fixture(scope="module")
def fonts() -> FontSet:
    """Open the built fonts, made now if they are not up to date."""
    font_build.build(font_build.SOURCE, _BUILT)
    return FontSet.open(_BUILT)


def test_every_certificate_is_shown() -> None:
    """Each of the eight types has at least two cases, and no two cases share a name."""
    names = [case.name for case in cases()]
    assert len(set(names)) == len(names)
    for kind in CertificateType:
        assert sum(case.kind is kind for case in cases()) >= 2


def test_every_persona_is_in_the_gallery(city: DemoCity) -> None:
    """Each hard case of the demo city is a page or a refusal that somebody has looked at."""
    assert {case.label for case in (*cases(), *REFUSED)} >= {persona.label for persona in city.personas}


def test_every_certificate_of_every_persona_is_made_or_refused(city: DemoCity) -> None:
    """Whoever asks for whatever gets a document of their own or a reason that the kiosk has words for."""
    desk, made, reasons = Desk(city), 0, set[str]()
    for persona in city.personas:
        for kind in CertificateType:
            try:
                document = desk.document(kind, persona.label)
            except NotEligible as refused:
                reasons.add(str(refused.reason))
            else:
                made += document.subject == persona.resident_id
    assert made > 200
    assert reasons <= set(REASON_TEXTS)


@pytest.mark.parametrize("case", tuple(cases()), ids=lambda case: case.name)
def test_every_case_can_be_composed(city: DemoCity, earlier_city: DemoCity, case: Case) -> None:
    """The persona can have the certificate, and the document is theirs and of that type."""
    where = city if case.today == TODAY else earlier_city
    document = Desk(where).document(case.kind, case.label, case.options, acting=case.acting)
    assert (document.subject, document.certificate_type) == (where.persona(case.label).resident_id, case.kind)


def test_the_first_june_of_reiwa_still_certifies_a_year_of_heisei(earlier_city: DemoCity) -> None:
    """The paper says 平成３１年度 of a fiscal year that began before the era changed."""
    (page,) = Desk(earlier_city).document(CertificateType.INCOME_TAXATION, "ordinary").pages
    assert page.title == "平成３１年度　所得課税証明書"
    assert page.issued_on == "令和　元年　６月１７日"


@pytest.mark.parametrize("case", REFUSED, ids=lambda case: case.name)
def test_every_refusal_has_its_reason(city: DemoCity, fonts: FontSet, case: Case) -> None:
    """The persona cannot have the certificate, and the kiosk has a text for why."""
    assert reason_of(case, Desk(city), partial(draw, fonts=fonts)) in REASON_TEXTS


def test_refusals_differ(city: DemoCity, fonts: FontSet) -> None:
    """The gallery shows nearly every reason that a kiosk may hear."""
    reasons = {reason_of(case, Desk(city), partial(draw, fonts=fonts)) for case in REFUSED}
    assert len(reasons) >= 18
    assert reasons >= {"glyph-not-available", "text-too-long", "ask-at-office", "under-protection", "under-15"}


def test_the_mark_is_on_the_page_and_hides_no_text(city: DemoCity, fonts: FontSet) -> None:
    """The mark adds tint and black to the page, leaves all that was black so, and keeps clear of the text."""
    (page,) = draw(Desk(city).document(CertificateType.SEAL_REGISTRATION, "ordinary"), fonts)
    before, after = (Image.open(io.BytesIO(data)) for data in (page, marked(page)))
    before.load()
    after.load()
    counts = after.histogram()
    assert counts[1] > before.histogram()[1] * 1.05
    assert counts[3] > before.histogram()[3] * 1.1
    black = before.point([0, 0, 0, 255] + [0] * 252, "L").point(lambda level: level, "1")
    assert after.histogram(black)[3] == black.histogram()[255]
    around = black.convert("L")
    for _ in range(3):
        around = around.filter(ImageFilter.MaxFilter(3))
    around = around.convert("1")
    assert after.histogram(around)[3] == before.histogram(around)[3]


def test_the_command_writes_a_gallery(tmp_path: Path) -> None:
    """Index, pages and thumbnails of the type asked for are there, and the index names each page."""
    out = tmp_path / "gallery"
    arguments = ["--out", str(out), "--fonts", str(_BUILT), "--type", "non-taxation"]
    assert main(arguments) == 0
    index = (out / "index.html").read_text(encoding="utf-8")
    pages = sorted(path.name for path in (out / "pages").iterdir())
    assert len(pages) == 2
    assert all(f'href="pages/{name}"' in index and (out / "thumbnails" / name).is_file() for name in pages)
    assert "seal-abolished" in index
    assert "印鑑登録が廃止されているため、発行できません。" in index
    assert "Your seal registration has ended." in index
