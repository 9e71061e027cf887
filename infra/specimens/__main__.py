"""Draw the gallery: `python -m infra.specimens`, then open out/specimens/index.html."""

from __future__ import annotations

import argparse
import datetime as dt
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.progress import track

from chalicelib.protocol.certificate_types import CertificateType
from chalicelib.render.typesetting import FontSet, typeset
from infra import fonts as font_build
from infra.emulator.demo_city import DemoCity, build_city
from infra.specimens.cases import REFUSED, Case, cases
from infra.specimens.desk import Desk, Refused
from infra.specimens.gallery import NotIssued, Shown, write_index, write_pages
from infra.specimens.marking import marked
from infra.specimens.signing import specimen_codes

_SEED, _TODAY = 24204, dt.date(2026, 11, 23)


def main(arguments: Sequence[str] | None = None) -> int:
    """Draw every case; return the exit status."""
    options = _options(arguments)
    console = Console(stderr=True)
    font_build.build(font_build.SOURCE, options.fonts)
    fonts = FontSet.open(options.fonts)
    city = build_city(_SEED, _TODAY)
    desk = Desk(city)
    _clean(options.out)
    wanted = [case for case in cases() if case.kind in (options.type or [case.kind])]
    shown = [
        _draw(case, desk, city, fonts, options.out) for case in track(wanted, "Drawing specimens", console=console)
    ]
    index = write_index(options.out, shown, [_refusal(kind, label, desk, city) for kind, label in REFUSED])
    console.print(f"{len(shown)} certificates, {sum(len(each.files) for each in shown)} pages: {index}")
    return 0


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="specimens", description="Draw a gallery of certificates, marked 見本.")
    parser.add_argument("--out", type=Path, default=Path("out/specimens"), metavar="DIRECTORY")
    parser.add_argument("--fonts", type=Path, default=font_build.OUT, metavar="DIRECTORY", help="the built fonts")
    parser.add_argument("--type", action="append", metavar="TYPE", help="only this type of certificate; repeatable")
    return parser.parse_args(arguments)


def _clean(directory: Path) -> None:
    for name in ("pages", "thumbnails"):
        shutil.rmtree(directory / name, ignore_errors=True)
        (directory / name).mkdir(parents=True)


def _draw(case: Case, desk: Desk, city: DemoCity, fonts: FontSet, out: Path) -> Shown:
    document = desk.document(case.kind, case.label, case.options)
    pages = tuple(marked(page) for page in typeset(document, fonts, specimen_codes(document)))
    return Shown(case, f"{city.persona(case.label).note} [{case.choice}]", write_pages(out, case, pages))


def _refusal(kind: CertificateType, label: str, desk: Desk, city: DemoCity) -> NotIssued:
    try:
        desk.document(kind, label)
    except Refused as refused:
        return NotIssued(kind, city.persona(label).note, refused.reason)
    raise AssertionError(f"{kind} of {label} was not refused")


if __name__ == "__main__":
    sys.exit(main())
