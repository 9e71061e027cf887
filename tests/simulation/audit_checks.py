"""What the audit must say after any fault: looked at with the verifier that auditors use."""

from __future__ import annotations

from collections.abc import Sequence

from infra.audit.chains import Chain, check_chain, digest, read_chain
from infra.audit.findings import Report
from tests.simulation.city import City
from tests.simulation.kiosk import Kiosk


def check_audited(city: City, kiosks: Sequence[Kiosk]) -> None:
    """Check that every issuance has a whole chain that ends where the ledger stands, hand-overs included."""
    report, chains = Report(), {}
    for issuance_id, row in city.ledger_rows().items():
        chain = read_chain("\t".join(row["chain"]), issuance_id, report)
        check_chain(chain, issuance_id, report)
        assert (digest(chain.texts[-1]), chain.entries[-1]["state"]) == (row["head"], row["state"]), "another head"
        chains[issuance_id] = chain
    assert not report.findings, f"the audit: {'; '.join(map(str, report.findings))}"
    for kiosk in kiosks:
        _check_hand_overs(kiosk, chains)


def _check_hand_overs(kiosk: Kiosk, chains: dict[str, Chain]) -> None:
    for issuance_id, _ in kiosk.released:
        assert chains[issuance_id].entry("handed-over"), "handed over without an entry in the audit"
