"""The contract between agent and screen: what is an action, and that every screen can be said and spoken."""

from __future__ import annotations

from typing import get_args

import msgspec
import pytest

from kiosk.terminal import utterances, views
from kiosk.terminal.actions import AnyAction, ChangeAppearance, ChooseCertificate, SetOption, decode_action


def test_an_action_says_what_it_answers_and_with_what() -> None:
    """Names of the contract that are not names in Python arrive all the same."""
    assert decode_action(b'{"action":"choose-certificate","view":3,"type":"taxation"}') == ChooseCertificate(
        view=3, kind="taxation"
    )
    assert decode_action(b'{"action":"set-option","view":3,"name":"scope","value":"household"}') == SetOption(
        view=3, name_of="scope", value="household"
    )
    assert decode_action(b'{"action":"appearance","view":3,"name":"large_text","value":true}') == ChangeAppearance(
        view=3, name_of="large_text", value=True
    )


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b'{"action":"continue"}',
        b'{"action":"run","view":1}',
        b'{"action":"continue","view":1,"more":1}',
        b'{"action":"press","view":1,"key":10}',
        b'{"action":"set-copies","view":1,"copies":0}',
        b'{"action":"set-option","view":1,"name":"x","value":{"a":1}}',
        b'{"action":"choose-municipality","view":1,"code":"24204\\n","purpose":"residence"}',
    ],
)
def test_anything_else_is_refused(body: bytes) -> None:
    """Unknown actions, fields and values are no actions."""
    with pytest.raises(msgspec.DecodeError):
        decode_action(body)


def test_names_are_unique() -> None:
    """No two actions and no two screens share a name."""
    actions = [kind.__struct_config__.tag for kind in get_args(AnyAction)]
    screens = [kind.NAME for kind in get_args(views.AnyScreen)]
    assert len(set(actions)) == len(actions)
    assert len(set(screens)) == len(screens)
    assert len(set(utterances.ALL)) == len(utterances.ALL)
