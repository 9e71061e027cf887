"""A published verification page of the tests' own making: its keys, its void list, and codes that they check."""

from __future__ import annotations

import dataclasses
import json
import mimetypes
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

from chalicelib.protocol import page_code, void_list
from chalicelib.protocol.page_fields import Label, PageField
from chalicelib.protocol.verification_keys import Purpose
from chalicelib.protocol.void_list import VoidIssuance, VoidList, VoidReason
from infra.emulator.http_server import LoopbackServer, QuietHandler
from infra.verification_site import KEYS, PAGE, VOID
from tests import page_codes
from tests.page_codes import ISSUED_AT, TestIssuer

ISSUER, OFFICE = TestIssuer("page-key"), TestIssuer("void-list-key")
KEY = ISSUER.new_key(ISSUED_AT - 60)
PUBLISHED_AT = ISSUED_AT + 3600
NEXT_UPDATE = 4_000_000_000
STATEMENT = dataclasses.replace(
    page_codes.STATEMENT,
    pages=1,
    fields=(
        *page_codes.STATEMENT.fields,
        PageField(Label.NAME, "<b>架空</b> 花子"),
        PageField(Label.BIRTH_DATE, "昭和60年 8月 7日"),
    ),
)
CODE = page_code.sign(STATEMENT, KEY)


@dataclass
class PublishedPage:
    """What is served and what was asked for. `instead`: a page of HTML that is served instead of keys and void list."""

    url: str = ""
    keys: dict[str, Any] | None = None
    void: dict[str, str] | None = None
    instead: bytes | None = None
    asked: list[str] = field(default_factory=list)

    def publish(self, *void: VoidIssuance, next_update: int = NEXT_UPDATE, published_at: int = PUBLISHED_AT) -> None:
        """Publish the keys, and a list with these void issue numbers."""
        keys = [*ISSUER.jwks()["keys"], *OFFICE.jwks(Purpose.VOID_LIST)["keys"]]
        self.keys = {"keys": keys, "issuers": {"24204": "三重県松阪市"}, "published_at": published_at}
        signed = void_list.signing_input(VoidList(iat=published_at, next_update=next_update, void=void), OFFICE.kid)
        self.void = void_list.flattened(signed, OFFICE.certify(signed))
        self.asked.clear()


VOIDED = VoidIssuance(issuance_id=STATEMENT.issuance_id, declared_at=ISSUED_AT + 86400, reason=VoidReason.WRONG_CONTENT)


@contextmanager
def published_page() -> Iterator[PublishedPage]:
    """Serve the page."""
    page = PublishedPage()

    class Handler(QuietHandler):
        def do_GET(self) -> None:  # noqa: N802 - the base class calls it so
            name = self.path.removeprefix("/") or "index.html"
            page.asked.append(name)
            made = {KEYS: page.keys, VOID: page.void}.get(name)
            path = PAGE / name
            if name in {KEYS, VOID} and page.instead is not None:
                self._give("text/html", page.instead)
            elif name in {KEYS, VOID} and made is not None:
                self._give("application/json", json.dumps(made).encode())
            elif name not in {KEYS, VOID} and path.is_file() and PAGE in path.resolve().parents:
                self._give(_kind(path), path.read_bytes())
            else:
                self.answer(404, {}, b"")

        def _give(self, kind: str, body: bytes) -> None:
            self.answer(200, {"Content-Type": kind, "Cache-Control": "no-cache"}, body)

    with LoopbackServer(Handler, 0) as server:
        page.url = f"{server.url}/"
        yield page


def _kind(path: Path) -> str:
    return "text/javascript" if path.suffix == ".js" else mimetypes.guess_type(path.name)[0] or "text/plain"


def check(page: Page, content: str) -> str:
    """Have a text checked; return the headline of the verdict."""
    page.fill("#content", content)
    page.click("#form button")
    page.wait_for_selector("#result:not([hidden])")
    return page.inner_text("#result .banner h2")


def signed(**changes: Any) -> str:
    """Return the code of a page that says something else."""
    return page_code.sign(dataclasses.replace(STATEMENT, **changes), KEY)
