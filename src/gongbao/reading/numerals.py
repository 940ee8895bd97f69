"""The lexer of numerals: ASCII, full-width, Chinese, mixed and Roman runs, each with its exact value.

Every run of digits and every Chinese numeral character of a text ends up in exactly one Numeral; what a
numeral means (a quantity, a date, part of a name) is not decided here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from gongbao.reading.han import DIGITS, HAN, LARGE, ROMAN, SMALL, add_terms, parse_han
from gongbao.reading.patterns import Scan
from gongbao.reading.text import Span
from gongbao.reading.units import Units

MOST_DIGITS, LONGEST_HAN = 15, 24  # significant digits, characters: beyond them a run is no number
_FOLD: Final = str.maketrans(
    "０１２３４５６７８９．％／＞＜＝－−長約個萬億産產戶業達為較過圓總數幾兩點\u00a0\u2002\u2003\u2009\u202f",
    "0123456789.%/><=--长约个万亿产产户业达为较过元总数几两点     ",
)
_OTHER_FORM: Final = re.compile(f"[{''.join(map(chr, _FOLD))}]")
_CAPITALS: Final = str.maketrans("壹贰叁肆伍陆柒捌玖拾佰仟", "一二三四五六七八九十百千")
_CHEQUE: Final = re.compile(r"[壹贰叁肆伍陆柒捌玖拾佰仟万亿]{2,24}")
_EACH, _HAN = f"[{HAN}]", frozenset(HAN)
_PLAIN: Final = (
    r"\d{1,3}(?:,\d{3})+(?![\d,])(?:\.\d+)?|\d{1,3}(?:，\d{3})+(?![\d，])(?:\.\d+)?"
    r"|\d{1,3}(?: \d{3})+(?:\.\d+)?(?= ?[万亿元人吨户个家件])(?<!\d \d{3} \d{3} \d{3} \d{3})|\d+(?:\.\d+)?"
)
_PATTERN: Final = re.compile(
    rf"(?P<percent>百分之|千分之|十?万分之)(?P<percent_of>\d+(?:\.\d+)?|{_EACH}+(?:点{_EACH}+)?)"
    rf"|(?P<below>{_EACH}+|\d{{1,3}})分之(?P<above>{_EACH}+|\d{{1,3}})"
    r"|(?P<power>\d{1,6}(?:\.\d{1,9})? ?[×xX*] ?10(?:\^\d{1,2}|[⁰¹²³⁴-⁹]{1,2}))"
    r"|(?<![\d/])(?P<slash>\d{1,2}/\d{1,3})(?![\d/月日年])"
    r"|翻(?:了)?(?P<doubling>[一两二三四五]?)番"
    r"|(?P<tenths>[一二两三四五六七八九]|\d(?:\.\d)?)成(?P<tenths_half>[一二三四五六七八九半]?)"
    r"(?:(?=以上|以下|左右|多|的|[，。、,；;）)]|$)|(?<=[超近约过占].成)(?![立为功品员本长效年果都分交了])"
    r"|(?=(?:规上)?企业|村庄|乡镇|居民|农户|群众|人口|学校|财力|财政))"
    r"|(?P<half>一半|半数|[超过]半(?![导年岛]))"
    r"|(?P<spaced>\d(?: \d)+(?: ?\. ?\d(?: \d)*)?|\d(?: \d)* ?\. ?\d(?: \d)*)"
    rf"|(?P<plain>{_PLAIN})"
    r"|(?P<first>首(?=[批次个家笔款条座届套部例艘台架位])|(?<=榜)首)"
    rf"|(?P<han>{_EACH}+(?:点{_EACH}+)?)"
    rf"|(?P<roman>[{''.join(ROMAN)}])"
)
_NUMERALS: Final = Scan(_PATTERN)
_PLAIN_DIGITS: Final = re.compile(_PLAIN)
_SCALE: Final = re.compile(
    r"(?P<gap> ?)(?P<infix>[多余几]?) ?(?P<scale>[十百千万亿]{1,3})(?P<late>[多余](?P<then>[万亿]))?"
)
_SCALE_HEADS: Final = frozenset(" 多余几十百千万亿")
_BEFORE_UNIT: Final = frozenset(" 多余个")
_MORE_IN_TEN_THOUSANDS: Final = re.compile(r"(\d+(?:\.\d+)?)([百千]?[多余]万)")
_PER: Final = {
    "百分之": "percent", "千分之": "per-mille", "万分之": "per-ten-thousand", "十万分之": "per-hundred-thousand",
}  # fmt: skip
_RAISED: Final = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_TERM: Final = re.compile(r"零?(?P<number>\d{1,4}(?:\.\d+)?|[一二两三四五六七八九])(?P<scale>[十百千]?[万亿]|[十百千])")
# not 328个亿元以上工业项目: so many projects of a size
_OF_THEM: Final = re.compile(
    r"个(?P<more>[多余]?)(?P<scale>[万亿])(?!元?(?:以上|级)|元[^，,。；;、]{0,6}(?:项目|企业))(?=元|[^万亿级])"
)
_SPOKEN: Final = re.compile(r"([多余])([十百千万亿]{1,2})")
_PAIR: Final = re.compile(r"(十?)([一二两三四五六七八])([两二三四五六七八九])([十百千万亿]*)")


@dataclass(slots=True, init=False)
class Numeral:
    """A numeral as written: `span` covers digits and magnitude (17亿), `value` is exact.

    `upper` is the other end of an approximate pair (七八百); `infix` a 多 or 余 caught between digits and
    magnitude (5800多亿); `implied_unit` is the unit a form brings along (百分之: percent). `value` is None where
    the run is no well-formed number (十四五). `scale` is the magnitude written after Arabic digits (8.2万: 10000).
    """

    span: Span
    value: Decimal | None
    form: str
    upper: Decimal | None = None
    infix: str = ""
    scale: int = 1
    implied_unit: str | None = None

    def __init__(
        self,
        span: Span,
        value: Decimal | None,
        form: str,
        upper: Decimal | None = None,
        infix: str = "",
        scale: int = 1,
        implied_unit: str | None = None,
    ) -> None:
        self.span = span
        self.value = value
        self.form = form
        self.upper = upper
        self.infix = infix
        self.scale = scale
        self.implied_unit = implied_unit

    def at(self, span: Span) -> Numeral:
        """Return the numeral as it stands at another place."""
        return Numeral(span, self.value, self.form, self.upper, self.infix, self.scale, self.implied_unit)


def fold(text: str) -> str:
    """Write the characters of counting in one way, length unchanged: digits, signs, spaces, numbers of cheques.

    >>> fold("增长８．８％"), fold("捐款壹仟贰佰万元")
    ('增长8.8%', '捐款一千二百万元')
    """
    folded = _OTHER_FORM.sub(lambda match: chr(_FOLD[ord(match[0])]), text)
    if "佰" in folded or "仟" in folded:
        folded = _CHEQUE.sub(lambda match: match.group().translate(_CAPITALS), folded)
    return folded


def lex(text: str, units: Units | None = None) -> list[Numeral]:
    """Return every numeral of `text` from left to right.

    `units` keeps a magnitude from swallowing the head of a unit (1500万千瓦 is 1500万 times 千瓦).

    >>> [(n.span.of("超17亿剂,二〇三五年"), str(n.value)) for n in lex("超17亿剂,二〇三五年")]
    [('17亿', '1700000000'), ('二〇三五', '2035')]
    """
    units = units or Units()
    folded = fold(text)
    found, position = [], 0
    while match := _NUMERALS.search(folded, position):
        numeral = _read(folded, match, units)
        end = numeral.span.end
        behind = folded[end : end + 1]
        if behind == "个":
            numeral = _counted_scale(folded, numeral, units)
            end = numeral.span.end
        found.append(numeral)
        if behind in _BEFORE_UNIT or behind in units.numeral_led:
            end = _skip_unit(folded, end, units)
        position = max(end, match.start() + 1)
    return found


def _skip_unit(text: str, end: int, units: Units) -> int:
    """Step over a unit written with a magnitude of its own (千瓦, 个百分点): it is no second numeral."""
    after = end + (text[end : end + 1] in (" ", "多", "余"))
    if text[end : end + 2] in ("个多", "个余"):
        unit = units.at("个" + text[end + 2 : end + 6], 0)
        return end + 1 + len(unit[0]) if unit and len(unit[0]) > 1 else end
    unit = units.at(text, after)
    return after + len(unit[0]) if unit and not _HAN.isdisjoint(unit[0]) else end


def _read(text: str, match: re.Match[str], units: Units) -> Numeral:
    kind = match.lastgroup or ""
    start, end = match.span()
    if end - start > MOST_DIGITS and _is_overlong(match[0]):
        return _unread(text, Span(start, end), "han" if kind == "han" else "arabic", units)
    return _READERS[kind](text, match, units)


def _is_overlong(run: str) -> bool:
    """No report counts with so many digits; a double could not hold them, and no reader could check them."""
    digits = re.sub(r"\D", "", run).strip("0")
    return len(digits) > MOST_DIGITS or sum(character in HAN for character in run) > LONGEST_HAN


def _unread(text: str, span: Span, form: str, units: Units) -> Numeral:
    """A run that is no number, with the magnitude written after it: alone that would be a number nobody wrote."""
    match = _SCALE.match(text, span.end)
    scale = _scale_before_unit(text, match, units) if match else ""
    end = match.start("scale") + len(scale) if match and scale else span.end
    return Numeral(Span(span.start, end), None, form)


def _read_percent(_text: str, match: re.Match[str], _units: Units) -> Numeral:
    word = match.group("percent_of")
    value = Decimal(word) if word[0].isdigit() else parse_han(word)
    unit = _PER[match.group("percent")]
    return Numeral(Span(*match.span()), value, "percent", implied_unit=unit)


def _read_power(_text: str, match: re.Match[str], _units: Units) -> Numeral:
    """1.2×10^8, 3.5×10⁶: the power is part of the number."""
    head, _, power = re.sub("[ xX*×]+", "×", match.group()).partition("×10")
    exponent = int(power.lstrip("^").translate(_RAISED))
    return Numeral(Span(*match.span()), _plain(Decimal(head) * 10 ** min(exponent, MOST_DIGITS)), "mixed")


def _integer(word: str) -> Decimal | None:
    return Decimal(word) if word.isdigit() and word.isascii() else parse_han(word)


def _read_fraction(text: str, match: re.Match[str], units: Units) -> Numeral:
    below, above = _integer(match.group("below")), _integer(match.group("above"))
    if not below or above is None:
        run = Span(*match.span("below"))
        return _read_digits(text, *run, units) if run.of(text).isascii() else _read_run(text, *run, units)
    return Numeral(Span(*match.span()), _divide(above, below), "fraction", implied_unit="one")


def _read_slash(_text: str, match: re.Match[str], _units: Units) -> Numeral:
    above, below = (Decimal(part) for part in match.group("slash").split("/"))
    value = _divide(above, below) if below else None
    return Numeral(Span(*match.span()), value, "fraction", implied_unit="one")


def _divide(above: Decimal, below: Decimal) -> Decimal | None:
    if above >= below * 10**MOST_DIGITS:
        return None
    return (above / below).quantize(Decimal("0.000001")).normalize()


def _read_doubling(_text: str, match: re.Match[str], _units: Units) -> Numeral:
    times = DIGITS.get(match.group("doubling"), 1)
    return Numeral(Span(*match.span()), Decimal(2**times), "doubling", implied_unit="times")


def _read_tenths(text: str, match: re.Match[str], units: Units) -> Numeral:
    head, tail = match.group("tenths"), match.group("tenths_half")
    if text[match.start() - 1 : match.start()] in set(HAN) | set("0123456789."):
        return _read_run(text, match.start(), match.start() + 1, units)
    value = Decimal(DIGITS.get(head, head)) / 10
    if tail:
        value += Decimal("0.05") if tail == "半" else Decimal(DIGITS[tail]) / 100
    return Numeral(Span(*match.span()), value, "tenths", implied_unit="one")


def _read_half(_text: str, match: re.Match[str], _units: Units) -> Numeral:
    above = match.group() in ("过半", "超半")
    return Numeral(Span(*match.span()), Decimal("0.5"), "half", infix="多" if above else "", implied_unit="one")


def _read_spaced(text: str, match: re.Match[str], units: Units) -> Numeral:
    after = match.end() + (text[match.end() : match.end() + 1] == " ")
    follows = text[after : after + 1]
    if follows in "年月日多余" or follows in set("十百千万亿") or units.at(text, after):
        digits = match.group().replace(" ", "")
        return _scaled(text, *match.span(), Decimal(digits), units)
    plain = _PLAIN_DIGITS.match(text, match.start())
    assert plain is not None
    return _read_digits(text, *plain.span(), units)


def _read_plain(text: str, match: re.Match[str], units: Units) -> Numeral:
    return _read_digits(text, *match.span(), units)


def _read_digits(text: str, start: int, end: int, units: Units) -> Numeral:
    written = text[start:end]
    if end - start > MOST_DIGITS and _is_overlong(written):
        return _unread(text, Span(start, end), "arabic", units)
    if not written.isdecimal():
        written = written.replace(",", "").replace("，", "").replace(" ", "")
    return _scaled(text, start, end, Decimal(written), units)


def _scaled(text: str, start: int, last: int, value: Decimal, units: Units) -> Numeral:
    """Add the magnitude that follows the digits (8.2万, 5800多亿, 3亿2000万)."""
    match = _SCALE.match(text, last) if text[last : last + 1] in _SCALE_HEADS else None
    scale = _scale_before_unit(text, match, units) if match else ""
    if not match or not scale:
        return Numeral(Span(start, last), value, "arabic")
    digits_end, end = last, match.start("scale") + len(scale)
    total = value * _scale_value(scale)
    if match["then"] and not units.leads(text, match.start("then")):
        return Numeral(
            Span(start, match.end()),
            _plain(total * _scale_value(match["then"])),
            "mixed",
            infix=match["late"][0],
            scale=_scale_value(scale + match["then"]),
        )
    infix, scale_value = match["infix"], _scale_value(scale)
    more = _MORE_IN_TEN_THOUSANDS.match(text, end)
    if more and not infix and scale_value > 10**4:  # 1亿2千多万
        total += Decimal(more[1]) * _scale_value(re.sub("[多余]", "", more[2]))
        return Numeral(Span(start, more.end()), _plain(total), "mixed", infix="多", scale=scale_value)
    last = end
    while not infix and last - start < LONGEST_HAN:
        term = _TERM.match(text, last)
        if term is None or any(units.leads(text, place) for place in range(term.start("scale"), term.end())):
            break
        last = term.end()
    if last > end:
        compound = add_terms(value, text[digits_end:last])
        if compound is not None:
            return Numeral(Span(start, last), _plain(compound), "mixed", scale=scale_value)
    return Numeral(Span(start, end), _plain(total), "mixed", infix=infix, scale=scale_value)


def _plain(value: Decimal) -> Decimal:
    """Drop the zeros a multiplication leaves behind (890000000.0), without an exponent."""
    return Decimal(int(value)) if value == value.to_integral_value() else value.normalize()


def _counted_scale(text: str, numeral: Numeral, units: Units) -> Numeral:
    """两个亿, 3个多亿: a magnitude counted like a thing; money where no unit follows."""
    match = _OF_THEM.match(text, numeral.span.end)
    if match is None or numeral.value is None or units.leads(text, match.start("scale")) or numeral.scale > 1:
        return numeral
    if numeral.form == "ordinal":  # 首个万吨级: of a size, not so many
        return numeral
    value = _plain(numeral.value * LARGE[match["scale"]])
    unit = None if units.at(text, match.end()) else "yuan"
    span = Span(numeral.span.start, match.end())
    return Numeral(span, value, "mixed", infix=match["more"], scale=LARGE[match["scale"]], implied_unit=unit)


def _scale_before_unit(text: str, match: re.Match[str], units: Units) -> str:
    for length in range(len(match["scale"])):
        if units.leads(text, match.start("scale") + length):
            return match["scale"][:length]
    return match["scale"]


def _scale_value(scale: str) -> int:
    value = 1
    for character in scale:
        value *= (SMALL | LARGE)[character]
    return value


def _read_first(_text: str, match: re.Match[str], _units: Units) -> Numeral:
    return Numeral(Span(*match.span()), Decimal(1), "ordinal")


def _read_han(text: str, match: re.Match[str], units: Units) -> Numeral:
    return _read_run(text, *match.span(), units)


def _read_run(text: str, start: int, end: int, units: Units) -> Numeral:
    while end > start + 1 and units.leads(text, end - 1):
        end -= 1
    run = text[start:end]
    spoken = _SPOKEN.match(text, end) if text.startswith(("多", "余"), end) else None
    base = parse_han(run)
    if spoken and base is not None and not units.leads(text, spoken.start(2)):
        whole = parse_han(run + spoken[2])
        value = base * _scale_value(spoken[2]) if whole is None else whole
        return Numeral(Span(start, spoken.end()), value, "han", infix=spoken[1])
    pair = _read_pair(run)
    if pair:
        return Numeral(Span(start, end), pair[0], "han", upper=pair[1])
    return Numeral(Span(start, end), base, "han")


def _read_pair(run: str) -> tuple[Decimal, Decimal] | None:
    match = _PAIR.fullmatch(run) if len(run) > 1 else None
    if not match:
        return None
    low, high = DIGITS[match[2]], DIGITS[match[3]]
    if match[1] and high == 5:  # 十四五 names a five-year plan
        return None
    if high - low != 1 and (match[2], match[3]) != ("三", "五"):
        return None
    ten, scale = 10 if match[1] else 0, _scale_value(match[4])
    return Decimal((ten + low) * scale), Decimal((ten + high) * scale)


def _read_roman(_text: str, match: re.Match[str], _units: Units) -> Numeral:
    return Numeral(Span(*match.span()), Decimal(ROMAN[match.group()]), "roman")


_READERS: Final = {  # by the last group of each branch
    "percent_of": _read_percent,
    "above": _read_fraction,
    "power": _read_power,
    "slash": _read_slash,
    "doubling": _read_doubling,
    "tenths_half": _read_tenths,
    "half": _read_half,
    "spaced": _read_spaced,
    "plain": _read_plain,
    "first": _read_first,
    "han": _read_han,
    "roman": _read_roman,
}
