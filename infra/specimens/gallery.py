"""Write the gallery: full pages, thumbnails, and an index that needs nothing but a browser."""

from __future__ import annotations

import html
import io
from dataclasses import dataclass
from pathlib import Path

from PIL import Image

from chalicelib.protocol.certificate_types import TITLES, CertificateType
from chalicelib.protocol.reasons import REASON_TEXTS
from infra.specimens.cases import Case

_THUMBNAIL = (330, 467)
_STYLE = """
body{font-family:sans-serif;margin:2rem;background:#f4f4f1;color:#222}
section{margin-bottom:3rem}h2{border-bottom:1px solid #999}
article{margin:1.5rem 0}article p{margin:.2rem 0 .5rem}
.pages{display:flex;flex-wrap:wrap;gap:.8rem}img{background:#fff;border:1px solid #bbb;width:220px;height:auto}
table{border-collapse:collapse}td,th{border:1px solid #bbb;padding:.3rem .8rem;text-align:left;background:#fff}
"""


@dataclass(frozen=True, slots=True)
class Shown:
    """A case that was drawn: its caption and the file names of its pages."""

    case: Case
    caption: str
    files: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NotIssued:
    """A certificate that a persona cannot have."""

    kind: CertificateType
    caption: str
    reason: str


def write_pages(directory: Path, case: Case, pages: tuple[bytes, ...]) -> tuple[str, ...]:
    """Write the pages of a case and their thumbnails; return the names of the pages."""
    names = tuple(f"{case.name}.{number}.png" for number in range(1, len(pages) + 1))
    for name, page in zip(names, pages, strict=True):
        (directory / "pages" / name).write_bytes(page)
        small = Image.open(io.BytesIO(page)).convert("L").resize(_THUMBNAIL, Image.Resampling.BOX)
        small.save(directory / "thumbnails" / name, optimize=True)
    return names


def write_index(directory: Path, shown: list[Shown], refused: list[NotIssued]) -> Path:
    """Write index.html; return its path."""
    sections = "".join(_section(kind, [each for each in shown if each.case.kind is kind]) for kind in CertificateType)
    rows = "".join(
        f"<tr><td>{html.escape(TITLES[each.kind])}</td><td>{html.escape(each.caption)}</td>"
        f"<td><code>{html.escape(each.reason)}</code></td>{_told(each.reason)}</tr>"
        for each in refused
    )
    heads = "".join(f"<th>{head}</th>" for head in ("証明書", "who", "reason", "画面の案内", "kiosk says"))
    table = f"<table><tr>{heads}</tr>{rows}</table>"
    path = directory / "index.html"
    path.write_text(
        f'<!doctype html><html lang="ja"><meta charset="utf-8"><title>見本</title><style>{_STYLE}</style>'
        f"<h1>証明書の見本</h1><p>架空の住民。証明としての効力はありません。 Nobody on these pages exists.</p>"
        f"{sections}<section><h2>交付しない場合</h2>{table}</section></html>\n",
        encoding="utf-8",
    )
    return path


def _told(reason: str) -> str:
    text = REASON_TEXTS[reason]
    return f"<td>{html.escape(text.ja)}</td><td>{html.escape(text.en)}</td>"


def _section(kind: CertificateType, shown: list[Shown]) -> str:
    return f"<section><h2>{html.escape(TITLES[kind])}</h2>{''.join(map(_article, shown))}</section>"


def _article(shown: Shown) -> str:
    pages = "".join(
        f'<a href="pages/{html.escape(name)}"><img loading="lazy" src="thumbnails/{html.escape(name)}" alt=""></a>'
        for name in shown.files
    )
    return f'<article><p>{html.escape(shown.caption)}</p><div class="pages">{pages}</div></article>'
