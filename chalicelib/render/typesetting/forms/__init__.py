"""Forms: where the texts of each certificate stand. The only place that knows millimetres."""

from __future__ import annotations

from collections.abc import Callable

from chalicelib.protocol.certificate_types import CertificateType
from chalicelib.render.document import Page
from chalicelib.render.typesetting.errors import NoForm
from chalicelib.render.typesetting.forms import family_register, resident_record, seal_registration, supplement, tax
from chalicelib.render.typesetting.forms.form import Form

__all__ = ["Form", "lay_out"]

_FORMS: dict[CertificateType, Callable[[Page], Form]] = {
    CertificateType.RESIDENT_RECORD: resident_record.form,
    CertificateType.RESIDENT_RECORD_ENTRIES: resident_record.form,
    CertificateType.SEAL_REGISTRATION: seal_registration.form,
    CertificateType.FAMILY_REGISTER: family_register.form,
    CertificateType.FAMILY_REGISTER_SUPPLEMENT: supplement.form,
    CertificateType.INCOME_TAXATION: tax.form,
    CertificateType.TAXATION: tax.form,
    CertificateType.NON_TAXATION: tax.form,
}


def lay_out(certificate_type: CertificateType, page: Page) -> Form:
    """Place everything of a page.

    Raises:
        NoForm: No form is known for this type, or not for these blocks.
    """
    if certificate_type not in _FORMS:
        raise NoForm("no form for this type of certificate")
    return _FORMS[certificate_type](page)
