"""What the requests of all certificates have in common."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol, TypeVar

import msgspec

from chalicelib.protocol.errors import InvalidOption, NotEligible
from chalicelib.render.application import Applicant, Application, require_resident
from chalicelib.render.certificates.reasons import Obstacle
from chalicelib.render.certificates.sheets import Issue
from chalicelib.render.document import Document
from chalicelib.render.eligibility import Reason

_T = TypeVar("_T")
Options = dict[str, bool | str | list[str]]
"""The `options` of a request, as they came."""


class CertificateRequest(Protocol):
    """One request: made of its options, which it refuses with `InvalidOption`."""

    def check(self, applicant: Applicant) -> None:
        """Refuse what can be refused without composing anything; the holder's own eligibility comes first.

        Raises:
            NotEligible: With the reason.
            InvalidOption: A reference names nobody there.
        """

    def compose(self, applicant: Applicant, issue: Issue) -> Document:
        """Compose the document, if it may be made.

        Raises:
            NotEligible, InvalidOption: As `check`.
            SubjectMismatch, CannotBeRendered: As the certificate.
        """


class ResidentRequest(Protocol):
    """One request that only somebody who lives here can make; as `CertificateRequest` otherwise."""

    def check(self, application: Application) -> None:
        """As `CertificateRequest.check`."""

    def compose(self, application: Application, issue: Issue) -> Document:
        """As `CertificateRequest.compose`."""


class OfResidents:
    """A request as everybody can try to make it: who lives elsewhere is refused."""

    def __init__(self, request: ResidentRequest) -> None:
        """Hand on what residents ask for."""
        self._request = request

    def check(self, applicant: Applicant) -> None:
        """As `CertificateRequest.check`."""
        self._request.check(require_resident(applicant))

    def compose(self, applicant: Applicant, issue: Issue) -> Document:
        """As `CertificateRequest.compose`."""
        return self._request.compose(require_resident(applicant), issue)


class NoChoice(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The options of a certificate that has none."""


def parse(options: Options, choice: type[_T]) -> _T:
    """Read options as what a certificate takes.

    Raises:
        InvalidOption: One is unknown or has a value that it does not take.
    """
    try:
        return msgspec.convert(options, type=choice)
    except msgspec.ValidationError as error:
        raise InvalidOption from error


def referenced(references: tuple[str, ...], by_reference: Mapping[str, _T]) -> tuple[_T, ...]:
    """Return what is referred to, in the order of the books.

    Raises:
        InvalidOption: A reference names nobody.
    """
    if not set(references) <= set(by_reference):
        raise InvalidOption
    return tuple(named for reference, named in by_reference.items() if reference in references)


def switches(choice: msgspec.Struct) -> dict[str, bool]:
    """Return the options of a choice that are on or off."""
    values = {name: getattr(choice, name) for name in choice.__struct_fields__}
    return {name: value for name, value in values.items() if isinstance(value, bool)}


def refuse(reason: Reason | Obstacle | None) -> None:
    """Refuse when there is a reason.

    Raises:
        NotEligible: With the reason.
    """
    if reason is not None:
        raise NotEligible(reason)
