"""Why a certificate cannot be made of what the books hold. Each reason is a code of the contract, never data.

These are the obstacles of one certificate's own register. What bars a person from every certificate (moved out,
deceased, under protection, too young) is decided before, for the resident record.
"""

from __future__ import annotations

from enum import StrEnum


class Obstacle(StrEnum):
    """What a certificate's `reason_against` may return; the value can go into a `not-eligible` problem as it is.

    Attributes:
        ENTRY_IN_PROGRESS: A change to this register entry is being made (異動処理中, 届書処理中, 更正処理中).
        HEAD_MISSING: The household has no present head: a change is being entered.
        NO_SEAL: The holder has no registered seal.
        SEAL_ABOLISHED: The holder's seal registration has ended (廃印).
        SEAL_SUSPENDED: The holder has had certificates of the seal stopped (印鑑登録証明書の発行停止).
        NO_FAMILY_REGISTER: Foreign residents are in no family register.
        REGISTER_ELSEWHERE: The family register is kept by another municipality.
        NOT_REGISTERED_FOR_USE: As before, and that municipality has not accepted the card (利用登録申請).
        REGISTER_NOT_HELD: The register is kept here but not in the books: on paper (改製不適合戸籍), or being made.
        REGISTER_CLOSED: Nobody is in the register any more (除籍); kiosks issue current ones only.
        NOT_IN_REGISTER: The holder is not, or no longer, in this register.
        UNDER_PROTECTION: Somebody to be printed is under 支援措置.
        NOT_TAXED_HERE: On 1 January of the year the holder's address was elsewhere, or the year is not assessed.
        UNDECLARED: The holder has filed no return and is nobody's dependent: the income is not known.
        ISSUE_STOPPED: The tax office has stopped certificates for this person.
        TAXED: 非課税証明書 of somebody who is taxed.
        UNTAXED: 課税証明書 of somebody who is not taxed, where the municipality does not change the title.
    """

    ENTRY_IN_PROGRESS = "entry-in-progress"
    HEAD_MISSING = "head-missing"
    NO_SEAL = "no-seal"
    SEAL_ABOLISHED = "seal-abolished"
    SEAL_SUSPENDED = "seal-suspended"
    NO_FAMILY_REGISTER = "no-family-register"
    REGISTER_ELSEWHERE = "register-elsewhere"
    NOT_REGISTERED_FOR_USE = "not-registered-for-use"
    REGISTER_NOT_HELD = "register-not-held"
    REGISTER_CLOSED = "register-closed"
    NOT_IN_REGISTER = "not-in-register"
    UNDER_PROTECTION = "under-protection"
    NOT_TAXED_HERE = "not-taxed-here"
    UNDECLARED = "undeclared"
    ISSUE_STOPPED = "issue-stopped"
    TAXED = "taxed"
    UNTAXED = "untaxed"
