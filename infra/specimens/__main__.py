"""Draw the gallery: `python -m infra.specimens`, then open out/specimens/index.html."""

from __future__ import annotations

import argparse
import shutil
import sys
from collections.abc import Sequence
from functools import cache, partial
from pathlib import Path

from rich.console import Console
from rich.progress import track

from chalicelib.render.document import Document
from chalicelib.render.typesetting import FontSet, typeset
from infra import fonts as font_build
from infra.emulator.demo_city import DemoCity, build_city
from infra.specimens.cases import SEED, TODAY, Case, cases
from infra.specimens.desk import Desk
from infra.specimens.gallery import NotIssued, Shown, write_index, write_pages
from infra.specimens.marking import marked
from infra.specimens.refusals import REFUSED, reason_of
from infra.specimens.signing import specimen_codes

_city = cache(partial(build_city, SEED))


def main(arguments: Sequence[str] | None = None) -> int:
    """Draw every case; return the exit status."""
    options = _options(arguments)
    console = Console(stderr=True)
    font_build.build(font_build.SOURCE, options.fonts)
    fonts = FontSet.open(options.fonts)
    _clean(options.out)
    wanted = [case for case in cases() if case.kind in (options.type or [case.kind])]
    shown = [_draw(case, fonts, options.out) for case in track(wanted, "Drawing specimens", console=console)]
    index = write_index(options.out, shown, [_refusal(case, fonts) for case in REFUSED])
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


def _typeset(document: Document, fonts: FontSet) -> tuple[bytes, ...]:
    return typeset(document, fonts, specimen_codes(document))


def _draw(case: Case, fonts: FontSet, out: Path) -> Shown:
    city = _city(case.today)
    document = Desk(city).document(case.kind, case.label, case.options, acting=case.acting)
    pages = tuple(marked(page) for page in _typeset(document, fonts))
    return Shown(case, f"{city.persona(case.label).note} [{case.choice}]", write_pages(out, case, pages))


def _refusal(case: Case, fonts: FontSet) -> NotIssued:
    city: DemoCity = _city(TODAY)
    reason = reason_of(case, Desk(city), partial(_typeset, fonts=fonts))
    return NotIssued(case.kind, city.persona(case.label).note, reason)


if __name__ == "__main__":
    sys.exit(main())
