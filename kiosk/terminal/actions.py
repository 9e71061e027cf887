"""What the screen may tell the agent: one action for one view. `POST /actions` takes `{"view", "action", ...}` as JSON.

An action names the number of the view that it answers. Any other number is a double tap, a second window or a page
out of the browser's history, and is refused (409). Which actions a view takes is in its `actions`.
"""

from __future__ import annotations

from typing import Annotated, Literal, get_args

import msgspec

from chalicelib.protocol.ids import ID_PATTERN
from chalicelib.protocol.messages import Copies, MunicipalityCode

Language = Literal["ja", "en", "zh-Hans", "ko", "vi", "pt"]
LANGUAGES: tuple[Language, ...] = get_args(Language)
AppearanceName = Literal["large_text", "high_contrast", "spoken_guidance"]
Scanning = Literal["off", "slow", "medium", "fast"]
Purpose = Literal["residence", "domicile"]
PaymentMethod = Literal["cash", "e-money"]

Reference = Annotated[str, msgspec.Meta(pattern=rf"\A{ID_PATTERN}\Z")]
_Word = Annotated[str, msgspec.Meta(pattern=r"\A[a-z][a-z0-9_-]{0,39}\Z")]
# No pattern: msgspec 0.22 corrupts memory when a union holds a text with a pattern beside an array.
_Choice = Annotated[str, msgspec.Meta(min_length=1, max_length=40)]


class Action(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="action", rename={"kind": "type"}
):
    """One touch. `view`: the number of the view it answers."""

    view: int

    @property
    def name(self) -> str:
        """The action's name, as a view lists it."""
        return str(self.__struct_config__.tag)


class Continue(Action, frozen=True, kw_only=True, tag="continue"):
    """Go on; on `take-papers` of a printer without a tray sensor: the papers are taken."""


class Back(Action, frozen=True, kw_only=True, tag="back"):
    """Back to the screen before."""


class Cancel(Action, frozen=True, kw_only=True, tag="cancel"):
    """Ask to end the visit; the view's `question` becomes `cancel`, to be answered by `yes` or `no`."""


class Yes(Action, frozen=True, kw_only=True, tag="yes"):
    """Answer to `cancel`: end it; money comes back."""


class No(Action, frozen=True, kw_only=True, tag="no"):
    """Answer to `cancel`: go on."""


class MoreTime(Action, frozen=True, kw_only=True, tag="more-time"):
    """Begin the screen's time anew; also the answer to the question `more-time`."""


class Acknowledge(Action, frozen=True, kw_only=True, tag="acknowledge"):
    """Answer to `session-ending`: the person has seen how long the session still lives."""


class Silence(Action, frozen=True, kw_only=True, tag="silence"):
    """Stop the alarm's voice and sound; its text stays until the thing is taken."""


class ChooseLanguage(Action, frozen=True, kw_only=True, tag="language"):
    """Change the language of this visit."""

    value: Language


class ChangeAppearance(Action, frozen=True, kw_only=True, tag="appearance"):
    """Switch large text, high contrast or spoken guidance on or off for this visit."""

    name_of: AppearanceName = msgspec.field(name="name")
    value: bool


class ChangeScanning(Action, frozen=True, kw_only=True, tag="scanning"):
    """Have the screen go through what can be chosen by itself, for who has one switch; or not."""

    value: Scanning


class ChooseMunicipality(Action, frozen=True, kw_only=True, tag="choose-municipality"):
    """Whose books: where the person lives, or where the family register is kept."""

    code: MunicipalityCode
    purpose: Purpose


class Press(Action, frozen=True, kw_only=True, tag="press"):
    """Press a key of the PIN pad: its place in `keys` (0 to 9), never its digit."""

    key: Annotated[int, msgspec.Meta(ge=0, le=9)]


class Erase(Action, frozen=True, kw_only=True, tag="erase"):
    """Take the last digit back."""


class Shuffle(Action, frozen=True, kw_only=True, tag="shuffle"):
    """Put the keys of the PIN pad in a random order; what was typed is erased."""


class ChooseCertificate(Action, frozen=True, kw_only=True, tag="choose-certificate"):
    """Choose one of the offered certificates."""

    kind: _Word


class SetOption(Action, frozen=True, kw_only=True, tag="set-option"):
    """Set a field: a choice's word, a switch's truth, or the references of the chosen persons."""

    name_of: _Word = msgspec.field(name="name")
    value: bool | _Choice | Annotated[tuple[Reference, ...], msgspec.Meta(max_length=100)]


class SetCopies(Action, frozen=True, kw_only=True, tag="set-copies"):
    """Set the number of copies."""

    copies: Copies


class ChooseMethod(Action, frozen=True, kw_only=True, tag="choose-method"):
    """Pay with cash or e-money."""

    method: PaymentMethod


class PrintReceipt(Action, frozen=True, kw_only=True, tag="print-receipt"):
    """Print the receipt on paper."""


class Again(Action, frozen=True, kw_only=True, tag="again"):
    """Another certificate in the same session, or a new try after a problem that allows one."""


class Finish(Action, frozen=True, kw_only=True, tag="finish"):
    """End the visit."""


AnyAction = (
    Continue
    | Back
    | Cancel
    | Yes
    | No
    | MoreTime
    | Acknowledge
    | Silence
    | ChooseLanguage
    | ChangeAppearance
    | ChangeScanning
    | ChooseMunicipality
    | Press
    | Erase
    | Shuffle
    | ChooseCertificate
    | SetOption
    | SetCopies
    | ChooseMethod
    | PrintReceipt
    | Again
    | Finish
)

_decoder: msgspec.json.Decoder[AnyAction] = msgspec.json.Decoder(AnyAction)


def decode_action(body: bytes) -> AnyAction:
    """Read an action.

    Raises:
        msgspec.DecodeError: It is none.
    """
    return _decoder.decode(body)
