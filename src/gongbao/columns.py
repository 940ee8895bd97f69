"""Every column of the published tables, defined once: one name, one type, one meaning in every table."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Annotated, Any

from pydantic import AfterValidator, Field, PlainSerializer

from gongbao.codes import codes_of

SLUG = r"^[a-z0-9]+(-[a-z0-9]+)*$"


@dataclass(frozen=True, slots=True)
class Column:
    """What a reader is told of a column; `constraints` are Table Schema constraints, `codelist` names its codes."""

    title_en: str
    title_zh: str
    description_en: str
    description_zh: str
    type: str
    constraints: tuple[tuple[str, Any], ...] = ()
    codelist: str | None = None
    unit: str | None = None


def _known(codelist: str) -> AfterValidator:
    values = codes_of(codelist)

    def check(value: str) -> str:
        if value not in values:
            raise ValueError(f"{value!r} is not in the code list {codelist}: use one of {', '.join(values)}")
        return value

    return AfterValidator(check)


def _text(title_en: str, title_zh: str, en: str, zh: str, *, pattern: str | None = None) -> Any:
    limits = (("minLength", 1), *((("pattern", pattern),) if pattern else ()))
    column = Column(title_en, title_zh, en, zh, "string", limits)
    return Annotated[str, Field(min_length=1, pattern=pattern), column]


def _code(codelist: str, title_en: str, title_zh: str, en: str, zh: str) -> Any:
    column = Column(title_en, title_zh, en, zh, "string", (("enum", codes_of(codelist)),), codelist)
    return Annotated[str, _known(codelist), column]


def _count(
    title_en: str, title_zh: str, en: str, zh: str, *, least: int = 0, most: int | None = None, unit: str | None = None
) -> Any:
    limits = (("minimum", least), *((("maximum", most),) if most is not None else ()))
    column = Column(title_en, title_zh, en, zh, "integer", limits, unit=unit)
    return Annotated[int, Field(ge=least, le=most, strict=False), column]


def plain(value: Decimal) -> str:
    """Write a Decimal without exponent: 1.7E+9 becomes 1700000000."""
    return format(value, "f")


def _number(title_en: str, title_zh: str, en: str, zh: str) -> Any:
    column = Column(title_en, title_zh, en, zh, "number", (("minimum", 0),))
    return Annotated[Decimal, Field(ge=0), PlainSerializer(plain), column]


def _day(title_en: str, title_zh: str, en: str, zh: str) -> Any:
    column = Column(title_en, title_zh, en, zh, "date", (("minimum", "1900-01-01"), ("maximum", "2099-12-31")))
    return Annotated[date, Field(ge=date(1900, 1, 1), le=date(2099, 12, 31)), column]


def _list(title_en: str, title_zh: str, en: str, zh: str) -> Any:
    column = Column(title_en, title_zh, en, zh, "list")
    return Annotated[tuple[Annotated[str, Field(min_length=1)], ...], column]


# identity and receipts
ReportId = _text("Report", "报告", "the report the row comes from", "该行所出自的报告", pattern=SLUG)
SectionId = _text(
    "Section",
    "章节",
    "the section of the heading tree, by the character its heading starts at",
    "标题树中的章节，以标题首字位置编号",
    pattern=r"^[a-z0-9-]+-h\d+$",
)
ParentId = _text(
    "Parent section", "上级章节", "the section this one belongs to", "所属的上级章节", pattern=r"^[a-z0-9-]+-h\d+$"
)
SentenceId = _text(
    "Sentence",
    "句子",
    "the sentence, by the character it starts at",
    "句子，以首字位置编号",
    pattern=r"^[a-z0-9-]+-s\d+$",
)
NumeralId = _text(
    "Numeral",
    "数字",
    "the numeral, by the character it starts at",
    "数字，以首字位置编号",
    pattern=r"^[a-z0-9-]+-n\d+$",
)
ObservationId = _text(
    "Observation",
    "观测",
    "the observation: the character its numeral starts at, with a, b … where one numeral serves several",
    "观测值：以其数字首字位置编号，一个数字对应多个观测时加a、b等",
    pattern=r"^[a-z0-9-]+-o\d+[a-z]?$",
)
ErratumId = _text(
    "Erratum",
    "勘误",
    "the damaged spot, by the character it starts at",
    "受损之处，以首字位置编号",
    pattern=r"^[a-z0-9-]+-e\d+$",
)
CharStart = _count(
    "First character",
    "起始字符",
    "offset of the quote's first character in the frozen text, counted in Unicode code points from 0",
    "引文首字在冻结文本中的位置，以Unicode码点计，从0起",
    unit="code points",
)
CharEnd = _count(
    "End character",
    "结束字符",
    "offset just behind the quote's last character (half-open range)",
    "引文末字之后的位置（半开区间）",
    least=1,
    unit="code points",
)
Quote = _text(
    "Quote",
    "引文",
    "the characters of the frozen text the row comes from, unchanged",
    "该行所依据的冻结文本原字，未作改动",
)

# reports, sections, sentences
TitleZh = _text("Title (Chinese)", "标题（中文）", "the document's title", "文件标题")
TitleEn = _text("Title (English)", "标题（英文）", "the document's title in English", "文件标题的英文译名")
IssuerZh = _text("Issuer (Chinese)", "发布机构（中文）", "the body that issued the document", "发布该文件的机构")
IssuerEn = _text(
    "Issuer (English)",
    "发布机构（英文）",
    "the body that issued the document, by its official English name",
    "发布机构的官方英文名称",
)
YearCovered = _count(
    "Year covered",
    "报告年度",
    "the year the report looks back on",
    "报告回顾的年度",
    least=1949,
    most=2099,
    unit="year",
)
YearPlanned = _count(
    "Year planned", "计划年度", "the year the report plans for", "报告部署的年度", least=1949, most=2099, unit="year"
)
PublishedOn = _day("Published on", "发布日期", "day the issuer published the document", "发布机构公布文件的日期")
DocumentNumber = _text(
    "Document", "文档号", "the issuer's own number for the page, where known", "发布机构网页的文档号（如已知）"
)
ProvenanceZh = _text("Provenance (Chinese)", "来源说明（中文）", "how the text came here", "文本的由来")
ProvenanceEn = _text("Provenance (English)", "来源说明（英文）", "how the text came here", "文本由来的英文说明")
Sha256 = _text(
    "SHA-256", "SHA-256", "checksum of the frozen text's bytes", "冻结文本字节的校验和", pattern=r"^[0-9a-f]{64}$"
)
Characters = _count("Characters", "字符数", "length of the frozen text", "冻结文本的长度", least=1, unit="code points")
RightsZh = _text("Rights (Chinese)", "权利说明（中文）", "who may use the document", "文件的使用权利")
RightsEn = _text("Rights (English)", "权利说明（英文）", "who may use the document", "文件使用权利的英文说明")
Review = _code("review", "Review", "审阅状态", "whether a person has read every number", "是否已由人工逐数审阅")
Level = _count(
    "Level",
    "层级",
    "depth of the heading: 0 title, 1 一、, 2 (一), 3 lead sentence of a paragraph, 4 ——",
    "标题层级：0为总标题，1为“一、”，2为“(一)”，3为段首句，4为“——”",
    most=4,
)
Part = _code("part", "Part", "部分", "review of the past year or plan for the next", "工作回顾或工作安排")
HeadingZh = _text("Heading (Chinese)", "标题文字（中文）", "the heading without its number", "不含编号的标题")
HeadingEn = _text("Heading (English)", "标题文字（英文）", "the heading in English", "标题的英文译文")
ExtentEnd = _count(
    "Section's end",
    "章节结束位置",
    "offset just behind the section's last character",
    "章节末字之后的位置",
    least=1,
    unit="code points",
)
Paragraph = _count(
    "Paragraph", "段落", "number of the paragraph in the report, from 1", "报告中的段落序号，从1起", least=1
)
Position = _count("Position", "次序", "place in its row of siblings, from 1", "在同级中的次序，从1起", least=1)
TextZh = _text("Sentence (Chinese)", "句子（中文）", "the sentence as it stands in the frozen text", "冻结文本中的原句")
TextEn = _text(
    "Sentence (English)",
    "句子（英文）",
    "translation; words missing in the damaged source are marked […]",
    "英文译文；来源脱漏之处标为[…]",
)
Decision = _code("decision", "Decision", "处理", "what became of the sentence", "对该句的处理")
Reason = _code("reason", "Reason", "理由", "why no value is drawn from it", "不据以产生数值的理由")

# vocabularies
ThemeId = _text("Theme", "主题", "the subject matter", "主题领域", pattern=SLUG)
UnitId = _text("Unit", "计量单位", "the unit of the value", "数值的计量单位", pattern=SLUG)
IndicatorId = _text("Indicator", "指标", "the concept that is measured", "被度量的概念", pattern=SLUG)
PlaceId = _text("Place", "地域", "the place the row is about", "该行所涉地域", pattern=SLUG)
ParentPlaceId = _text("Parent place", "上级地域", "the place this one lies in", "所在的上级地域", pattern=SLUG)
NameZh = _text("Name (Chinese)", "名称（中文）", "name in Chinese", "中文名称")
NameEn = _text("Name (English)", "名称（英文）", "name in English", "英文名称")
DefinitionZh = _text(
    "Definition (Chinese)",
    "定义（中文）",
    "what exactly is measured or meant, in one sentence",
    "以一句话说明所度量或所指的内容",
)
DefinitionEn = _text(
    "Definition (English)", "定义（英文）", "what exactly is measured or meant, in one sentence", "英文定义"
)
AliasesZh = _list(
    "Other forms (Chinese)",
    "其他写法（中文）",
    "other forms it takes in Chinese prose, separated by semicolons",
    "在中文文本中的其他写法，以分号分隔",
)
AliasesEn = _list(
    "Other forms (English)",
    "其他写法（英文）",
    "other English names, separated by semicolons",
    "其他英文名称，以分号分隔",
)
Symbol = _text("Symbol", "符号", "how the unit is written after a number", "数值后的单位符号")
Ucum = _text(
    "UCUM code",
    "UCUM代码",
    "code of the Unified Code for Units of Measure, where one exists",
    "统一计量单位代码（如有）",
)
Dimension = _code("dimension", "Dimension", "量纲", "kind of quantity the unit measures", "单位所度量的量的种类")
PlaceKind = _code("place_kind", "Kind of place", "地域类型", "what kind of place it is", "地域的类型")
Codelist = _text(
    "Code list",
    "代码表",
    "name of the code list, which is the name of the column it explains",
    "代码表名称",
    pattern=r"^[a-z_]+$",
)
CodeValue = _text("Code", "代码", "the value as it stands in the tables", "数据表中的代码值", pattern=r"^[a-z_]+$")
DescriptionZh = _text("Description (Chinese)", "说明（中文）", "when the code applies", "代码的适用情形")
DescriptionEn = _text("Description (English)", "说明（英文）", "when the code applies", "代码适用情形的英文说明")

# numerals and observations
Value = _number(
    "Value",
    "数值",
    "the number, magnitude applied (8.2万 is 82000); percentages as written (5.2% is 5.2)",
    "数值，已乘数量级（8.2万记为82000）；百分数按原文数字（5.2%记为5.2）",
)
ValueMin = _number("Lower end", "下限", "lower end of a range, where the text gives one", "区间下限（原文给出区间时）")
ValueMax = _number("Upper end", "上限", "upper end of a range, where the text gives one", "区间上限（原文给出区间时）")
Form = _code("form", "Form", "写法", "how the numeral is written", "数字的写法")
Role = _code("role", "Role", "作用", "what the numeral does in the sentence", "数字在句中的作用")
Origin = _text(
    "Origin",
    "来由",
    "the rule or the curated line that made the row",
    "产生该行的规则或人工条目",
    pattern=r"^(rule|curated):[a-z-]+$",
)
ConceptZh = _text(
    "Concept as read", "原文概念", "the phrase the machine read as the thing counted", "机器从原文读出的被度量对象"
)
UnitText = _text("Unit as written", "原文单位", "the unit or classifier as the text writes it", "原文所用的单位或量词")
Measure = _code("measure", "Measure", "度量类型", "what kind of value it is", "数值的类型")
Qualifier = _code("qualifier", "Qualifier", "限定", "how the value bounds the truth", "数值的限定方式")
Direction = _code("direction", "Direction", "方向", "which way a change went", "变动的方向")
Basis = _code(
    "basis",
    "Basis",
    "比较基期",
    "what a growth rate compares with; empty where nothing grows",
    "增长率的比较基期；非增长类数值为空",
)
PeriodStart = _day(
    "Period start",
    "期初",
    "first day of the period; empty for a cumulative total whose start the text does not state",
    "时期首日；原文未说明起点的累计数为空",
)
PeriodEnd = _day("Period end", "期末", "last day of the period", "时期末日")
PeriodLabelZh = _text("Period (Chinese)", "时期（中文）", "the period in words", "时期的文字说明")
PeriodLabelEn = _text("Period (English)", "时期（英文）", "the period in words", "时期的英文说明")
Status = _code("status", "Status", "状态", "fact, estimate or target", "实际、预计或目标")
Overruled = _list(
    "Overruled readings",
    "被更正的机读结果",
    "the machine's readings a curator replaced, as column=value",
    "被人工更正的机器判读，形如 列=值",
)
StatementZh = _text(
    "Statement (Chinese)", "表述（中文）", "the observation in words, made from its columns", "由各列生成的中文表述"
)
StatementEn = _text(
    "Statement (English)", "表述（英文）", "the observation in words, made from its columns", "由各列生成的英文表述"
)
NoteZh = _text("Note (Chinese)", "附注（中文）", "what a user should know before quoting", "引用前须知")
NoteEn = _text("Note (English)", "附注（英文）", "what a user should know before quoting", "引用前须知的英文说明")

# errata
ErratumKind = _code("erratum_kind", "Kind of damage", "受损类型", "what happened to the text", "文本受损的情形")
ReadingZh = _text(
    "Probable reading",
    "可能的原文",
    "what the original probably said; […] where it cannot be known",
    "原文可能的文字；无法得知处标为[…]",
)
Confidence = _code("confidence", "Confidence", "把握程度", "how sure the reading is", "对该读法的把握程度")
ReasonZh = _text("Explanation (Chinese)", "解释（中文）", "why the spot is taken for damage", "判断为受损的依据")
ReasonEn = _text("Explanation (English)", "解释（英文）", "why the spot is taken for damage", "判断依据的英文说明")
