"""The document of the costs."""

from __future__ import annotations

from collections import Counter

from chalicelib.sweep.service import COUNTED
from infra.costs import prices
from infra.costs.metering import Metered, by_function
from infra.costs.sums import Visit, month_cost, visit_cost
from infra.resources import storage_template
from infra.template import alarms

_DAYS = 30
_PER_DAY = (100, 1_000, 10_000, 100_000, 1_000_000)
_FUNCTIONS = {
    "/challenges": "authenticate",
    "/sessions": "authenticate",
    "/offers": "render",
    "/issuances": "render",
}


def written(visit: Visit, sweep_calls: list[Metered], sweep_milliseconds: float) -> str:
    """Return docs/costs.md."""
    function_of = {each.route: _function(each.route) for each in visit.invocations}
    costs = visit_cost(visit, function_of)
    each = sum(costs.values())
    month = month_cost(
        sweep_calls, sweep_milliseconds, keys=_keys(), alarms=len(alarms.resources()), metrics=len(COUNTED)
    )
    rows = [f"| {name} | {1000 * cost:.4f} | {100 * cost / each:.0f} % |" for name, cost in costs.items()]
    return _TEXT.format(
        region=prices.REGION,
        entered_on=prices.ENTERED_ON,
        prices="\n".join(_price_rows()),
        calls=len(visit.calls),
        requests=len(visit.invocations),
        handed_over=visit.handed_over,
        milliseconds=sum(each.milliseconds for each in visit.invocations),
        functions="\n".join(_function_rows(visit.calls)),
        costs="\n".join(rows),
        each=1000 * each,
        month=month,
        sweep=len(sweep_calls),
        growth="\n".join(_growth_row(number, each, month, len(visit.calls), len(sweep_calls)) for number in _PER_DAY),
    )


def _function(route: str) -> str:
    return next((function for path, function in _FUNCTIONS.items() if route.endswith(path)), "retrieve")


def _keys() -> int:
    return sum(each["Type"] == "AWS::KMS::Key" for each in storage_template()["Resources"].values())


def _function_rows(calls: list[Metered]) -> list[str]:
    rows = []
    for function, own in by_function(calls):
        names = ", ".join(f"{name} {count}" for name, count in sorted(Counter(c.operation for c in own).items()))
        reads, writes = sum(call.reads for call in own), sum(call.writes for call in own)
        rows.append(f"| {function} | {len(own)} | {reads} | {writes} | {names} |")
    return rows


def _price_rows() -> list[str]:
    return [f"| {each.what} | {each.dollars:.10g} | {each.units} | <{each.page}> |" for each in prices.LISTED]


def _growth_row(number: int, each: float, month: float, calls: int, sweep: int) -> str:
    total = number * _DAYS * each + month
    swept = sweep * 24 * 60 / number
    return (
        f"| {number:,} | {calls} | {swept:.2f} | {total:,.0f} | {total / (number * _DAYS):.5f} "
        f"| {number * _DAYS * each:,.0f} | {month:.0f} |"
    )


_TEXT = """# What a certificate costs on AWS

Written by `make costs`, which plays visits against the emulation (challenge, session, offers, request, retrieval,
outcome, end), counts, and takes the one with the median time. What is counted is exact; DynamoDB's request units are
upper bounds; milliseconds are the emulation's, in which Moto answers, and are to be measured again on AWS.

**The prices are not verified.** They were entered from memory on {entered_on}, for {region}, in US dollars without tax,
and have not been compared with the pages that publish them, named [below](#prices). No free tier, no discount.

{requests} requests, {calls} AWS calls, {milliseconds} ms in functions, {handed_over} bytes handed over:

| function | calls | read units | write units | which |
|---|---|---|---|---|
{functions}

| one visit with one certificate | dollars for 1,000 | share |
|---|---|---|
{costs}
| **all** | **{each:.4f}** | |

A month in which nobody comes costs {month:.2f} dollars: interface endpoints of the API and KMS in two zones, keys,
alarms, metrics, and the sweep, which makes {sweep} calls each minute when nothing is overdue. Not counted: the line to
the stores, the card authority, the hourly gathering of the audit, a page key now and then, what the ledger and the logs
take up in later years, support.

| certificates a day | AWS calls each | and of the sweep | dollars a month | each | of which visits | and the rest |
|---|---|---|---|---|---|---|
{growth}

Calls and units of a visit do not depend on how many there are or were: every row is found by its key, the sweep by
indexes that hold only what is open. No function may scan, and no code does
(`tests/infra/test_no_scan.py`, `tests/functions/test_constant_calls.py`).

## Prices
To be compared with their pages, region {region}, before anybody relies on a sum; then change
`infra/costs/prices.py` and its date, and run `make costs`.

| price | dollars | for | page |
|---|---|---|---|
{prices}
"""
