"""The problem codes of the HTTP contract (RFC 9457), their status and what they say to a resident."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus

import msgspec

from chalicelib.protocol.reasons import REASON_TEXTS

MEDIA_TYPE = "application/problem+json"
TYPE_PREFIX = "urn:kofu:problem:"


@dataclass(frozen=True, slots=True)
class ProblemKind:
    """One code: its HTTP status, its English title and its detail in both languages."""

    status: HTTPStatus
    title: str
    ja: str
    en: str


class Problem(msgspec.Struct, frozen=True, omit_defaults=True):
    """An `application/problem+json` body. `reason` is a code of `REASON_TEXTS`."""

    type: str
    title: str
    status: int
    detail: str | None = None
    reason: str | None = None

    @property
    def code(self) -> str:
        """The code without its URN prefix."""
        return self.type.removeprefix(TYPE_PREFIX)


_H = HTTPStatus
PROBLEMS: dict[str, ProblemKind] = {
    "invalid-request": ProblemKind(
        _H.BAD_REQUEST,
        "Invalid request",
        "端末からの要求の形式が正しくありません。",
        "The request from the kiosk is malformed.",
    ),
    "kiosk-not-authenticated": ProblemKind(
        _H.UNAUTHORIZED, "Kiosk not authenticated", "端末を確認できません。", "The kiosk could not be authenticated."
    ),
    "session-invalid": ProblemKind(
        _H.UNAUTHORIZED,
        "Session invalid",
        "お手続きの時間が終了しました。最初からやり直してください。",
        "The session has ended. Please start again.",
    ),
    "card-signature-invalid": ProblemKind(
        _H.UNAUTHORIZED,
        "Card signature invalid",
        "カードの本人確認ができませんでした。",
        "The card could not be verified.",
    ),
    "payment-mismatch": ProblemKind(
        _H.PAYMENT_REQUIRED, "Payment mismatch", "お支払い金額が手数料と一致しません。", "The payment is not the fee."
    ),
    "kiosk-suspended": ProblemKind(
        _H.FORBIDDEN, "Kiosk suspended", "この端末は現在ご利用いただけません。", "This kiosk is out of service."
    ),
    "card-not-linked": ProblemKind(
        _H.FORBIDDEN,
        "Card not linked",
        "このカードはまだご利用いただけません。市区町村の窓口へお問い合わせください。",
        "This card cannot be used yet. Please ask the municipal office.",
    ),
    "not-eligible": ProblemKind(
        _H.FORBIDDEN,
        "Not eligible",
        "この証明書はコンビニ交付では発行できません。市区町村の窓口へお問い合わせください。",
        "This certificate cannot be issued at a kiosk. Please ask the municipal office.",
    ),
    "not-found": ProblemKind(_H.NOT_FOUND, "Not found", "見つかりません。", "There is no such thing."),
    "not-acceptable": ProblemKind(
        _H.NOT_ACCEPTABLE,
        "Not acceptable",
        "端末が受け取れる形式ではありません。",
        "The kiosk does not accept the media type of the answer.",
    ),
    "conflict": ProblemKind(
        _H.CONFLICT,
        "Conflict",
        "この手続きは現在の状態では行えません。",
        "The state of the issuance does not allow this.",
    ),
    "challenge-expired": ProblemKind(
        _H.GONE,
        "Challenge expired",
        "本人確認の時間が過ぎました。もう一度カードを置いてください。",
        "The authentication took too long. Please place the card again.",
    ),
    "already-retrieved": ProblemKind(
        _H.GONE,
        "Already retrieved",
        "この証明書はすでに引き渡されています。",
        "This certificate has already been handed over.",
    ),
    "expired": ProblemKind(
        _H.GONE, "Expired", "この証明書の受け取り期限が過ぎました。", "The time to fetch this certificate is over."
    ),
    "too-large": ProblemKind(
        _H.REQUEST_ENTITY_TOO_LARGE,
        "Too large",
        "大きさの上限を超えています。",
        "Something is larger than its limit.",
    ),
    "card-untrusted": ProblemKind(
        _H.UNPROCESSABLE_ENTITY,
        "Card untrusted",
        "このカードは確認できません。",
        "The card's certificate is not from a trusted authority.",
    ),
    "card-expired": ProblemKind(
        _H.UNPROCESSABLE_ENTITY,
        "Card expired",
        "カードの電子証明書の有効期限が切れています。市区町村の窓口で更新してください。",
        "The card's certificate has expired. Please renew it at the municipal office.",
    ),
    "card-revoked": ProblemKind(
        _H.UNPROCESSABLE_ENTITY,
        "Card revoked",
        "カードの電子証明書は失効しています。市区町村の窓口へお問い合わせください。",
        "The card's certificate has been revoked. Please ask the municipal office.",
    ),
    "card-kind-not-accepted": ProblemKind(
        _H.UNPROCESSABLE_ENTITY,
        "Card kind not accepted",
        "この種類のカード・証明書はご利用いただけません。",
        "This kind of card or certificate cannot be used here.",
    ),
    "invalid-option": ProblemKind(
        _H.UNPROCESSABLE_ENTITY,
        "Invalid option",
        "選択された内容では発行できません。",
        "The certificate has no such option.",
    ),
    "cannot-be-rendered": ProblemKind(
        _H.UNPROCESSABLE_ENTITY,
        "Cannot be rendered",
        "文字などの理由により、端末では正しく印刷できません。市区町村の窓口へお問い合わせください。",
        "The certificate cannot be printed exactly at a kiosk. Please ask the municipal office.",
    ),
    "card-locked": ProblemKind(
        _H.LOCKED,
        "Card locked",
        "暗証番号などの誤りが続いたため、ロックされています。市区町村の窓口で解除してください。",
        "The card is locked after three failures. The municipal office can unlock it.",
    ),
    "too-many-requests": ProblemKind(
        _H.TOO_MANY_REQUESTS,
        "Too many requests",
        "ただいま混み合っています。しばらくしてからお試しください。",
        "The service is busy. Please try again later.",
    ),
    "internal": ProblemKind(_H.INTERNAL_SERVER_ERROR, "Internal error", "エラーが発生しました。", "An error occurred."),
    "revocation-unknown": ProblemKind(
        _H.SERVICE_UNAVAILABLE,
        "Revocation unknown",
        "カードの有効性を確認できません。しばらくしてからお試しください。",
        "The card's validity cannot be checked now. Please try again later.",
    ),
    "outside-service-hours": ProblemKind(
        _H.SERVICE_UNAVAILABLE,
        "Outside service hours",
        "ただいまサービス時間外です。",
        "The service is closed at this time.",
    ),
    "service-suspended": ProblemKind(
        _H.SERVICE_UNAVAILABLE,
        "Service suspended",
        "サービスを停止しています。しばらくしてからお試しください。",
        "The service is suspended. Please try again later.",
    ),
}


def problem(code: str, *, language: str = "ja", reason: str | None = None) -> Problem:
    """Make the body for a code, with the text of its reason where it has one; an internal error has no `detail`.

    Raises:
        KeyError: The code is not of the contract.
    """
    kind = PROBLEMS[code]
    said = REASON_TEXTS.get(reason or "", kind)
    detail = None if code == "internal" else (said.en if language == "en" else said.ja)
    return Problem(TYPE_PREFIX + code, kind.title, int(kind.status), detail, reason)
