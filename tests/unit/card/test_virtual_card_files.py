"""SELECT and READ BINARY of the virtual card."""

from __future__ import annotations

import pytest

from tests.unit.card import making
from tests.unit.card.talking import AID, Talk

FILES = ("0001", "000A", "000B", "0002", "0006", "0008", "0016", "0017", "0018", "001A", "001B")


@pytest.mark.parametrize("identifier", FILES)
def test_every_file_of_the_map_can_be_selected(talk: Talk, identifier: str) -> None:
    """Each elementary file of the JPKI application answers SELECT with 9000."""
    assert talk.send("00A4020C02", identifier) == "9000"


@pytest.mark.parametrize(
    "name",
    [
        "D3921000310001010408",  # the card's own input-assist application, which this card leaves out
        "A000000308000010000100",  # PIV
        "D27600012401",  # OpenPGP
        AID[:-2],
        AID + "00",
    ],
)
def test_a_foreign_application_is_not_found(talk: Talk, name: str) -> None:
    """SELECT of any other name answers 6A82 and leaves the selected application as it was."""
    assert talk.send("00A4040C", bytes([len(name) // 2]), name) == "6A82"
    assert talk.send("00A4020C02", "000A") == "9000"


@pytest.mark.parametrize("command", ["00A40000023F00", "00A40100023F00", "00A4030000", "00A40800023F00"])
def test_selection_by_path_or_parent_is_not_found(talk: Talk, command: str) -> None:
    """Other ways of selection, which foreign drivers try first, answer 6A82."""
    assert talk.send(command) == "6A82"


def test_a_selection_that_does_not_exist_has_wrong_parameters(talk: Talk) -> None:
    """SELECT with a P1 outside the standard answers 6A86."""
    assert talk.send("00A4070C02000A") == "6A86"


def test_an_unknown_file_is_not_found(talk: Talk) -> None:
    """SELECT of a file that is not on the map answers 6A82."""
    assert talk.send("00A4020C020003") == "6A82"


def test_a_file_identifier_has_two_bytes(talk: Talk) -> None:
    """SELECT of a file with another length of identifier answers 6700."""
    assert talk.send("00A4020C010A") == "6700"


def test_files_are_out_of_reach_before_the_application_is_selected() -> None:
    """SELECT of a file, and a short identifier, answer 6A82 before the application is selected."""
    talk = Talk(making.full_card())
    assert talk.send("00A4020C02000A") == "6A82"
    assert talk.send("00B08A0010") == "6A82"


def test_a_reset_forgets_what_was_selected(talk: Talk) -> None:
    """After a reset the application has to be selected again."""
    talk.at("000A").card.reset()
    assert talk.send("00B0000010") == "6986"
    assert talk.send("00A4020C02000A") == "6A82"


def test_the_certificate_is_followed_by_filler(talk: Talk) -> None:
    """The certificate file holds the DER and then FF up to 2048 bytes: only the DER header tells its length."""
    talk.at("000A")
    content = b""
    while talk.send("00B0", len(content).to_bytes(2, "big"), "00") == "9000":
        content += talk.data
    der = making.authentication().der
    assert content == der + b"\xff" * (2048 - len(der))


@pytest.mark.parametrize(
    ("identifier", "expected"),
    [("000B", making.authentication().root_pem), ("0002", making.signing().root_pem)],
)
def test_the_ca_certificates_are_free_to_read(talk: Talk, identifier: str, expected: bytes) -> None:
    """The certificates of both CAs can be read without any PIN."""
    from cryptography import x509  # noqa: PLC0415
    from cryptography.hazmat.primitives.serialization import Encoding  # noqa: PLC0415

    assert talk.at(identifier).send("00B0000000") == "9000"
    assert x509.load_pem_x509_certificate(expected).public_bytes(Encoding.DER).startswith(talk.data)


def test_the_token_names_a_plastic_card(talk: Talk) -> None:
    """The token information is 160 bytes and names the plastic card's token, which phones do not."""
    assert talk.at("0006").send("00B0000000") == "9000"
    assert len(talk.data) == 160
    assert talk.data[:32].rstrip() == b"JPKIAPICCTOKEN2"


def test_the_card_says_that_both_certificates_exist(talk: Talk) -> None:
    """EF 0008 of a card with both certificates is 8F8F00."""
    assert talk.at("0008").send("00B0000000") == "9000"
    assert talk.data.hex().upper() == "8F8F00"


def test_an_offset_uses_fifteen_bits(talk: Talk) -> None:
    """READ BINARY takes the high byte of the offset from P1."""
    assert talk.at("000A").send("00B0010204") == "9000"
    assert talk.data == making.authentication().der[0x102:0x106]


def test_a_short_identifier_reads_and_selects(talk: Talk) -> None:
    """READ BINARY with a short identifier reads that file and makes it the current one."""
    assert talk.send("00B08A0404") == "9000"
    assert talk.data == making.authentication().der[4:8]
    assert talk.send("00B0000004") == "9000"
    assert talk.data == making.authentication().der[:4]


def test_a_short_identifier_has_no_reserved_bits(talk: Talk) -> None:
    """READ BINARY with bits 7 or 6 of P1 set beside the short identifier answers 6A86."""
    assert talk.send("00B0CA0004") == "6A86"


def test_an_offset_past_the_end_is_refused(talk: Talk) -> None:
    """READ BINARY at the file's end answers 6B00 and no data."""
    assert talk.at("000A").send("00B0080000") == "6B00"
    assert talk.data == b""


def test_fewer_bytes_than_asked_come_with_a_warning(talk: Talk) -> None:
    """READ BINARY of more than is left answers what is left, with 6282."""
    assert talk.at("0008").send("00B0000104") == "6282"
    assert talk.data.hex() == "8f00"


def test_asking_for_all_there_is_gives_no_warning(talk: Talk) -> None:
    """READ BINARY with Le 00 answers what is left with 9000."""
    assert talk.at("0008").send("00B0000100") == "9000"
    assert talk.data.hex() == "8f00"


def test_extended_length_reads_the_file_at_once(talk: Talk) -> None:
    """READ BINARY with an extended Le of zero answers the whole file."""
    assert talk.at("000A").send("00B00000000000") == "9000"
    assert len(talk.data) == 2048


def test_reading_needs_an_expected_length(talk: Talk) -> None:
    """READ BINARY without Le answers 6700."""
    assert talk.at("000A").send("00B00000") == "6700"


def test_reading_needs_a_current_file(talk: Talk) -> None:
    """READ BINARY before any file is selected answers 6986."""
    assert talk.send("00B0000000") == "6986"


@pytest.mark.parametrize("identifier", ["0016", "0017", "0018", "001A", "001B"])
def test_keys_and_pins_cannot_be_read(talk: Talk, identifier: str) -> None:
    """READ BINARY on a key or PIN answers 6985, whatever was verified."""
    assert talk.verify(making.PIN) == "9000"
    assert talk.verify(making.PASSWORD, "001B") == "9000"
    assert talk.at(identifier).send("00B0000000") == "6985"
    assert talk.data == b""


def test_the_signing_certificate_needs_the_signing_password(talk: Talk) -> None:
    """The signing certificate, which holds name and address, is readable after the signing password only."""
    assert talk.at("0001").send("00B0000000") == "6982"
    assert talk.verify(making.PIN) == "9000"
    assert talk.at("0001").send("00B0000000") == "6982"
    assert talk.verify(making.PASSWORD, "001B") == "9000"
    assert talk.at("0001").send("00B0000000") == "9000"
    assert making.signing().der.startswith(talk.data)
