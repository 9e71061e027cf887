"""What the verifier finds: each finding says where something is wrong, and what."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong."""

    where: str
    what: str

    def __str__(self) -> str:
        """Return the line that is shown."""
        return f"{self.where}: {self.what}"


@dataclass
class Report:
    """What was checked, what is wrong, what somebody must explain, and what an auditor should know beside it.

    A finding has no honest cause. A question has one, and others.
    """

    findings: list[Finding] = field(default_factory=list)
    questions: list[Finding] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)

    def wrong(self, where: str, what: str) -> None:
        """Add a finding."""
        self.findings.append(Finding(where, what))

    def ask(self, where: str, what: str) -> None:
        """Add a question."""
        self.questions.append(Finding(where, what))

    def remark(self, text: str) -> None:
        """Add what is not wrong but worth knowing."""
        self.remarks.append(text)
