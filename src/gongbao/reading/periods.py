"""Stretches of time, and the words of a text that name them, resolved with the report's own years."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final, NamedTuple

from gongbao.reading.endings import Beginning, Ending
from gongbao.reading.han import parse_han
from gongbao.reading.patterns import Scan
from gongbao.reading.text import Span

_EARLY_PLANS: Final = {
    1: 1953,
    2: 1958,
}  # the first years of plans before they took turns without a gap: the tenth in 2001
_PLANS: Final = {"一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10}
_HAN_YEAR: Final = r"[一二][九八〇○零０0О][〇○零０0一二三四五六七八九]{2}"
_N: Final = r"[两二三四五六七八九十]|\d{1,2}"
_TIME: Final = re.compile(
    r"(?P<first>(?:19|20)\d\d)年?\s?[—–－~～\-至到]{1,2}\s?(?P<last>(?:19|20)\d\d)年"
    rf"|(?P<year>(?:19|20)\d\d ?(?=年)|{_HAN_YEAR}(?=年))年度?(?P<edge>底|末|初|以来)?(?!版|产|级)"
    r"|“?(?P<plan>十?[一二三四五六七八九十])五”?(?P<planned>时期|期间|以来|末|前[两三四]年|五年|头[两三四]年"
    r"|的?(?=(?:经济社会)?(?:发展)?的?(?:总体要求|主要目标|奋斗目标|发展目标|目标任务)))"
    r"|(?P<both>今明两年)"
    rf"|连续(?P<running>{_N})(?:个)?年(?=保持|稳定|实现|增长|下降|减少|压减|正增长|两位数)"
    rf"|(?P<ahead>今后|未来|接下来的?)(?P<years_ahead>{_N})年"
    rf"|(?:过去|这|近|最近|刚刚过去的)(?:的)?(?P<years>{_N})(?:个)?年(?!期|级|制|规划|计划)"
    rf"|(?:经过|历经)(?P<through>{_N})年(?:的)?(?:持续|不懈|艰苦)?(?:努力|奋斗)?"
    rf"|(?<![\d.．零〇一二三四五六七八九十第续])(?P<years_back>{_N})年(?:多)?(?:来|以来|间(?!隔)|累计|共(?!同)|(?=新增|增长|增加|提高|平均增|[。！])|(?=(?:接近|几乎)?翻)|(?<=[，。；：—\s][三四五]年)(?=中央|全国|全省|全市|全区|净增|生产|整理|新建|建成|实施|安排|投入|完成|解决|改造|建设|减少))(?!首次|最|第一|罕见)"
    r"|(?P<month>1[0-2]|[1-9])月(?:份)?当月"
    r"|(?:截至|到|至)?(?P<end_month>1[0-2]|[1-9])月(?:底|末|份)?(?=，|,|[^\d日至—－~～\-])"
    r"|(?:前|1\s?[-—－~～至]\s?)(?P<to_month>1[0-2]|[1-9])(?:个)?月(?:份)?"
    r"|(?P<half>上半年)|(?P<second>下半年)|(?P<three>前三季度|前三个季度)|第?(?P<quarter>[一二三四])季度|首季"
    r"|(?P<previous>去年|上年|上一年)(?:度)?(?P<previous_edge>底|末|年底|年末)?"
    r"|(?P<this>今年|本年|当年|全年|年内|一年来|过去一年|过去的一年|这一年)(?:度)?(?P<this_edge>底|末)?"
    r"|(?P<next>明年)"
    r"|(?P<now>(?<![项科题条栏])目前|现有|现已|至今|现在)"  # not 项目前期
    r"|(?P<ending>年末|年底|期末)"
)
_TIMES: Final = Scan(_TIME, holding="年五月季目现至期")
_COMPARED: Final = Ending(
    r"(?:[比较与同是按以]|(?<![化升增降变改调整])为|相比|超过|[高低快慢优好]于|相当于|达到|恢复到)$"
)
_BEHIND: Final = Beginning(r"\s*(?:同期|相比|水平|基础上|(?:不变|可比|当年)?价|预算|执行数)")
_NOTE: Final = re.compile(r"[（(《][^（）()《》]{0,80}$")
FROM_TO: Final = re.compile(r"\d{4}年?[^\d]{1,3}\d{4}年")  # 2020年到2025年: of its own sentence alone
TIME_WORDS: Final = (
    rf"(?:19|20)\d\d ?年(?:度|底|末|初|以来)?|{_HAN_YEAR}年(?:底|末)?|"
    r"“?十?[一二三四五六七八九十]五”?(?:时期|期间|以来|末)|"
    rf"(?:今后|未来|过去|这|近|最近)(?:{_N})年|(?:{_N})年(?:来|间|累计|(?=年均|增|新|累|共|$))|(?:去年|上年|今年|本年|当年|明年)(?:度)?(?:底|末)?|"
    r"年[初末底]|全年|上半年|下半年|前三季度|[一二三四]季度|(?:1[0-2]|[1-9])月(?:底|末|份)?|(?<![项科题条栏])目前|现在|至今"
)


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of time; `start` is None for what holds at a date: a stock, or a total counted up to it.

    >>> Period(date(2021, 1, 1), date(2021, 11, 30)).label_en()
    'January to November 2021'
    """

    start: date | None
    end: date

    @property
    def years(self) -> int:
        """The number of calendar years it touches; 1 where it has no start."""
        return 1 if self.start is None else self.end.year - self.start.year + 1

    def label_zh(self) -> str:
        """Name the period in Chinese."""
        if self.start is None:
            return f"截至{self.end.year}年{'底' if self.end.month == 12 else f'{self.end.month}月底'}"
        if (self.start.month, self.end.month) == (1, 12):
            years = {self.start.year, self.end.year}
            return "至".join(f"{year}年" for year in sorted(years))
        return f"{self.start.year}年{self.start.month}月至{self.end.month}月"

    def label_en(self) -> str:
        """Name the period in English."""
        if self.start is None:
            month = "" if self.end.month == 12 else f"{calendar.month_name[self.end.month]} "
            return f"as of the end of {month}{self.end.year}"
        if (self.start.month, self.end.month) == (1, 12):
            return " to ".join(str(year) for year in sorted({self.start.year, self.end.year}))
        return f"{calendar.month_name[self.start.month]} to {calendar.month_name[self.end.month]} {self.end.year}"


@dataclass(frozen=True, slots=True)
class Clock:
    """The years a stretch of a report speaks from: the one it covers, the one it plans, and its own."""

    covered: int
    planned: int | None
    year: int


class Time(NamedTuple):
    """Words that name a time: where they stand, what they name, and how they hold.

    `edge` is a point (年底), `lasting` tells whether what follows in the sentence is of that time too.
    """

    span: Span
    period: Period
    edge: bool = False
    lasting: bool = True


def year_period(year: int) -> Period:
    """Return the calendar year."""
    return Period(date(year, 1, 1), date(year, 12, 31))


def years_period(first: int, last: int) -> Period:
    """Return whole calendar years."""
    return Period(date(first, 1, 1), date(last, 12, 31))


def find_times(text: str, span: Span, clock: Clock) -> Iterator[Time]:
    """Yield the words of a stretch of text that name a time; what a value is compared with names none.

    >>> [t.period.label_en() for t in find_times("比2020年增长5%，2021年投产", Span(0, 17), Clock(2025, 2026, 2025))]
    ['2021']
    """
    year = clock.year
    for match in _TIMES.finditer(text, span.start, span.end):
        before = text[max(span.start, match.start() - 40) : match.start()]
        if _COMPARED.search(before) or _BEHIND.match(text, match.end()) or _NOTE.search(before):
            continue
        time = _read(match, clock, year)
        if time is None:
            continue
        if time.edge and not time.lasting and text[match.end() : match.end() + 1] in ("，", ","):
            time = time._replace(lasting=True)
        if match["year"] or match["previous"]:
            year = time.period.end.year
        yield time


def _read(match: re.Match[str], clock: Clock, year: int) -> Time | None:
    where = Span(*match.span())
    if match["first"]:
        return Time(where, years_period(int(match["first"]), int(match["last"])))
    if match["year"]:
        stated = _year(match["year"])
        if stated is not None and match["edge"] == "以来" and stated <= clock.covered:
            return Time(where, years_period(stated, clock.covered))
        edge = match["edge"] is not None and match["edge"] not in ("初", "以来")
        return None if stated is None else Time(where, year_period(stated), edge, not edge)
    if match["plan"]:
        return _plan(where, match["plan"], match["planned"], clock)
    if match["ahead"]:
        first = clock.planned or clock.covered + 1
        return Time(where, years_period(first, first + _number(match["years_ahead"]) - 1))
    if match["both"]:
        return Time(where, years_period(clock.planned or clock.covered, (clock.planned or clock.covered) + 1))
    if running := match["running"]:
        return Time(where, years_period(clock.covered - _number(running) + 1, clock.covered), lasting=False)
    if back := match["years"] or match["years_back"] or match["through"]:
        alone = match.string.startswith("平均", match.end())  # 两年平均增长4.8%，…: of that value alone
        return Time(where, years_period(clock.covered - _number(back) + 1, clock.covered), lasting=not alone)
    return _relative(where, match, clock, year)


def _relative(where: Span, match: re.Match[str], clock: Clock, year: int) -> Time | None:
    if match["half"] or match["three"] or match["second"] or "季" in match[0]:
        return Time(where, _part_of_year(match, year))
    if month := match["month"]:
        last = _months(year, int(month)).end
        return Time(where, Period(date(year, int(month), 1), last))
    if month_named := match["to_month"]:
        return Time(where, _months(year, int(month_named)))
    if match["end_month"]:
        edge = match[0].startswith("截至") or match[0][-1] in "底末"
        return Time(where, _months(year, int(match["end_month"])), edge) if edge else None
    if match["previous"]:
        edge = match["previous_edge"] is not None
        if match["previous"] != "去年":
            return Time(where, year_period(clock.year - 1), edge, not edge)
        return Time(where, year_period(clock.planned - 1 if clock.planned else clock.covered - 1), edge, not edge)
    if match["this"]:
        own = match["this"] in ("今年", "本年", "一年来", "过去一年", "过去的一年", "这一年")
        return Time(where, year_period(clock.year if own else year), match["this_edge"] is not None)
    if match["next"]:
        return Time(where, year_period(clock.planned or clock.covered + 1))
    if match["now"]:
        return Time(where, year_period(clock.covered), edge=True)
    return Time(where, year_period(year), edge=True)


def _part_of_year(match: re.Match[str], year: int) -> Period:
    if match["half"]:
        return _months(year, 6)
    if match["three"]:
        return _months(year, 9)
    if match["second"]:
        return Period(date(year, 7, 1), date(year, 12, 31))
    last = 3 * ("一二三四".index(match["quarter"] or "一") + 1)
    return Period(date(year, last - 2, 1), _months(year, last).end)


def _months(year: int, month: int) -> Period:
    return Period(date(year, 1, 1), date(year, month, calendar.monthrange(year, month)[1]))


def _plan(where: Span, name: str, what: str, clock: Clock) -> Time | None:
    """A five-year plan by its number; in a report it lasts to the year covered."""
    first = plan_start(name)
    last = first + 4
    if what.startswith(("前", "头")):
        last = first + {"两": 1, "三": 2, "四": 3}[what[1]]
    if first <= clock.covered < last and clock.year <= clock.covered:
        last = clock.covered
    return Time(where, years_period(first, last), edge=what == "末")


def plan_start(name: str) -> int:
    """Return the first year of a five-year plan by the numeral before its 五.

    >>> plan_start("十四"), plan_start("一")
    (2021, 1953)
    """
    number = 10 + _PLANS[name[1]] if name.startswith("十") and len(name) > 1 else _PLANS[name]
    return _EARLY_PLANS.get(number, 1951 + number * 5)


def _year(words: str) -> int | None:
    words = words.strip()
    if words.isdigit() and words.isascii():
        return int(words)
    value = parse_han(re.sub("[０0О○]", "〇", words))
    return None if value is None or not 1900 <= value <= 2100 else int(value)


def _number(words: str) -> int:
    return int(words) if words.isdigit() else {"两": 2}.get(words, 0) or int(parse_han(words) or 1)
