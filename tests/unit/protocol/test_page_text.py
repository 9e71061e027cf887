"""What a reader cannot tell from paper makes no difference, and everything else does."""

from __future__ import annotations

import hashlib

import pytest

from chalicelib.protocol.page_text import folded, text_digest

TEXTS = ("住　民　票", "昭和５８年　２月２５日", "ＳＩＬＶＡ　Ｍａｒｉａ")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("三重県松阪市殿町１３４０番地１", "三重県松阪市殿町1340番地1"),
        ("昭和５８年　２月２５日", "昭和58年 2月25日"),
        ("　松浦　　健一　", "松浦 健一"),
        ("辻\U000e0102　太郎", "辻\U000e0102 太郎"),
        ("ｶﾀｶﾅ カタカナ", "ｶﾀｶﾅ カタカナ"),
        ("﨑髙", "﨑髙"),
        ("", ""),
    ],
)
def test_widths_and_spaces_are_folded_and_nothing_else(text: str, shown: str) -> None:
    """Full-width ASCII and runs of white space; kanji, kana, compatibility forms and variants stay."""
    assert folded(text) == shown


def test_the_digest_is_of_lines_without_white_space() -> None:
    """It can be made again by hand: one line for each text, each ended by a line feed."""
    lines = "住民票\n昭和58年2月25日\nSILVAMaria\n"
    assert text_digest(TEXTS) == hashlib.sha256(lines.encode()).digest()


def test_typing_it_anew_gives_the_same_digest() -> None:
    """Half-width or full-width, spaces here or there, an empty text between: all the same."""
    assert text_digest(("住民票", "", "昭和58年2月 25日", "　", "SILVA MARIA".title().replace("Silva", "SILVA"))) == (
        text_digest(TEXTS)
    )


@pytest.mark.parametrize(
    "other",
    [
        ("住民票", "昭和５８年２月２６日", "ＳＩＬＶＡ　Ｍａｒｉａ"),
        ("住民票", "ＳＩＬＶＡ　Ｍａｒｉａ", "昭和５８年２月２５日"),
        ("住民票昭和５８年２月２５日", "ＳＩＬＶＡ　Ｍａｒｉａ"),
        ("住民票", "昭和５８年２月２５日", "SILVA MARIA"),
        (*TEXTS, "備考"),
        TEXTS[:2],
    ],
    ids=["another-day", "another-order", "joined", "another-case", "more", "less"],
)
def test_another_text_has_another_digest(other: tuple[str, ...]) -> None:
    """A changed, added, missing, joined or moved text is noticed."""
    assert text_digest(other) != text_digest(TEXTS)
