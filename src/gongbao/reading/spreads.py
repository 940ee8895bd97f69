"""Several subjects in one phrase told apart: by list marks, words that stand for two, and the head they share."""

from __future__ import annotations

import re
from typing import Final

_HEAD: Final = re.compile(
    r"(?:地区生产总值|生产总值|增加值|总产值|年产值|产值|零售额|销售额|营业收入|排放总?量|年?产量|投资|进出口额?|出口额?|用电量|增长率|收入|支出|余额|警情|"
    r"年?[出存]栏量?|面积|比重|占比|人数|数量|里程|能力|标准|补贴|价格|销量|总量|[^、和及与]{2,4}率|案件|客运量|货运量|吞吐量|增速|增幅|起数|水平)$"
)
_HEADED: Final = re.compile(
    r"(?:值|额|量|收入|投资|出口|进口|率|数|比重|水平|面积|余额|支出|利润|税收|标准|补贴|里程)$"
)
_PAIRS: Final = {
    "城乡": ("城镇", "农村"), "存贷款": ("存款", "贷款"), "进出口": ("进口", "出口"),
    "收支": ("收入", "支出"), "产销": ("产量", "销量"), "供需": ("供给", "需求"), "男女": ("男性", "女性"),
    "客货": ("客运", "货运"),
}  # fmt: skip
_COUNTERPART: Final = re.compile(
    "城镇|农村|城市|乡村|市区|男性|女性|国有|民营|中央|地方|陆地|海洋|企业|居民|南部|北部|东部|西部|中部"
)
_ONE_CHARACTER: Final = re.compile("(?P<few>(?:第?[一二三轻重]、)+)(?P<last>第?[一二三轻重])(?P<kind>产业|工业)")
_KINDS: Final = frozenset("类业")
_MARKS: Final = (re.compile("、"), re.compile("、|以及|和|及|与"))


def spread(subjects: str, count: int) -> list[str]:
    """Tell `count` subjects of one phrase apart, each with the head they share; [] where the numbers differ.

    >>> spread("汽车、家电零售额", 2), spread("城乡居民人均可支配收入", 2)
    (['汽车零售额', '家电零售额'], ['城镇居民人均可支配收入', '农村居民人均可支配收入'])
    """
    subjects = _one_by_one(subjects.replace("存、贷款", "存贷款"))
    for mark in _MARKS:
        parts = [part for part in mark.split(subjects) if part]
        if len(parts) == count:
            return _share_head(parts)
    for word, pair in _PAIRS.items():
        if count == 2 and word in subjects:
            return [subjects.replace(word, each, 1) for each in pair]
    return []


def _one_by_one(subjects: str) -> str:
    """Give each of a list of single characters the kind behind the last (第一、二、三产业增加值; 轻、重工业增加值)."""
    match = _ONE_CHARACTER.search(subjects)
    if match is None:
        return subjects
    kind, mark = match["kind"], "第" if match["kind"] == "产业" else ""
    several = "、".join(f"{mark}{word.lstrip('第')}{kind}" for word in (match["few"] + match["last"]).split("、"))
    return subjects[: match.start()] + several + subjects[match.end() :]


def is_headed(phrase: str) -> bool:
    """Tell whether a phrase ends with the noun of an indicator (率, 收入), and not with a thing."""
    return bool(_HEADED.search(phrase))


def headed_like(part: str, earlier: str) -> str:
    """Give a phrase that ends with a kind the head that an earlier one has behind that kind.

    >>> headed_like("饮料类", "限额以上粮油食品类零售额"), headed_like("饮料", "零售额")
    ('饮料类零售额', '饮料')
    """
    if part[-1:] not in _KINDS or part in earlier or part.endswith("企业"):
        return part
    place = earlier.find(part[-1:], 1)
    head = earlier[place + 1 :]
    return part + head if place > 0 and _HEADED.search(head) else part


def _share_head(parts: list[str]) -> list[str]:
    if len(parts) < 2:
        return parts
    return [*(part + _missing_head(part, parts[-1]) for part in parts[:-1]), parts[-1]]


def _missing_head(part: str, last: str) -> str:
    """What the last of several subjects has behind the kind of word that an earlier one ends with.

    先进制造业、高技术制造业增加值: both end in 制造业; 生猪、家禽出栏量: the head is a noun of the table.
    """
    if _COUNTERPART.fullmatch(part) and (other := _COUNTERPART.match(last)):
        return last[other.end() :]  # 城镇、农村居民人均可支配收入
    for length in (3, 2, 1) if part.endswith("级") else (3, 2):
        kind = part[-length:]
        place = last.find(kind)
        if len(kind) == length and place > 0 and place + length < len(last):
            return last[place + length :]
    head = _HEAD.search(last)
    if head is None or _HEADED.search(part) or part.endswith(head[0]):
        return ""
    return head[0]
