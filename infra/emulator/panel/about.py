"""The page that tells what is running and how to use it."""

from __future__ import annotations

import html
from typing import Any

_STYLE = """
body{font:16px/1.6 "Noto Sans JP","Hiragino Sans","IPAmjMincho",sans-serif;
max-width:70rem;margin:2rem auto;padding:0 1rem;color:#1a1a1c;background:#fff}
h1{font-size:1.6rem}h2{font-size:1.15rem;margin-top:2rem}
table{border-collapse:collapse;width:100%}th,td{text-align:left;padding:.35rem .6rem;border-bottom:1px solid #ccc;
vertical-align:top}code{background:#f1f1f4;padding:.1rem .3rem}
"""


def page(description: dict[str, Any]) -> str:
    """Write the page."""
    addresses = _table(
        ("what", "where"),
        [
            ("Kiosk terminal and developer panel", description["kiosk_screen"]),
            ("API (base path)", description["api"]),
            ("AWS emulation (Moto)", description["aws_endpoint"]),
            ("Health", description["api"] + "/health"),
            ("Verification keys", description["api"] + "/verification-keys"),
            ("Page that checks a paper", description["verification_page"]),
        ],
    )
    kiosks = _table(("kiosk", "private key"), [(k["id"], k["private_key"]) for k in description["kiosks"]])
    cards = _table(
        ("card", "PIN", "what to try", "certificate"),
        [(c["label"], c["pin"], c["note"], c["certificate"]) for c in description["cards"]],
    )
    return f"""<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Kofu 交付: local emulation</title><style>{_STYLE}</style></head><body>
<h1>Kofu <span lang="ja">交付</span>: local emulation</h1>
<p>A synthetic <span lang="ja">松阪市</span> ({html.escape(description["municipality"])}) and everything Kofu needs
run on this machine. Nobody in it exists. The same facts are in <code>emulator.json</code>,
for clients in any language.</p>
<h2>Addresses</h2>{addresses}
<h2>How to use it</h2>
<p><code>make demo</code> in another terminal plays card and kiosk over HTTP, from challenge to paper. A client of your
own signs its requests with a kiosk's key and a challenge with a card's key; the README says how.
Ctrl-C in the terminal that started it stops everything.</p>
<h2>Kiosks</h2>{kiosks}
<h2>Cards</h2>{cards}
</body></html>
"""


def _table(head: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    header = "".join(f"<th>{html.escape(cell)}</th>" for cell in head)
    body = "".join("<tr>" + "".join(f"<td>{html.escape(cell)}</td>" for cell in row) + "</tr>" for row in rows)
    return f"<table><thead><tr>{header}</tr></thead><tbody>{body}</tbody></table>"
