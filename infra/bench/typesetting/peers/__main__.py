"""Serve one peer: `python -m infra.bench.typesetting.peers NAME DIRECTORY [FILE]`.

With FILE, the last page is kept there to look at.
"""

import sys
from collections.abc import Callable

from infra.bench.typesetting.peers.common import Peer, serve


def _peer(name: str) -> Peer:
    # Each is imported only where it runs.
    if name.startswith("cairo"):
        from infra.bench.typesetting.peers.cairo_pango import CairoPango

        return CairoPango(cached=name.endswith("cached"))
    if name == "skia":
        from infra.bench.typesetting.peers.skia_python import Skia

        return Skia()
    if name == "typst":
        from infra.bench.typesetting.peers.typst_pages import Typst

        return Typst()
    if name == "chromium":
        from infra.bench.typesetting.peers.chromium import Chromium

        return Chromium()
    from infra.bench.typesetting.peers.pdf import ReportLab, WeasyPrint

    makers: dict[str, Callable[[], Peer]] = {"reportlab": ReportLab, "weasyprint": WeasyPrint}
    return makers[name]()


serve(_peer(sys.argv[1]))
