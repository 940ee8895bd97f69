"""Rows of what is undertaken and by whom: projects, policies, commitments, organizations, terms, mentions."""

from __future__ import annotations

from typing import ClassVar

from gongbao.model import columns as c
from gongbao.model import undertaking_columns as u
from gongbao.model.row import Receipt, Row


class Organization(Row):
    """A named body."""

    table = "organizations"
    caption_en, caption_zh = "Organizations", "机构"
    about_en, about_zh = "Companies, agencies, banks, schools and associations.", "企业、机关、银行、学校与社团。"
    primary_key = ("organization_id",)
    unique_keys = (("name_zh",), ("name_en",))
    label = "name_en"
    text_columns = ("name_zh", "name_en", "aliases_zh", "aliases_en")

    organization_id: u.OrganizationId
    name_zh: c.NameZh
    name_en: c.NameEn
    organization_kind: u.OrganizationKind
    aliases_zh: c.AliasesZh
    aliases_en: c.AliasesEn


class Term(Row):
    """A term a foreign reader needs explained."""

    table = "terms"
    caption_en, caption_zh = "Terms", "术语"
    about_en, about_zh = "The political vocabulary of the reports, explained.", "报告中的政策用语及解释。"
    primary_key = ("term_id",)
    unique_keys = (("name_zh",), ("name_en",))
    label = "name_en"
    text_columns = ("name_zh", "name_en", "explanation_zh", "explanation_en", "aliases_zh", "aliases_en")

    term_id: u.TermId
    name_zh: c.NameZh
    name_en: c.NameEn
    explanation_zh: u.ExplanationZh
    explanation_en: u.ExplanationEn
    aliases_zh: c.AliasesZh
    aliases_en: c.AliasesEn


class Project(Row):
    """A particular undertaking."""

    table = "projects"
    caption_en, caption_zh = "Projects", "项目"
    about_en, about_zh = "Particular undertakings with a deliverable.", "有具体成果的特定项目。"
    primary_key = ("project_id",)
    foreign_keys: ClassVar[dict[str, str]] = {
        "theme_id": "themes",
        "place_id": "places",
        "latest_report_id": "reports",
    }
    unique_keys = (("name_zh",), ("name_en",))
    label = "name_en"
    text_columns = ("name_zh", "name_en", "aliases_zh", "aliases_en")

    project_id: u.ProjectId
    name_zh: c.NameZh
    name_en: c.NameEn | None
    project_type: u.ProjectType
    theme_id: c.ThemeId | None
    place_id: c.PlaceId
    latest_project_status: u.LatestProjectStatus | None
    latest_report_id: u.LatestReportId | None
    review: c.Review
    aliases_zh: c.AliasesZh
    aliases_en: c.AliasesEn


class ProjectMention(Receipt):
    """What a report says of a project at one place."""

    table = "project_mentions"
    caption_en, caption_zh = "Project mentions", "项目提及"
    about_en, about_zh = "What the report says of each project, with its status.", "报告对各项目的表述及其状态。"
    primary_key = ("project_mention_id",)
    foreign_keys: ClassVar[dict[str, str]] = {"project_id": "projects"}
    unique_keys = (("report_id", "char_start", "char_end", "project_id"),)
    text_columns = ("quote", "status_quote", "note_zh", "note_en")

    project_mention_id: u.ProjectMentionId
    project_id: u.ProjectId
    project_status: u.ProjectStatus
    status_quote: u.StatusQuote
    timeframe: u.Timeframe
    origin: c.Origin
    note_zh: c.NoteZh | None
    note_en: c.NoteEn | None


class ProjectOrganization(Receipt):
    """An organization in a project, where the text names it."""

    table = "project_organizations"
    caption_en, caption_zh = "Organizations in projects", "项目机构"
    about_en, about_zh = "Who takes part in which project.", "参与各项目的机构。"
    primary_key = ("project_id", "organization_id", "organization_role")
    foreign_keys: ClassVar[dict[str, str]] = {
        "project_id": "projects",
        "organization_id": "organizations",
    }
    label = None

    project_id: u.ProjectId
    organization_id: u.OrganizationId
    organization_role: u.OrganizationRole


class Policy(Row):
    """A plan, regulation, reform, mechanism, agreement or programme."""

    table = "policies"
    caption_en, caption_zh = "Policies", "政策"
    about_en, about_zh = (
        "Plans, regulations, reforms, mechanisms, agreements, programmes.",
        "规划、法规、改革、机制、协议与计划。",
    )
    primary_key = ("policy_id",)
    foreign_keys: ClassVar[dict[str, str]] = {
        "theme_id": "themes",
        "issuer_id": "organizations",
        "latest_report_id": "reports",
    }
    unique_keys = (("name_zh",), ("name_en",))
    label = "name_en"
    text_columns = ("name_zh", "name_en", "formal_title", "aliases_zh", "aliases_en")

    policy_id: u.PolicyId
    name_zh: c.NameZh
    name_en: c.NameEn | None
    policy_type: u.PolicyType
    policy_level: u.PolicyLevel
    issuer_id: u.IssuerId | None
    formal_title: u.FormalTitle | None
    theme_id: c.ThemeId | None
    latest_policy_status: u.LatestPolicyStatus | None
    latest_report_id: u.LatestReportId | None
    review: c.Review
    aliases_zh: c.AliasesZh
    aliases_en: c.AliasesEn


class PolicyMention(Receipt):
    """What a report says of a policy at one place."""

    table = "policy_mentions"
    caption_en, caption_zh = "Policy mentions", "政策提及"
    about_en, about_zh = "What the report says of each policy, with its status.", "报告对各政策的表述及其状态。"
    primary_key = ("policy_mention_id",)
    foreign_keys: ClassVar[dict[str, str]] = {"policy_id": "policies"}
    unique_keys = (("report_id", "char_start", "char_end", "policy_id"),)
    text_columns = ("quote", "status_quote", "note_zh", "note_en")

    policy_mention_id: u.PolicyMentionId
    policy_id: u.PolicyId
    policy_status: u.PolicyStatus
    status_quote: u.StatusQuote
    timeframe: u.Timeframe
    origin: c.Origin
    note_zh: c.NoteZh | None
    note_en: c.NoteEn | None


class Commitment(Receipt):
    """One promise for the planned year."""

    table = "commitments"
    caption_en, caption_zh = "Commitments", "承诺"
    about_en, about_zh = (
        "What the report promises for the year ahead, one verb a row.",
        "报告对下一年度的承诺，一个动词一行。",
    )
    primary_key = ("commitment_id",)
    foreign_keys: ClassVar[dict[str, str]] = {
        "theme_id": "themes",
        "indicator_id": "indicators",
    }
    unique_keys = (("report_id", "char_start", "char_end"),)
    label = "summary_en"
    text_columns = ("quote", "verb_zh", "object_zh", "summary_en", "note_zh", "note_en")

    commitment_id: u.CommitmentId
    verb_zh: u.VerbZh
    object_zh: u.ObjectZh
    summary_en: u.SummaryEn | None
    checkability: u.Checkability
    due_on: u.DueOn | None
    theme_id: c.ThemeId | None
    indicator_id: c.IndicatorId | None
    review: c.Review
    origin: c.Origin
    note_zh: c.NoteZh | None
    note_en: c.NoteEn | None


class OrganizationMention(Receipt):
    """An organization named in a text."""

    table = "organization_mentions"
    caption_en, caption_zh = "Organization mentions", "机构提及"
    about_en, about_zh = "Every place where an organization is named.", "机构在报告中的每次出现。"
    primary_key = ("mention_id",)
    foreign_keys: ClassVar[dict[str, str]] = {"organization_id": "organizations"}

    mention_id: u.EntityMentionId
    organization_id: u.OrganizationId
    origin: c.Origin


class PlaceMention(Receipt):
    """A place named in a text."""

    table = "place_mentions"
    caption_en, caption_zh = "Place mentions", "地名提及"
    about_en, about_zh = "Every place where a place is named.", "地名在报告中的每次出现。"
    primary_key = ("mention_id",)
    foreign_keys: ClassVar[dict[str, str]] = {"place_id": "places"}

    mention_id: u.EntityMentionId
    place_id: c.PlaceId
    origin: c.Origin


class TermMention(Receipt):
    """A term used in a text."""

    table = "term_mentions"
    caption_en, caption_zh = "Term mentions", "术语提及"
    about_en, about_zh = "Every place where a term is used.", "术语在报告中的每次出现。"
    primary_key = ("mention_id",)
    foreign_keys: ClassVar[dict[str, str]] = {"term_id": "terms"}

    mention_id: u.EntityMentionId
    term_id: u.TermId
    origin: c.Origin


class Candidate(Receipt):
    """Words that might name a project, policy or promise, and what became of them."""

    table = "candidates"
    caption_en, caption_zh = "Candidates", "候选"
    about_en, about_zh = (
        "Proof that nothing was missed: every candidate is covered or dismissed.",
        "无一遗漏的凭据：每处候选均有对应行或说明理由。",
    )
    primary_key = ("candidate_id",)
    text_columns = ()  # its words are those of its sentence, which is searched

    candidate_id: u.CandidateId
    candidate_kind: u.CandidateKind
    covered_by: u.CoveredBy
    reason: c.Reason | None
    origin: c.Origin
