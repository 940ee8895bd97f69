"""Rows drawn from a text: report, sections, sentences, numerals, observations, errata."""

from __future__ import annotations

from typing import ClassVar

from gongbao.model import columns as c
from gongbao.model import undertaking_columns as u
from gongbao.model.row import Receipt, Row


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
    source_url: c.SourceUrl | None
    provenance_zh: c.ProvenanceZh
    provenance_en: c.ProvenanceEn
    sha256: c.Sha256
    characters: c.Characters
    rights_zh: c.RightsZh
    rights_en: c.RightsEn
    review: c.Review


class Section(Receipt):
    """A node of the heading tree; the receipt is the heading's."""

    table = "sections"
    caption_en, caption_zh = "Sections", "章节"
    about_en, about_zh = "The heading tree of each report.", "各报告的标题树。"
    primary_key = ("section_id",)
    foreign_keys: ClassVar[dict[str, str]] = {
        "parent_id": "sections",
    }
    unique_keys = (("report_id", "char_start"), ("sentence_id",))
    label = "heading_en"
    text_columns = ("heading_zh", "heading_en")

    section_id: c.SectionId
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


class Numeral(Receipt):
    """One numeral of a text, reported value or not."""

    table = "numerals"
    caption_en, caption_zh = "Numerals", "数字"
    about_en, about_zh = (
        "Every numeral of the text with its role: nothing vanishes.",
        "文本中的每个数字及其作用，无一遗漏。",
    )
    primary_key = ("numeral_id",)
    unique_keys = (("report_id", "char_start"),)

    numeral_id: c.NumeralId
    value: c.Value | None
    form: c.Form
    role: c.Role
    reason: c.Reason | None
    origin: c.Origin


class Observation(Receipt):
    """One value of one concept."""

    table = "observations"
    caption_en, caption_zh = "Observations", "观测值"
    about_en, about_zh = (
        "Every reported value, typed and traced to its characters.",
        "每个已报告的数值，附类型与原文位置。",
    )
    primary_key = ("observation_id",)
    foreign_keys: ClassVar[dict[str, str]] = {
        "numeral_id": "numerals",
        "indicator_id": "indicators",
        "unit_id": "units",
        "place_id": "places",
        "project_id": "projects",
        "policy_id": "policies",
    }
    unique_keys = (("numeral_id", "indicator_id", "measure"), ("report_id", "char_start", "indicator_id"))
    label = "statement_en"
    text_columns = ("quote", "concept_zh", "statement_zh", "statement_en", "note_zh", "note_en")

    observation_id: c.ObservationId
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
    change_percent: c.ChangePercent | None
    event_zh: c.EventZh | None
    event_en: c.EventEn | None
    period_start: c.PeriodStart | None
    period_end: c.PeriodEnd
    period_label_zh: c.PeriodLabelZh
    period_label_en: c.PeriodLabelEn
    place_id: c.PlaceId
    status: c.Status
    project_id: u.ProjectId | None
    policy_id: u.PolicyId | None
    statement_zh: c.StatementZh
    statement_en: c.StatementEn
    origin: c.Origin
    overruled: c.Overruled
    note_zh: c.NoteZh | None
    note_en: c.NoteEn | None


class Doubt(Row):
    """One doubt about one row of another table: what broke a law that no curator has vouched against."""

    table = "doubts"
    caption_en, caption_zh = "Doubts", "存疑"
    about_en, about_zh = (
        "Doubts about rows, each with its reason: the one place where doubt is said.",
        "对各行数据的存疑及理由；所有存疑均载于此表。",
    )
    primary_key = ("doubt_id",)
    unique_keys = (("table_name", "row_id", "doubt_kind"),)
    label = "reason_en"
    text_columns = ("reason_zh", "reason_en")

    doubt_id: c.DoubtId
    table_name: c.TableName
    row_id: c.RowId
    doubted_by: c.DoubtedBy
    doubt_kind: c.DoubtKind
    reason_zh: c.ReasonZh
    reason_en: c.ReasonEn


class Erratum(Receipt):
    """One damaged spot of a source."""

    table = "errata"
    caption_en, caption_zh = "Errata of the source", "来源勘误"
    about_en, about_zh = (
        "Damaged spots of the scraped source, described and never mended.",
        "来源文本的受损之处，只说明、不改动。",
    )
    primary_key = ("erratum_id",)
    unique_keys = (("report_id", "char_start"),)
    text_columns = ("quote", "reading_zh", "reason_zh", "reason_en")

    erratum_id: c.ErratumId
    erratum_kind: c.ErratumKind
    reading_zh: c.ReadingZh
    confidence: c.Confidence
    reason_zh: c.ReasonZh
    reason_en: c.ReasonEn
