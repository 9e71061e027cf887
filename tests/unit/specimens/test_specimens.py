"""The gallery: it shows every certificate, refuses what must be refused, and no page of it can be used."""

from __future__ import annotations

import datetime as dt
import io
from pathlib import Path

import pytest
from PIL import Image, ImageFilter

from chalicelib.protocol.certificate_types import CertificateType
from chalicelib.render.typesetting import FontSet
from infra import fonts as font_build
from infra.emulator.demo_city import DemoCity, build_city
from infra.specimens.__main__ import main
from infra.specimens.cases import REFUSED, Case, cases
from infra.specimens.desk import Desk, Refused
from infra.specimens.marking import marked
from tests.page_codes import draw

_BUILT = Path(__file__).parents[3] / "build" / "fonts"


@pytest.fixture(scope="module")
def city() -> DemoCity:
    """The city whose residents the gallery shows."""
    return build_city(24204, dt.date(2026, 11, 23))


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


@pytest.mark.parametrize("case", tuple(cases()), ids=lambda case: case.name)
def test_every_case_can_be_composed(city: DemoCity, case: Case) -> None:
    """The persona can have the certificate, and the document is theirs and of that type."""
    document = Desk(city).document(case.kind, case.label, case.options)
    assert (document.subject, document.certificate_type) == (city.persona(case.label).resident_id, case.kind)


@pytest.mark.parametrize(("kind", "label"), REFUSED)
def test_every_refusal_has_its_reason(city: DemoCity, kind: CertificateType, label: str) -> None:
    """The persona cannot have the certificate, and the books say why."""
    with pytest.raises(Refused) as refused:
        Desk(city).document(kind, label)
    assert refused.value.reason


def test_refusals_differ(city: DemoCity) -> None:
    """The gallery shows at least ten different reasons."""
    reasons = set()
    for kind, label in REFUSED:
        with pytest.raises(Refused) as refused:
            Desk(city).document(kind, label)
        reasons.add(refused.value.reason)
    assert len(reasons) >= 10


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
    around = black.convert("L").filter(ImageFilter.MaxFilter(7)).convert("1")
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
