"""Characters that cannot be drawn exactly: the document is refused, and the refusal tells nothing of the text."""

from __future__ import annotations

import pytest

from chalicelib.protocol.errors import CannotBeRendered
from chalicelib.render.typesetting import FontSet, ForbiddenCharacter, MissingGlyph, typeset
from tests.page_codes import draw
from tests.unit.render.factories import document, household, municipality, resident


@pytest.mark.parametrize(
    "name",
    [
        "辻\U000e0100",  # the form of another collection of sequences
        "葛\U000e0100",
        "邊\U000e0104",
        "あ\U000e0102",
        "か\u3099",
        "架\ue000",
        "架\U000f0000",
        "架\U0010ffff",
        "😀",
        "架\u3164空",
    ],
)
def test_what_no_font_has_is_refused(fonts: FontSet, name: str) -> None:
    """Unknown sequences, combining marks, private and unmapped characters refuse the document; no error quotes them."""
    with pytest.raises(MissingGlyph) as refused:
        draw(document(household(resident(name=name))), fonts)
    assert refused.value.place == "household.head"
    assert refused.value.__context__ is None


@pytest.mark.parametrize(
    "name",
    [
        "\U000e0102辻",
        "辻\U000e0102\U000e0102",
        "\ufe00",
        "架\ud800空",
        "架\u0085空",
        "架\u2028空",
        "架\u2029空",
        "架\u202e空",
        "架\u2066空",
        "架\u200f空",
        "架\n空",
        "架\x00空",
        "架\x7f空",
        "架\u200d空",
        "\ufeff架空",
        "架\u00ad空",
    ],
)
def test_what_cannot_stand_on_paper_is_refused(fonts: FontSet, name: str) -> None:
    """Lone selectors, surrogates, line separators, bidirectional, invisible and control characters are refused."""
    with pytest.raises(ForbiddenCharacter) as refused:
        typeset(document(household(resident(name=name))), fonts, ("",))
    assert refused.value.__context__ is None


@pytest.mark.parametrize(
    "name", ["辻\U000e0102", "葛\U000e0104城", "邊\U000e0109", "髙﨑", "𠮷田", "晴\ufa12", "渡邉", "Ｓilva d'Ávila"]
)
def test_what_the_font_has_is_drawn(fonts: FontSet, name: str) -> None:
    """Known sequences, compatibility kanji, kanji beyond the basic plane and Latin letters are drawn."""
    assert len(draw(document(household(resident(name=name))), fonts)) == 1


def test_all_pages_are_checked_before_one_is_drawn(fonts: FontSet, monkeypatch: pytest.MonkeyPatch) -> None:
    """A missing glyph on the last page refuses before the first is begun."""
    monkeypatch.setattr(
        "chalicelib.render.typesetting.typesetter.template_of", lambda *_: pytest.fail("a page was begun")
    )
    members = [resident(number) for number in range(1, 9)]
    with pytest.raises(MissingGlyph):
        draw(document(household(*members, resident(9, notes=("架\ue000",)))), fonts)


def test_the_seal_and_the_labels_are_checked_too(fonts: FontSet) -> None:
    """A character of the seal, or of the mayor's name, that no font has refuses like any other."""
    for change in ({"seal_text": "松阪\ue000長之印"}, {"mayor_name": "山\ue000"}):
        with pytest.raises(MissingGlyph):
            draw(document(household(resident()), city=municipality(**change)), fonts)


def test_a_refusal_tells_nothing_of_the_text(fonts: FontSet) -> None:
    """The message names the place on the form and not one character of what stands there."""
    secret = "架\ue000空秘密町"
    with pytest.raises(CannotBeRendered) as refused:
        draw(document(household(resident(previous_address=secret))), fonts)
    assert "previous_address" in str(refused.value)
    assert not set(secret) & set(str(refused.value) + repr(refused.value))


def test_a_sequence_is_not_its_default_form(fonts: FontSet) -> None:
    """辻 with one and with two dots, and 葛 in its forms, are drawn with different pixels."""
    for base, *selectors in (("辻", "\U000e0102", "\U000e0103"), ("葛", "\U000e0104", "\U000e0105", "\U000e0106")):
        drawn = (fonts.characters(base + selector, "test")[0] for selector in selectors)
        masks = {fonts.glyph(character, 100).mask.tobytes() for character in drawn}
        assert len(masks) == len(selectors)


def test_a_sequence_takes_one_place(fonts: FontSet) -> None:
    """A character with its selector is one character with one glyph, as wide as any kanji."""
    characters = fonts.characters("辻\U000e0102田", "test")
    assert len(characters) == 2
    assert [fonts.glyph(character, 100).advance for character in characters] == [100, 100]
