"""One pydantic class per published table: the single source of truth for schemas, DDL and documentation."""

from __future__ import annotations

from typing import ClassVar, get_args

from pydantic import BaseModel, ConfigDict

from gongbao import columns as c


class Row(BaseModel):
    """Base of all rows: frozen, unknown columns forbidden.

    `foreign_keys` maps a column to the table (and column of the same role) it points to; `unique_keys` are
    sets of columns no two rows may share beside the primary key.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    table: ClassVar[str]
    caption_en: ClassVar[str]
    caption_zh: ClassVar[str]
    about_en: ClassVar[str]
    about_zh: ClassVar[str]
    primary_key: ClassVar[tuple[str, ...]]
    foreign_keys: ClassVar[dict[str, str]] = {}
    unique_keys: ClassVar[tuple[tuple[str, ...], ...]] = ()
    label: ClassVar[str | None] = None
    text_columns: ClassVar[tuple[str, ...]] = ()


class Theme(Row):
    """A subject matter indicators are grouped by."""

    table = "themes"
    caption_en, caption_zh = "Themes", "主题"
    about_en, about_zh = "Subject matters that group indicators.", "指标所属的主题领域。"
    primary_key = ("theme_id",)
    label = "name_en"
    text_columns = ("name_zh", "name_en", "definition_zh", "definition_en")

    theme_id: c.ThemeId
    name_zh: c.NameZh
    name_en: c.NameEn
    definition_zh: c.DefinitionZh
    definition_en: c.DefinitionEn


class Unit(Row):
    """A unit of measurement with the forms it takes in prose."""

    table = "units"
    caption_en, caption_zh = "Units of measurement", "计量单位"
    about_en, about_zh = "Units and counted things, with UCUM codes.", "计量单位与计数单位，附UCUM代码。"
    primary_key = ("unit_id",)
    label = "name_en"
    text_columns = ("name_zh", "name_en", "aliases_zh")

    unit_id: c.UnitId
    name_zh: c.NameZh
    name_en: c.NameEn
    symbol: c.Symbol | None
    ucum: c.Ucum | None
    dimension: c.Dimension
    aliases_zh: c.AliasesZh


class Place(Row):
    """A place values are about."""

    table = "places"
    caption_en, caption_zh = "Places", "地域"
    about_en, about_zh = "Places the values are about.", "数值所涉地域。"
    primary_key = ("place_id",)
    foreign_keys: ClassVar[dict[str, str]] = {"parent_place_id": "places"}
    label = "name_en"
    text_columns = ("name_zh", "name_en", "aliases_zh", "aliases_en")

    place_id: c.PlaceId
    parent_place_id: c.ParentPlaceId | None
    place_kind: c.PlaceKind
    name_zh: c.NameZh
    name_en: c.NameEn
    aliases_zh: c.AliasesZh
    aliases_en: c.AliasesEn


class Indicator(Row):
    """A concept that can be measured."""

    table = "indicators"
    caption_en, caption_zh = "Indicators", "指标"
    about_en, about_zh = "Concepts that are measured, with definitions.", "被度量的概念及其定义。"
    primary_key = ("indicator_id",)
    foreign_keys: ClassVar[dict[str, str]] = {"theme_id": "themes"}
    unique_keys = (("name_zh",), ("name_en",))
    label = "name_en"
    text_columns = ("name_zh", "name_en", "definition_zh", "definition_en", "aliases_zh")

    indicator_id: c.IndicatorId
    name_zh: c.NameZh
    name_en: c.NameEn
    definition_zh: c.DefinitionZh
    definition_en: c.DefinitionEn
    theme_id: c.ThemeId
    aliases_zh: c.AliasesZh


class CodeRow(Row):
    """One value of a code list with its labels."""

    table = "codes"
    caption_en, caption_zh = "Code lists", "代码表"
    about_en, about_zh = "Every enumerated value of every table, in both languages.", "各表枚举值的中英文对照。"
    primary_key = ("codelist", "code")
    unique_keys = (("codelist", "position"),)
    label = None
    text_columns = ("code", "name_zh", "name_en", "description_zh", "description_en")

    codelist: c.Codelist
    code: c.CodeValue
    position: c.Position
    name_zh: c.NameZh
    name_en: c.NameEn
    description_zh: c.DescriptionZh
    description_en: c.DescriptionEn


class Report(Row):
    """A source document."""

    table = "reports"
    caption_en, caption_zh = "Reports", "报告"
    about_en, about_zh = "The source documents, frozen byte for byte.", "逐字节冻结的来源文件。"
    primary_key = ("report_id",)
    foreign_keys: ClassVar[dict[str, str]] = {"place_id": "places"}
    unique_keys = (("sha256",),)
    label = "title_en"
    text_columns = ("title_zh", "title_en", "issuer_zh", "issuer_en")

    report_id: c.ReportId
    title_zh: c.TitleZh
    title_en: c.TitleEn
    issuer_zh: c.IssuerZh
    issuer_en: c.IssuerEn
    place_id: c.PlaceId
    year_covered: c.YearCovered
    year_planned: c.YearPlanned | None
    published_on: c.PublishedOn | None
    document_number: c.DocumentNumber | None
    provenance_zh: c.ProvenanceZh
    provenance_en: c.ProvenanceEn
    sha256: c.Sha256
    characters: c.Characters
    rights_zh: c.RightsZh
    rights_en: c.RightsEn
    review: c.Review


class Section(Row):
    """A node of the heading tree; the receipt is the heading's."""

    table = "sections"
    caption_en, caption_zh = "Sections", "章节"
    about_en, about_zh = "The heading tree of each report.", "各报告的标题树。"
    primary_key = ("section_id",)
    foreign_keys: ClassVar[dict[str, str]] = {
        "report_id": "reports",
        "sentence_id": "sentences",
        "parent_id": "sections",
    }
    unique_keys = (("report_id", "char_start"), ("sentence_id",))
    label = "heading_en"
    text_columns = ("heading_zh", "heading_en")

    section_id: c.SectionId
    report_id: c.ReportId
    sentence_id: c.SentenceId
    char_start: c.CharStart
    char_end: c.CharEnd
    quote: c.Quote
    extent_end: c.ExtentEnd
    parent_id: c.ParentId | None
    level: c.Level
    part: c.Part
    heading_zh: c.HeadingZh
    heading_en: c.HeadingEn | None


class Sentence(Row):
    """A sentence with its translation and what became of it; `text_zh` is its quote."""

    table = "sentences"
    caption_en, caption_zh = "Sentences", "句子"
    about_en, about_zh = "The whole report, sentence by sentence.", "逐句呈现的报告全文。"
    primary_key = ("sentence_id",)
    foreign_keys: ClassVar[dict[str, str]] = {"report_id": "reports", "section_id": "sections"}
    unique_keys = (("report_id", "char_start"), ("report_id", "paragraph", "position"))
    label = "text_en"
    text_columns = ("text_zh", "text_en")

    sentence_id: c.SentenceId
    report_id: c.ReportId
    section_id: c.SectionId
    paragraph: c.Paragraph
    position: c.Position
    char_start: c.CharStart
    char_end: c.CharEnd
    text_zh: c.TextZh
    text_en: c.TextEn | None
    decision: c.Decision
    reason: c.Reason | None
    origin: c.Origin


class Numeral(Row):
    """One numeral of a text, reported value or not."""

    table = "numerals"
    caption_en, caption_zh = "Numerals", "数字"
    about_en, about_zh = (
        "Every numeral of the text with its role: nothing vanishes.",
        "文本中的每个数字及其作用，无一遗漏。",
    )
    primary_key = ("numeral_id",)
    foreign_keys: ClassVar[dict[str, str]] = {"report_id": "reports", "sentence_id": "sentences"}
    unique_keys = (("report_id", "char_start"),)
    label = "quote"
    text_columns = ("quote",)

    numeral_id: c.NumeralId
    report_id: c.ReportId
    sentence_id: c.SentenceId
    char_start: c.CharStart
    char_end: c.CharEnd
    quote: c.Quote
    value: c.Value | None
    form: c.Form
    role: c.Role
    reason: c.Reason | None
    origin: c.Origin


class Observation(Row):
    """One value of one concept."""

    table = "observations"
    caption_en, caption_zh = "Observations", "观测值"
    about_en, about_zh = (
        "Every reported value, typed and traced to its characters.",
        "每个已报告的数值，附类型与原文位置。",
    )
    primary_key = ("observation_id",)
    foreign_keys: ClassVar[dict[str, str]] = {
        "report_id": "reports",
        "sentence_id": "sentences",
        "numeral_id": "numerals",
        "indicator_id": "indicators",
        "unit_id": "units",
        "place_id": "places",
    }
    unique_keys = (("numeral_id", "indicator_id", "measure"), ("report_id", "char_start", "indicator_id"))
    label = "statement_en"
    text_columns = ("quote", "concept_zh", "statement_zh", "statement_en", "note_zh", "note_en")

    observation_id: c.ObservationId
    report_id: c.ReportId
    sentence_id: c.SentenceId
    char_start: c.CharStart
    char_end: c.CharEnd
    quote: c.Quote
    numeral_id: c.NumeralId
    indicator_id: c.IndicatorId | None
    concept_zh: c.ConceptZh | None
    value: c.Value | None
    value_min: c.ValueMin | None
    value_max: c.ValueMax | None
    unit_id: c.UnitId | None
    unit_text: c.UnitText | None
    measure: c.Measure
    qualifier: c.Qualifier
    direction: c.Direction
    basis: c.Basis | None
    period_start: c.PeriodStart | None
    period_end: c.PeriodEnd
    period_label_zh: c.PeriodLabelZh
    period_label_en: c.PeriodLabelEn
    place_id: c.PlaceId
    status: c.Status
    statement_zh: c.StatementZh
    statement_en: c.StatementEn
    origin: c.Origin
    overruled: c.Overruled
    note_zh: c.NoteZh | None
    note_en: c.NoteEn | None


class Erratum(Row):
    """One damaged spot of a source."""

    table = "errata"
    caption_en, caption_zh = "Errata of the source", "来源勘误"
    about_en, about_zh = (
        "Damaged spots of the scraped source, described and never mended.",
        "来源文本的受损之处，只说明、不改动。",
    )
    primary_key = ("erratum_id",)
    foreign_keys: ClassVar[dict[str, str]] = {"report_id": "reports", "sentence_id": "sentences"}
    unique_keys = (("report_id", "char_start"),)
    label = "quote"
    text_columns = ("quote", "reading_zh", "reason_zh", "reason_en")

    erratum_id: c.ErratumId
    report_id: c.ReportId
    sentence_id: c.SentenceId
    char_start: c.CharStart
    char_end: c.CharEnd
    quote: c.Quote
    erratum_kind: c.ErratumKind
    reading_zh: c.ReadingZh
    confidence: c.Confidence
    reason_zh: c.ReasonZh
    reason_en: c.ReasonEn


TABLES: tuple[type[Row], ...] = (
    Indicator, Observation, Report, Section, Sentence, Numeral, Theme, Unit, Place, CodeRow, Erratum,
)  # fmt: skip


def column_of(row: type[Row], name: str) -> c.Column:
    """Return what is known of one column of a table; raises KeyError for an unknown one."""
    field = row.model_fields[name]
    inner = [meta for arg in get_args(field.annotation) for meta in getattr(arg, "__metadata__", ())]
    return next(item for item in [*field.metadata, *inner] if isinstance(item, c.Column))


def is_required(row: type[Row], name: str) -> bool:
    """Tell whether a column may never be empty (a list column may)."""
    optional = type(None) in get_args(row.model_fields[name].annotation)
    return column_of(row, name).type != "list" and not optional
