"""The rest of the city: households drawn at random from the shapes that households have."""

from __future__ import annotations

from collections.abc import Iterator

from infra.emulator.demo_city.context import HEAD, Context
from infra.emulator.demo_city.model import Home, Member, Sex
from infra.emulator.demo_city.names import full_name, given_name, surname

ORDINARY_HOUSEHOLDS = 48

Role = tuple[str, Sex, int]
"""Relationship to the head, sex, and years older (or, negative, younger) than the head."""

_SHAPES: tuple[tuple[tuple[int, int], tuple[Role, ...]], ...] = (
    ((19, 34), ((HEAD, "男", 0),)),
    ((22, 38), ((HEAD, "女", 0),)),
    ((68, 94), ((HEAD, "女", 0),)),
    ((66, 88), ((HEAD, "男", 0), ("妻", "女", -3))),
    ((27, 39), ((HEAD, "男", 0), ("妻", "女", -1))),
    ((31, 44), ((HEAD, "男", 0), ("妻", "女", -2), ("子", "女", -29))),
    ((36, 48), ((HEAD, "男", 0), ("妻", "女", 1), ("子", "男", -30), ("子", "女", -33))),
    ((38, 50), ((HEAD, "女", 0), ("夫", "男", 2), ("子", "女", -28), ("子", "男", -31), ("子", "女", -35))),
    ((33, 52), ((HEAD, "女", 0), ("子", "男", -27))),
    ((44, 58), ((HEAD, "男", 0), ("妻", "女", -1), ("子", "女", -26), ("父", "男", 29), ("母", "女", 27))),
    ((50, 66), ((HEAD, "男", 0), ("母", "女", 25))),
    ((62, 70), ((HEAD, "男", 0), ("妻", "女", -2), ("子", "男", -31), ("子の妻", "女", -33), ("子の子", "女", -60))),
    ((48, 70), ((HEAD, "女", 0), ("妹", "女", -4))),
)


def homes(context: Context) -> Iterator[Home]:
    """Yield the ordinary households: nobody in them is a persona."""
    for index in range(ORDINARY_HOUSEHOLDS):
        yield _home(context, f"ordinary-{index + 1:03d}", index)


def _home(context: Context, name: str, index: int) -> Home:
    dice = context.dice
    (youngest, oldest), roles = _SHAPES[index % len(_SHAPES)]
    head_age = dice.between(youngest, oldest, f"{name}/age")
    members = _members(context, name, head_age, roles)
    home = Home(address=context.address(name), register_head=members[0].name, members=members)
    if not dice.below(3, f"{name}/always-here"):
        return home
    return _with_history(context, name, home)


def _members(context: Context, name: str, head_age: int, roles: tuple[Role, ...]) -> tuple[Member, ...]:
    family = surname(context.dice, name)
    taken: set[str] = set()
    members = []
    for number, (relationship, sex, years) in enumerate(roles):
        age = max(head_age + years, 0)
        given = given_name(context.dice, f"{name}/{number}", sex, age, taken)
        written, read = full_name(family, given)
        furigana = read if context.dice.below(8, f"{name}/{number}/attested") else None
        birth_date = context.born(f"{name}/{number}", age)
        members.append(
            Member(name=written, furigana=furigana, sex=sex, birth_date=birth_date, relationship=relationship)
        )
    return tuple(members)


def _with_history(context: Context, name: str, home: Home) -> Home:
    arrived = context.dice.between(30, 9000, f"{name}/arrived")
    moved = context.dice.below(arrived, f"{name}/moved")
    moves = context.dice.below(2, f"{name}/moves")
    return Home(
        address=home.address,
        register_head=home.register_head,
        members=home.members,
        arrived_on=context.ago(arrived),
        previous_address=context.elsewhere(name),
        moved_inside_on=context.ago(moved) if moves else None,
    )
