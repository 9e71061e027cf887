"""Whose family register each member of a household is in.

A register holds a couple and their unmarried children (戸籍法 第6条) and is headed by one of the couple (筆頭者): a
household of three generations has members of several.
"""

from __future__ import annotations

from infra.emulator.demo_city.model import Home, Member

_OF_THE_HEAD = {"世帯主", "妻", "夫", "子"}
_PARENTS = ("父", "母")
_YOUNG_FAMILY = ("子", "子の妻", "子の子")


def register_head(member: Member, home: Home) -> str:
    """Return the name of the person who heads the family register of `member` (筆頭者の氏名)."""
    relationships = {each.relationship for each in home.members}
    if member.relationship in _PARENTS:
        return _first_of(_PARENTS, home)
    if member.relationship in _YOUNG_FAMILY and "子の妻" in relationships:
        return _first_of(_YOUNG_FAMILY, home)
    return home.register_head if member.relationship in _OF_THE_HEAD else member.name


def _first_of(relationships: tuple[str, ...], home: Home) -> str:
    return next(each.name for each in home.members if each.relationship in relationships)
