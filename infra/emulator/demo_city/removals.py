"""People to whom nothing may be issued, or who are at the edge of that."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from chalicelib.registers.entries import BecameResident, Departure, Protection
from infra.emulator.demo_city.context import Context, years_before
from infra.emulator.demo_city.model import Home, Member


def homes(context: Context) -> Iterator[Home]:
    """Yield the households of those who left, leave, died, are protected, or are too young."""
    yield _moved_out_today(context)
    yield _departure_notified(context)
    yield _deceased(context)
    yield _protected(context)
    yield _protection_expired(context)
    yield _ages(context)
    yield _entry_in_progress(context)
    yield _head_replaced(context)


def _home(context: Context, *members: Member, head: int = 0) -> Home:
    name = members[head].name
    return Home(address=context.address(name), register_head=name, members=members, head=head)


def _moved_out_today(context: Context) -> Home:
    mother = context.member("浜野　貴美", "ハマノ　キミ", "女", 56)
    son = context.member(
        "浜野　祐介",
        "ハマノ　ユウスケ",
        "男",
        24,
        "子",
        label="moved-out-today",
        note="left today: nothing is issued any more",
    )
    leaving = Departure(notified_on=context.ago(6), leaves_on=context.today)
    return _home(context, mother, replace(son, departure=leaving))


def _departure_notified(context: Context) -> Home:
    note = "notified that they leave in ten days: nothing is issued from the notification on"
    woman = context.member("早川　文乃", "ハヤカワ　フミノ", "女", 31, label="departure-notified", note=note)
    leaving = Departure(notified_on=context.ago(1), leaves_on=context.ago(-10))
    note = "stays, but lives in a household that contains somebody who notified a departure"
    husband = context.member(
        "早川　恭平", "ハヤカワ　キョウヘイ", "男", 33, "夫", label="departure-in-household", note=note
    )
    return _home(context, replace(woman, departure=leaving), husband)


def _deceased(context: Context) -> Home:
    note = "died three days ago; lived alone, so that nobody current is left in the household"
    man = context.member("古市　儀平", "フルイチ　ギヘイ", "男", 88, label="deceased", note=note)
    return _home(context, replace(man, died_on=context.ago(3)))


def _protected(context: Context) -> Home:
    note = "under 支援措置 (protection from a violent person): nothing is issued at a kiosk"
    woman = context.member("小野田　葉子", "オノダ　ヨウコ", "女", 37, label="protected", note=note)
    protection = Protection(since=context.ago(120), until=context.ago(120 - 365))
    child = context.member("小野田　歩", "オノダ　アユム", "男", 8, "子")
    return _home(context, replace(woman, protection=protection), replace(child, protection=protection))


def _protection_expired(context: Context) -> Home:
    note = "支援措置 whose period is over but which the office has not removed: still blocked"
    woman = context.member("柘植　みどり", "ツゲ　ミドリ", "女", 45, label="protection-expired", note=note)
    return _home(context, replace(woman, protection=Protection(since=context.ago(400), until=context.ago(35))))


def _ages(context: Context) -> Home:
    father = context.member("田所　賢", "タドコロ　ケン", "男", 44)
    elder = context.member(
        "田所　真琴", "タドコロ　マコト", "女", 15, "子", label="fifteen-today", note="15 today: may apply"
    )
    elder = replace(elder, birth_date=years_before(context.today, 15))
    younger = context.member(
        "田所　悠", "タドコロ　ユウ", "男", 14, "子", label="fourteen", note="14 years old: too young to apply"
    )
    return _home(context, father, elder, replace(younger, birth_date=context.ago(14 * 365 + 100)))


def _entry_in_progress(context: Context) -> Home:
    note = "moved in today, entry in progress (character being identified): nothing is issued yet"
    man = context.member("久我　湊", "クガ　ミナト", "男", 26, label="entry-in-progress", note=note)
    arrived = BecameResident(date=context.today, reason="転入")
    home = _home(context, replace(man, became_resident=arrived, entry_in_progress=True))
    return replace(home, arrived_on=context.today, previous_address=context.elsewhere("entry-in-progress"))


def _head_replaced(context: Context) -> Home:
    note = "former head of a household that goes on; died 40 days ago"
    dead = context.member("岩出　庄蔵", "イワデ　ショウゾウ", "男", 83, label="deceased-head", note=note)
    note = "became the head when the former head died: the dead man may not appear on any certificate"
    widow = context.member("岩出　ミツ", "イワデ　ミツ", "女", 80, label="head-replaced", note=note)
    son = context.member("岩出　康夫", "イワデ　ヤスオ", "男", 52, "子")
    home = _home(context, replace(dead, died_on=context.ago(40)), widow, son, head=1)
    return replace(home, register_head=dead.name)
