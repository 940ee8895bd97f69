"""An observation in words, in both languages, made from its columns alone."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from gongbao.model.cells import plain
from gongbao.model.rows import Indicator, Place, Unit
from gongbao.reading.periods import Period

_WORDS_EN = {
    "exact": "", "more_than": "more than ", "at_least": "at least ", "less_than": "less than ",
    "at_most": "at most ", "approximately": "about ",
}  # fmt: skip
_WORDS_ZH = {
    "exact": "", "more_than": "超过", "at_least": "不少于", "less_than": "不足", "at_most": "不超过",
    "approximately": "约",
}  # fmt: skip
_BASIS_EN = {
    "yoy": " year on year", "mom": " on the period before", "average_annual": " a year on average",
    "vs_year": " against a named year", "vs_year_end": " against the end of the year before",
    "over_period": " over the period",
}  # fmt: skip
_BASIS_ZH = {
    "yoy": "同比",
    "mom": "环比",
    "average_annual": "年均",
    "vs_year": "比基年",
    "vs_year_end": "比上年末",
    "over_period": "累计",
}
_LABEL_CLASSIFIERS = {"大": "个"}  # 四大平台: 大 marks a label and counts nothing after a number
_MEANS = ("concentration",)  # dimensions of which a level is a mean over time, as such reports give it
_GENERIC = ("count", "entity", "item", "one")


@dataclass(frozen=True, slots=True)
class Facts:
    """The columns a statement is made from; `doubling` says that a multiple is what was reached (翻一番), not added."""

    name_zh: str
    name_en: str
    place_zh: str
    place_en: str
    period_zh: str
    period_en: str
    value: Decimal
    upper: Decimal | None
    unit_id: str
    unit_zh: str
    unit_en: str
    symbol: str | None
    measure: str
    qualifier: str
    direction: str
    basis: str | None
    status: str
    doubling: bool = False
    percent: Decimal | None = None
    event_zh: str = ""
    event_en: str = ""


def signed_percent(columns: Mapping[str, Any]) -> Decimal | None:
    """Return a growth rate or multiple as signed per cent; None for other values and for ranges.

    >>> signed_percent({"measure": "growth_multiple", "direction": "increase", "value": "3.5", "quote": "3.5倍"})
    Decimal('350')
    """
    measure, value = columns["measure"], columns["value"]
    if value is None or measure not in ("growth_rate", "growth_multiple"):
        return None
    change = Decimal(value)
    if measure == "growth_multiple":
        change = (change - 1 if is_doubling(columns) else change) * 100
    change = change if change % 1 else change.quantize(Decimal(1))
    return -change if columns["direction"] == "decrease" else change


def is_doubling(columns: Mapping[str, Any]) -> bool:
    """Tell whether a multiple is what was reached (翻一番), not what was added."""
    return bool(columns["measure"] == "growth_multiple" and "番" in columns["quote"])


def told_period(period: Period, dimension: str) -> Period:
    """Return the time a value is told of in words: a mean is of the year up to its last day, a stock stands at it.

    >>> told_period(Period(None, date(2021, 12, 31)), "concentration").label_en()
    '2021'
    """
    is_mean = period.start is None and dimension in _MEANS
    return Period(date(period.end.year, 1, 1), period.end) if is_mean else period


def facts_of(columns: Mapping[str, Any], unit: Unit, where: Place, indicator: Indicator | None) -> Facts:
    """Return what a statement is made from: the columns of an observation, and the rows it points to."""
    low = columns["value"] if columns["value"] is not None else columns["value_min"]
    upper, phrase = columns["value_max"], columns["concept_zh"] or "?"
    written = columns["unit_text"] or ("" if unit.unit_id in ("count", "one") else unit.name_zh.partition("（")[0])
    return Facts(
        name_zh=indicator.name_zh if indicator else phrase, name_en=indicator.name_en if indicator else phrase,
        place_zh=where.name_zh, place_en=next((alias for alias in where.aliases_en if alias.isupper()), where.name_en),
        period_zh=columns["period_label_zh"], period_en=columns["period_label_en"],
        value=Decimal(low), upper=None if upper is None else Decimal(upper), unit_id=unit.unit_id,
        unit_zh=written, unit_en=unit.name_en.partition(" (")[0], symbol=unit.symbol, measure=columns["measure"],
        qualifier=columns["qualifier"], direction=columns["direction"],
        basis=columns["basis"], status=columns["status"],
        doubling=is_doubling(columns), percent=signed_percent(columns),
        event_zh=columns["event_zh"] or "", event_en=columns["event_en"] or "",
    )  # fmt: skip


def state_zh(facts: Facts) -> str:
    """Write the observation in Chinese."""
    status = {"estimated": "（预计）", "target": "（目标）"}.get(facts.status, "")
    change = {"increase": "增长", "decrease": "下降"}.get(facts.direction, "") if facts.basis else ""
    basis = _BASIS_ZH.get(facts.basis or "", "")
    if facts.doubling:
        change = "增至基期的"
    new = "新增" if facts.measure == "flow" and facts.direction == "increase" else ""
    number = _number(facts, _spell_zh)
    unit = facts.symbol if facts.symbol == "%" else _LABEL_CLASSIFIERS.get(facts.unit_zh, facts.unit_zh)
    during = "内" if facts.measure == "flow" and facts.period_zh.endswith("年") else ""
    happened = f"（{facts.event_zh}）" if _is_told(facts) else ""
    head = f"{facts.place_zh}，{facts.period_zh}{during}{status}，{facts.name_zh}{happened}"
    return f"{head}：{basis}{change}{new}{_WORDS_ZH[facts.qualifier]}{number}{unit}"


def state_en(facts: Facts) -> str:
    """Write the observation in English."""
    status = {"estimated": " (estimated)", "target": " (target)"}.get(facts.status, "")
    change = {"increase": "up ", "decrease": "down "}.get(facts.direction, "")
    basis = _BASIS_EN.get(facts.basis or "", "")
    number = _number(facts, _spell_en)
    if facts.unit_id in _GENERIC:
        unit = ""
    elif facts.symbol == "%":
        unit = "%"
    else:
        unit = " " + facts.unit_en
    during = "during " if facts.measure == "flow" else ""
    by = "by " if change and facts.measure == "growth_multiple" else ""
    if facts.doubling:
        by, unit = "to ", unit + " the base"
    happened = f" ({facts.event_en})" if _is_told(facts) else ""
    head = f"{facts.name_en}{happened}, {facts.place_en}, {during}{facts.period_en}{status}"
    percent = f" ({facts.percent:+f}%)" if by == "by " and facts.percent is not None else ""
    return f"{head}: {change}{by}{_WORDS_EN[facts.qualifier]}{number}{unit}{basis}{percent}"


def _is_told(facts: Facts) -> bool:
    """Tell whether a statement must name the event: its indicator's name does not say it already."""
    return bool(facts.event_zh and facts.event_en) and facts.event_zh not in facts.name_zh


def _number(facts: Facts, spell: Callable[[Decimal], str]) -> str:
    ends = [facts.value] if facts.upper is None else [facts.value, facts.upper]
    return "–".join(spell(value) for value in ends)


def _spell_en(value: Decimal) -> str:
    for worth, word in ((10**12, "trillion"), (10**9, "billion"), (10**6, "million")):
        scaled = (value / worth).normalize()
        if value >= worth and -int(scaled.as_tuple().exponent) <= 3:
            return f"{plain(scaled)} {word}"
    return f"{value:,f}"


def _spell_zh(value: Decimal) -> str:
    for worth, word in ((10**12, "万亿"), (10**8, "亿"), (10**4, "万")):
        scaled = (value / worth).normalize()
        if value >= worth and -int(scaled.as_tuple().exponent) <= 2:
            return plain(scaled) + word
    return plain(value)
