"""What the makers of households share: the day, the dice, and short ways to say a person."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from chalicelib.registers.entries import RegisteredDomicile
from infra.emulator.demo_city import places
from infra.emulator.demo_city.dice import Dice
from infra.emulator.demo_city.model import Member, Sex

HEAD = "世帯主"


def years_before(day: dt.date, years: int) -> dt.date:
    """Return the same day of the year `years` earlier; 29 February becomes 28 February where there is none."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return dt.date(day.year - years, 2, 28)


@dataclass(frozen=True)
class Context:
    """The day for which the city is made, and its dice."""

    today: dt.date
    dice: Dice

    def born(self, name: str, age: int) -> dt.date:
        """Return a birth date of somebody who is `age` years old today."""
        return years_before(self.today, age) - dt.timedelta(days=self.dice.below(365, f"{name}/born"))

    def ago(self, days: int) -> dt.date:
        """Return the day that many days ago; a negative number gives a day to come."""
        return self.today - dt.timedelta(days=days)

    def address(self, name: str) -> str:
        """Return an address in the city."""
        return places.address(self.dice, name)

    def elsewhere(self, name: str) -> str:
        """Return an address in another municipality."""
        return places.elsewhere(self.dice, name)

    def domicile(self, head_name: str, household_id: str) -> RegisteredDomicile:
        """Return the registered domicile of the family whose register `head_name` heads (筆頭者)."""
        address = places.domicile_address(self.dice, f"{household_id}/{head_name}/domicile")
        return RegisteredDomicile(address=address, head_name=head_name)

    def member(
        self,
        name: str,
        furigana: str | None,
        sex: Sex,
        age: int,
        relationship: str = HEAD,
        *,
        label: str = "",
        note: str = "",
    ) -> Member:
        """Return a person of this age; what is special about them is set with `dataclasses.replace`."""
        birth_date = self.born(f"{name}/{relationship}", age)
        return Member(
            name=name,
            furigana=furigana,
            sex=sex,
            birth_date=birth_date,
            relationship=relationship,
            label=label,
            note=note,
        )
