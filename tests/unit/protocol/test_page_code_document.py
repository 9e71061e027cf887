"""docs/page-code.md says what the code does: its example is a right one, to the last byte."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path
from typing import Any

from chalicelib.protocol import base45, page_code
from chalicelib.protocol.certificate_types import TITLES
from chalicelib.protocol.page_code import MAX_PAYLOAD, PREFIX
from chalicelib.protocol.page_fields import LABELS
from chalicelib.protocol.page_text import text_digest
from tests.http.independent_checks import point
from tests.http.independent_page_code import checked

DOCUMENT = (Path(__file__).resolve().parents[3] / "docs" / "page-code.md").read_text(encoding="utf-8")
BYTES, KEYS, CODE, STATED, LINES = re.findall(r"^```(?:json)?\n(.*?)\n```$", DOCUMENT, re.MULTILINE | re.DOTALL)


def test_the_example_is_right() -> None:
    """The published keys check the published code, and it states what the document says."""
    stated: dict[str, Any] = json.loads(STATED)
    said = page_code.verify(CODE, json.loads(KEYS))
    assert [said.municipality, said.issuance_id, said.issued_at] == [stated["1"], stated["3"], stated["4"]]
    assert [part for field in said.fields for part in (field.label, field.text)] == stated["6"]
    assert said.text_sha256.hex() == stated["8"]


def test_the_example_is_right_to_other_software() -> None:
    """A reader made from the document alone finds the same."""
    found = checked(CODE, json.loads(KEYS)["keys"], point)
    written = {str(key): value.hex() if isinstance(value, bytes) else value for key, value in found.items()}
    assert written == json.loads(STATED)


def test_the_bytes_are_those_of_the_example() -> None:
    """Row after row of the description, from the first byte of the message to the last."""
    message = base45.decode(CODE.removeprefix(PREFIX)).hex()
    for row in BYTES.splitlines():
        whole = re.match(r"([0-9a-f]+)(?:\.\.([0-9a-f]+) \(([0-9]+)\))?", row)
        assert whole is not None
        start, end, size = whole.groups()
        taken = message[: 2 * int(size) if size else len(start)]
        assert taken.startswith(start)
        assert taken.endswith(end or start)
        message = message[len(taken) :]
    assert message == ""


def test_the_lines_give_the_digest() -> None:
    """The example's lines, typed anew, have the digest that the code states."""
    assert hashlib.sha256(f"{LINES}\n".encode()).hexdigest() == json.loads(STATED)["8"]
    assert text_digest(LINES.splitlines()).hex() == json.loads(STATED)["8"]


def test_types_labels_and_sizes_are_the_codes_own() -> None:
    """The tables of the document are those of the code."""
    types = [f"| {number} | `{kind}` | {title} |" for number, (kind, title) in enumerate(TITLES.items(), start=1)]
    labels = [f"| {int(label)} | {words} |" for label, words in LABELS.items()]
    assert [row for row in (*types, *labels) if row not in DOCUMENT] == []
    assert f"at most {MAX_PAYLOAD} bytes" in DOCUMENT
