"""What the terminal can say: a key each; the screen has an audio file of each key in each language.

Guidance is spoken when it is switched on, alarms and questions of time always.
"""

from __future__ import annotations

from typing import get_args

from kiosk.terminal import views
from kiosk.terminal.views import AlarmKind, QuestionKind

SCREENS = tuple(kind.NAME for kind in get_args(views.AnyScreen))
"""The names of all screens, in the order of a visit."""

GUIDANCE = tuple(f"screen.{name}" for name in SCREENS)
QUESTIONS = tuple(f"question.{kind}" for kind in get_args(QuestionKind))
ALARMS = tuple(f"alarm.{kind}" for kind in get_args(AlarmKind))
FURTHER = ("pin.wrong", "pin.last-try", "pay.inserted", "printing.stay", "reprinting.wait", "problem.money")

ALL = (*GUIDANCE, *QUESTIONS, *ALARMS, *FURTHER)
"""Every key there is."""
