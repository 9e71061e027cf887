"""What can be chosen for each certificate, as the contract names it. A municipality can switch each of it off."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from chalicelib.protocol.certificate_types import CertificateType

_SCOPE = "scope"
_T = CertificateType


@dataclass(frozen=True, slots=True)
class CertificateOptions:
    """The options of one certificate.

    Attributes:
        scopes: The values of `scope`, the one that holds where none is chosen first.
        chosen: The option that takes a list of references to persons, for the scope of the same name.
        switches: The options that are on or off, off where they are not chosen.
    """

    scopes: tuple[str, ...] = ()
    chosen: str = ""
    switches: tuple[str, ...] = ()

    @property
    def names(self) -> frozenset[str]:
        """The names of all options."""
        return frozenset({*self.switches, *([_SCOPE] if self.scopes else []), *([self.chosen] if self.chosen else [])})

    @property
    def can_be_switched_off(self) -> frozenset[str]:
        """What a municipality can switch off: a switch by its name, a scope by `scope:` and its value."""
        return frozenset({*self.switches, *(f"{_SCOPE}:{scope}" for scope in self.scopes)})

    def offered(self, switched_off: Collection[str] = frozenset()) -> dict[str, list[str] | bool]:
        """Return what an offer tells: the scopes to choose from, and True for a switch or a list of references."""
        scopes = [scope for scope in self.scopes if f"{_SCOPE}:{scope}" not in switched_off]
        told: dict[str, list[str] | bool] = {_SCOPE: scopes} if self.scopes else {}
        if self.chosen in scopes:
            told[self.chosen] = True
        return told | {switch: True for switch in self.switches if switch not in switched_off}

    def needs(self, options: Mapping[str, object]) -> frozenset[str]:
        """Return what a request with these options chooses, by the names of `can_be_switched_off`."""
        on = {switch for switch in self.switches if options.get(switch) is True}
        scope = {f"{_SCOPE}:{options.get(_SCOPE, self.scopes[0])}"} if self.scopes else set()
        return frozenset(on | scope)


_HOUSEHOLD = ("relationship", "domicile", "individual_number", "resident_record_code", "foreign_items")
_HOUSEHOLD_SCOPES = ("holder", "household", "members")
_REGISTER_SCOPES = ("whole", "holder", "persons")

OPTIONS: dict[CertificateType, CertificateOptions] = {
    _T.RESIDENT_RECORD: CertificateOptions(_HOUSEHOLD_SCOPES, "members", _HOUSEHOLD),
    _T.RESIDENT_RECORD_ENTRIES: CertificateOptions(_HOUSEHOLD_SCOPES, "members", (*_HOUSEHOLD, "residence", "notes")),
    _T.SEAL_REGISTRATION: CertificateOptions(),
    _T.FAMILY_REGISTER: CertificateOptions(_REGISTER_SCOPES, "persons"),
    _T.FAMILY_REGISTER_SUPPLEMENT: CertificateOptions(
        _REGISTER_SCOPES, "persons", ("domicile", "resident_record_code", "overseas_voter")
    ),
    _T.INCOME_TAXATION: CertificateOptions(),
    _T.TAXATION: CertificateOptions(),
    _T.NON_TAXATION: CertificateOptions(),
}
