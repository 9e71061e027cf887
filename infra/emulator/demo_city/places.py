"""Addresses: towns that 松阪市 really has, with lot numbers that are invented.

The lots are all above 9000, so that an address of the demo city is recognised as such.
"""

from __future__ import annotations

from infra.emulator.demo_city.dice import Dice

CITY = "三重県松阪市"

TOWNS = (
    "殿町", "本町", "中町", "日野町", "川井町", "大黒田町", "垣鼻町", "宮町", "京町", "鎌田町", "石津町", "下村町",
    "久保町", "田村町", "駅部田町", "五曲町", "船江町", "大口町", "郷津町", "高町", "塚本町", "光町", "田原町",
    "山室町", "上川町", "豊原町", "櫛田町", "早馬瀬町", "魚見町", "西黒部町", "東黒部町", "松名瀬町", "猟師町",
    "町平尾町", "小津町", "曽原町", "星合町", "肥留町", "市場庄町", "中道町", "嬉野中川町", "嬉野須賀領町",
    "嬉野権現前町", "嬉野算所町", "飯南町粥見", "飯南町横野", "飯高町宮前", "飯高町波瀬", "飯高町森", "伊勢寺町",
    "大阿坂町", "小阿坂町", "与原町", "深長町", "愛宕町", "平生町", "白粉町", "湊町",
)  # fmt: skip

ELSEWHERE = (
    "三重県津市丸之内", "三重県伊勢市岩渕", "三重県多気郡多気町相可", "愛知県名古屋市千種区今池", "愛知県豊橋市今橋町",
    "大阪府堺市堺区南瓦町", "奈良県宇陀市榛原萩原", "滋賀県甲賀市水口町水口", "東京都八王子市元本郷町",
    "北海道旭川市六条通", "福岡県久留米市城南町",
)  # fmt: skip

BUILDINGS = ("コーポ松風", "メゾン櫛田川", "サンハイツ阪内", "グリーンヒル四五百", "ハイツ本居")

_FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")


def full_width(number: int) -> str:
    """Return `number` in full-width digits, as addresses are written."""
    return str(number).translate(_FULL_WIDTH)


def address(dice: Dice, name: str) -> str:
    """Return an address in the city; about one in three has a branch number, one in five a flat."""
    lot = _lot(CITY + dice.pick(TOWNS, f"{name}/town"), dice, name)
    branch = f"の{full_width(dice.between(1, 38, f'{name}/branch'))}" if not dice.below(3, f"{name}/branched") else ""
    if dice.below(5, f"{name}/flat"):
        return lot + branch
    room = 100 * dice.between(1, 5, f"{name}/floor") + dice.between(1, 8, f"{name}/room")
    return f"{lot}{branch}　{dice.pick(BUILDINGS, f'{name}/building')}{full_width(room)}号"


def domicile_address(dice: Dice, name: str) -> str:
    """Return a registered domicile (本籍): in the city in three cases out of four."""
    if dice.below(4, f"{name}/local"):
        return _lot(CITY + dice.pick(TOWNS, f"{name}/town"), dice, name)
    return elsewhere(dice, name)


def elsewhere(dice: Dice, name: str) -> str:
    """Return an address in another municipality."""
    return _lot(dice.pick(ELSEWHERE, f"{name}/elsewhere"), dice, f"{name}/elsewhere")


def _lot(town: str, dice: Dice, name: str) -> str:
    return f"{town}{full_width(dice.between(9001, 9989, f'{name}/lot'))}番地"
