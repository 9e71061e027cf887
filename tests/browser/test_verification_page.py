"""The verification page in a real browser: what is right, wrong, unknown or void is said so."""

from __future__ import annotations

import base64
import dataclasses
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page

from chalicelib.protocol import base45, cose, page_code
from chalicelib.protocol.certificate_types import TITLES
from chalicelib.protocol.page_code import PREFIX
from chalicelib.protocol.page_fields import LABELS
from chalicelib.protocol.page_text import text_digest
from chalicelib.protocol.void_list import VoidReason
from chalicelib.render.typesetting import FontSet
from infra import fonts as font_build
from tests.browser.verification import CODE, ISSUER, KEY, PUBLISHED_AT, STATEMENT, VOIDED, PublishedPage, check, signed
from tests.page_codes import ISSUED_AT, TestIssuer, draw
from tests.page_codes import ISSUER as PAPERS_ISSUER
from tests.unit.render.factories import NOTHING, document, household, resident

MESSAGE = base45.decode(CODE.removeprefix(PREFIX))


def _code(message: bytes) -> str:
    return PREFIX + base45.encode(message)


def test_a_right_code_shows_what_the_paper_must_say(opened: Page) -> None:
    """Certificate, issuer, date, number, page and every field, with the page's own labels, and texts only as texts."""
    assert "署名は正しいものです" in check(opened, CODE)
    shown = _rows(opened)
    assert shown[:5] == [
        ("証明書", "住民票の写し"),
        ("交付した市区町村", "三重県松阪市"),
        ("交付日", "令和8年11月23日"),
        ("発行番号", "01JD-6Q8Z-K3M5-N7P9-R1T2-V4W6-XY"),
        ("ページ", "1枚のうち1枚目"),
    ]
    assert shown[5:] == [(LABELS[field.label], field.text) for field in STATEMENT.fields]
    assert opened.locator("#result b").count() == 0
    assert "無効とされた記録はありません" in opened.inner_text("#result")


def _rows(page: Page) -> list[tuple[str, str]]:
    rows = page.locator("#result > dl > div")
    return list(zip(rows.locator("dt").all_inner_texts(), rows.locator("dd").all_inner_texts(), strict=True))


def test_it_speaks_english_with_the_papers_own_words(opened: Page) -> None:
    """In English the labels of the paper stay, with an explanation."""
    check(opened, CODE)
    opened.click("#language")
    assert "The signature is right" in opened.inner_text("#result")
    assert "氏名 (name)" in opened.inner_text("#result")
    assert opened.get_attribute("html", "lang") == "en"


def _foreign_key() -> str:
    return page_code.sign(STATEMENT, TestIssuer(ISSUER.kid).new_key(ISSUED_AT))


def _unknown_key() -> str:
    return page_code.sign(STATEMENT, TestIssuer("another-kid").new_key(ISSUED_AT))


def _too_new() -> str:
    later = PUBLISHED_AT + 86400
    return page_code.sign(dataclasses.replace(STATEMENT, issued_at=later), TestIssuer("next-kid").new_key(later))


def _expired() -> str:
    lenient = dataclasses.replace(KEY, not_after=2**40)
    return page_code.sign(dataclasses.replace(STATEMENT, issued_at=ISSUED_AT + 3600), lenient)


def _other_field() -> str:
    message = cose.decode(MESSAGE)
    payload = dataclasses.replace(STATEMENT, municipality="24205").encode()
    return _code(dataclasses.replace(message, payload=payload).encode())


WRONG: dict[str, tuple[Callable[[], str], str]] = {
    "another-field": (_other_field, "署名が正しくありません"),
    "a-strangers-key": (_foreign_key, "署名が正しくありません"),
    "unknown-key": (_unknown_key, "署名の鍵が見つかりません"),
    "newer-than-the-keys": (_too_new, "鍵が古くて確認できません"),
    "key-expired": (_expired, "鍵の期限が切れていました"),
    "cut-off": (lambda: CODE[:-3], "コードが壊れています"),
    "another-code": (lambda: "https://example.jp/", "証明書のコードではありません"),
}


@pytest.mark.parametrize(("made", "verdict"), WRONG.values(), ids=WRONG)
def test_a_wrong_code_is_called_wrong_and_shows_nothing(opened: Page, made: Callable[[], str], verdict: str) -> None:
    """Each reason has its own words, and nothing that the code claims is shown."""
    assert verdict in check(opened, made())
    assert _rows(opened) == []
    assert "辻" not in opened.inner_text("#result")


def test_a_void_number_is_shown_as_void(opened: Page, published: PublishedPage) -> None:
    """A right signature on a void paper says VOID first, since when and why, and nowhere that it is right."""
    published.publish(VOIDED)
    assert "この証明書は無効です" in check(opened, CODE)
    assert "令和8年11月24日に、記載内容に誤りがあるため" in opened.inner_text("#result")
    assert opened.locator(".banner.right").count() == 0
    assert "署名は正しい" in check(opened, signed(issuance_id="0" * 26))


def test_a_void_list_that_is_not_to_be_had_is_said(opened: Page, published: PublishedPage) -> None:
    """Missing, past its time or not the office's: the page says that it could not check."""
    published.publish(VOIDED, next_update=PUBLISHED_AT + 1)
    assert published.void is not None
    check(opened, signed(issuance_id="0" * 26))
    assert "時点までしか確認できませんでした" in opened.inner_text("#result")
    published.publish()
    nothing_void = {"iat": PUBLISHED_AT, "next_update": 2**40, "void": []}
    published.void |= {"payload": base64.urlsafe_b64encode(json.dumps(nothing_void).encode()).decode().rstrip("=")}
    for void in (published.void, None):
        published.void = void
        check(opened, CODE)
        assert "確認できませんでした" in opened.inner_text("#result .banner.note")


def test_no_bit_can_be_another(opened: Page, published: PublishedPage) -> None:
    """The page's own reader refuses the message with a bit flipped, in each of its bytes."""
    changed = []
    for place in range(len(MESSAGE)):
        message = bytearray(MESSAGE)
        message[place] ^= 1 << place % 8
        changed.append(_code(bytes(message)))
    verdicts = opened.evaluate(
        """async ([codes, keys]) => {
          const { check } = await import("/page-code.js");
          const found = [];
          for (const code of codes) found.push((await check(code, keys)).verdict);
          return found;
        }""",
        [[CODE, *changed], published.keys],
    )
    assert verdicts[0] == "valid"
    assert "valid" not in verdicts[1:]


def test_the_pages_labels_are_the_services(opened: Page) -> None:
    """Types, labels and reasons have the words that the service has for them."""
    types, labels, reasons = opened.evaluate(
        """async () => {
          const { TYPES, LABELS, REASONS } = await import("/labels.js");
          return [TYPES, LABELS, REASONS];
        }"""
    )
    assert {int(number): words[0] for number, words in types.items()} == dict(enumerate(TITLES.values(), start=1))
    assert {int(number): words[0] for number, words in labels.items()} == {
        int(label): words for label, words in LABELS.items()
    }
    assert set(reasons) == {str(reason) for reason in VoidReason}


def test_the_whole_text_can_be_checked_by_typing(opened: Page) -> None:
    """The lines of a paper, typed anew, are told to be the same, and others not."""
    made = document(household(resident()), options=NOTHING)
    texts = [text for _, text in made.pages[0].texts()]
    check(opened, signed(text_sha256=text_digest(texts)))
    opened.click("#result summary")
    for lines, answer in (("\n".join(texts), "全文が一致しました"), ("\n".join(texts[1:]), "一致しません")):
        opened.fill("#lines", lines)
        opened.click("#retype button")
        opened.wait_for_function("text => document.querySelector('#retype p').textContent.includes(text)", arg=answer)


def test_pages_of_one_certificate_are_counted(opened: Page) -> None:
    """Of a certificate of three pages the page says which are still to be read."""
    check(opened, signed(pages=3, page=2))
    assert "残りのページ（1、3枚目）" in opened.inner_text("#result")
    check(opened, signed(pages=3, page=1))
    check(opened, signed(pages=3, page=3))
    assert "3枚すべてを確認しました" in opened.inner_text("#result")


def test_a_photo_of_a_whole_page_is_read(opened: Page, published: PublishedPage, tmp_path: Path) -> None:
    """The picture of a sheet, as it comes from `render`, is read by the page itself."""
    directory = Path(__file__).parents[2] / "build" / "fonts"
    font_build.build(font_build.SOURCE, directory)
    (sheet,) = draw(document(household(resident())), FontSet.open(directory))
    photo = tmp_path / "photo.png"
    photo.write_bytes(sheet)
    assert published.keys is not None
    published.keys["keys"] += PAPERS_ISSUER.jwks()["keys"]
    opened.set_input_files("#photo", photo)
    opened.wait_for_selector("#result:not([hidden])", timeout=60_000)
    assert "署名は正しいものです" in opened.inner_text("#result")
    assert "架空 一郎" in opened.inner_text("#result")
