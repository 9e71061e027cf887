"""What each `reason` says to the person at the kiosk, in Japanese and English.

A reason is a code of the contract: of an offer that is not available, of the problem `not-eligible`, of
`cannot-be-rendered` where one is known. The text is read by whoever stands beside the person too. It says what the
person can do next, and of the books no more than that needs: reasons that could put somebody in danger or tell of a
death (支援措置, 発行停止, 死亡, anything about another member of the household) share one text, so that none of them
is known by it.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Unprintable(StrEnum):
    """The `reason` of a `cannot-be-rendered` problem, where one is known.

    Attributes:
        GLYPH_NOT_AVAILABLE: No font has a character exactly as it is recorded (外字, 異体字).
        TEXT_TOO_LONG: A name or an address is longer than its place on the form.
    """

    GLYPH_NOT_AVAILABLE = "glyph-not-available"
    TEXT_TOO_LONG = "text-too-long"


@dataclass(frozen=True, slots=True)
class ReasonText:
    """One text in both languages of the contract."""

    ja: str
    en: str


ASK_AT_OFFICE = ReasonText(
    "この証明書は、コンビニ交付では発行できません。市区町村の窓口へお問い合わせください。",
    "This certificate cannot be issued at a kiosk. Please ask the municipal office.",
)
"""The text of every reason that is nobody's business but the office's and the person's."""

REASON_TEXTS: dict[str, ReasonText] = {
    "ask-at-office": ASK_AT_OFFICE,
    "deceased": ASK_AT_OFFICE,
    "under-protection": ASK_AT_OFFICE,
    "issue-stopped": ASK_AT_OFFICE,
    "seal-suspended": ASK_AT_OFFICE,
    "head-missing": ASK_AT_OFFICE,
    "not-offered": ReasonText(
        "この市区町村では、この証明書をコンビニ交付で発行していません。",
        "This municipality does not issue this certificate at kiosks.",
    ),
    "outside-hours": ReasonText(
        "ただいま、この証明書の取扱時間外です。取扱時間は、市区町村の案内でご確認ください。",
        "This certificate is not issued at this time. Please see the municipality's hours.",
    ),
    "not-a-resident": ReasonText(
        "お住まいの市区町村で発行される証明書です。お住まいの市区町村を選んでください。",
        "This certificate is issued by the municipality where you live. Please choose that municipality.",
    ),
    "use-registration-pending": ReasonText(
        "利用登録の申請を確認しています。確認が終わるまで発行できません。日を改めてお試しください。",
        "Your application for registration for use is being checked. Please try again on another day.",
    ),
    "moved-out": ReasonText(
        "転出されているため、この市区町村では発行できません。お住まいの市区町村へお問い合わせください。",
        "You have moved out of this municipality. Please ask the municipality where you live.",
    ),
    "moving-out": ReasonText(
        "転出届が出されているため、コンビニ交付では発行できません。市区町村の窓口へお問い合わせください。",
        "You have given notice of moving out. Please ask the municipal office.",
    ),
    "entry-in-progress": ReasonText(
        "届出などの手続き中のため、ただいま発行できません。日を改めるか、市区町村の窓口へお問い合わせください。",
        "An entry is being made in the books. Please try again on another day or ask the municipal office.",
    ),
    "under-15": ReasonText(
        "１５歳未満の方は、コンビニ交付をご利用いただけません。市区町村の窓口へお越しください。",
        "Kiosks serve persons of 15 years and over. Please come to the municipal office.",
    ),
    "no-seal": ReasonText(
        "印鑑登録がないため、発行できません。印鑑の登録は、市区町村の窓口で受け付けています。",
        "You have no registered seal. Seals are registered at the municipal office.",
    ),
    "seal-abolished": ReasonText(
        "印鑑登録が廃止されているため、発行できません。市区町村の窓口へお問い合わせください。",
        "Your seal registration has ended. Please ask the municipal office.",
    ),
    "no-family-register": ReasonText(
        "戸籍に記録されている方に限り、発行できる証明書です。",
        "This certificate is for persons who are recorded in a family register.",
    ),
    "register-elsewhere": ReasonText(
        "本籍がほかの市区町村にあるため、ここでは発行できません。本籍地の市区町村へお問い合わせください。",
        "Your family register is kept by another municipality. Please ask that municipality.",
    ),
    "not-registered-for-use": ReasonText(
        "本籍地の市区町村への利用登録が必要です。利用登録を申請するか、本籍地の窓口へお問い合わせください。",
        "Please apply for registration for use to the municipality that keeps your family register.",
    ),
    "register-not-held": ReasonText(
        "コンビニ交付で発行できる戸籍がありません。本籍地の市区町村の窓口へお問い合わせください。",
        "There is no family register that kiosks can issue. Please ask the office that keeps it.",
    ),
    "register-closed": ReasonText(
        "除籍された戸籍は、コンビニ交付では発行できません。本籍地の市区町村の窓口へお問い合わせください。",
        "Closed family registers are not issued at kiosks. Please ask the office that keeps it.",
    ),
    "not-in-register": ReasonText(
        "現在の戸籍を確認できないため、発行できません。本籍地の市区町村の窓口へお問い合わせください。",
        "Your present family register was not found. Please ask the office that keeps it.",
    ),
    "not-taxed-here": ReasonText(
        "この年度の住民税の記録がありません。１月１日に住所があった市区町村の窓口へお問い合わせください。",
        "There is no tax record of this year here. Please ask the municipality of your address on 1 January.",
    ),
    "undeclared": ReasonText(
        "所得の申告が確認できないため、発行できません。市区町村の税の窓口へお問い合わせください。",
        "No declaration of income was found. Please ask the tax section of the municipal office.",
    ),
    "taxed": ReasonText(
        "住民税が課税されているため、非課税証明書は発行できません。ほかの税の証明書をお選びください。",
        "You are taxed in this year. Please choose another tax certificate.",
    ),
    "untaxed": ReasonText(
        "住民税が課税されていないため、課税証明書は発行できません。ほかの税の証明書をお選びください。",
        "You are not taxed in this year. Please choose another tax certificate.",
    ),
    Unprintable.GLYPH_NOT_AVAILABLE: ReasonText(
        "この端末では正しく印刷できない文字が含まれています。市区町村の窓口へお問い合わせください。",
        "The certificate has a character that cannot be printed exactly here. Please ask the municipal office.",
    ),
    Unprintable.TEXT_TOO_LONG: ReasonText(
        "氏名や住所などが長いため、この端末では正しく印刷できません。市区町村の窓口へお問い合わせください。",
        "A name or an address is too long to be printed here. Please ask the municipal office.",
    ),
}
