"""What a visit is for, and how the screen is operated: both end with the visit."""

from __future__ import annotations

from dataclasses import replace

import pytest

from chalicelib.protocol.certificate_types import CertificateType
from kiosk.terminal import actions, events, stages
from kiosk.terminal.actions import Scanning
from kiosk.terminal.machine import step
from kiosk.terminal.moves import Moment
from kiosk.terminal.showing import show
from kiosk.terminal.state import State
from tests.terminal.offered import SETTINGS
from tests.terminal.test_refusals import MOMENT, NOW, at


def test_where_the_register_is_kept_only_its_certificates_are_offered() -> None:
    """Chosen as 本籍地, a municipality offers what is issued from the family register, and nothing else."""
    state = at(stages.ChooseCertificate()).with_visit(purpose="domicile")
    shown = show(state, SETTINGS, 1).data
    assert [each.kind for each in shown.certificates] == [CertificateType.FAMILY_REGISTER]
    chosen = actions.ChooseCertificate(view=1, kind="resident-record")
    after, wanted = step(state, events.Touched(chosen), MOMENT)
    assert (after, wanted) == (state, ())


def test_a_card_that_is_placed_again_is_for_the_same_purpose() -> None:
    """After a card that was pulled too early the visit goes on with the municipality chosen before, as before."""
    state = at(stages.CheckingIdentity()).with_visit(purpose="domicile")
    after, _ = step(state, events.CardFailed(7, "card-removed"), MOMENT)
    assert after.the_visit().purpose == "domicile"


@pytest.mark.parametrize("value", ["slow", "medium", "fast"])
def test_scanning_lasts_until_nobody_goes_on(value: Scanning) -> None:
    """On the first screen it stays on for as long as anybody may need, and is over for the next person."""
    before = State(stage=stages.Start(), deadline=NOW + 1000)
    after, _ = step(before, events.Touched(actions.ChangeScanning(view=1, value=value)), MOMENT)
    assert show(after, SETTINGS, 1).appearance.scanning == value
    assert after.deadline == NOW + SETTINGS.times.person
    later, _ = step(after, events.Ticked(), Moment(SETTINGS, NOW + SETTINGS.times.person))
    assert later.appearance.scanning == "off"


def test_scanning_changes_nothing_else() -> None:
    """Text size and contrast stay as they are when scanning is switched, and scanning when they are."""
    state = replace(at(stages.ChooseCertificate()), deadline=NOW + 1000)
    for action in (
        actions.ChangeAppearance(view=1, name_of="large_text", value=True),
        actions.ChangeScanning(view=1, value="fast"),
        actions.ChangeAppearance(view=1, name_of="high_contrast", value=True),
    ):
        state, _ = step(state, events.Touched(action), MOMENT)
    look = state.appearance
    assert (look.large_text, look.high_contrast, look.spoken_guidance, look.scanning) == (True, True, False, "fast")
