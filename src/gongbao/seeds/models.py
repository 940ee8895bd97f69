"""What people write, as models: one class per kind of line, unknown columns forbidden."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from pydantic import BaseModel, ConfigDict, Field, ValidationInfo, field_validator

from gongbao.model import columns as c
from gongbao.model import link_columns as k
from gongbao.model import undertaking_columns as u


class Seed(BaseModel):
    """Base of everything people write: frozen, unknown keys forbidden; `file` is the table's name on the disk."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    file: ClassVar[str]


class ReportSeed(Seed):
    """report.yml: what is known of a document beside its text."""

    title_zh: c.TitleZh
    title_en: c.TitleEn
    issuer_zh: c.IssuerZh
    issuer_en: c.IssuerEn
    place_id: c.PlaceId
    year_covered: c.YearCovered
    year_planned: c.YearPlanned | None = None
    published_on: date | None = None
    document_number: str | None = None
    source_url: c.SourceUrl | None = None
    provenance_zh: c.ProvenanceZh
    provenance_en: c.ProvenanceEn
    rights_zh: c.RightsZh
    rights_en: c.RightsEn
    sha256: c.Sha256
    review: c.Review

    @field_validator("year_planned")
    @classmethod
    def _follows(cls, planned: int | None, info: ValidationInfo) -> int | None:
        covered = info.data.get("year_covered")
        if planned is not None and covered is not None and planned <= covered:
            raise ValueError(f"it is not after year_covered {covered}")
        return planned


class Anchored(Seed):
    """A line that points at the text by a quote which must match exactly once."""

    quote: str = Field(min_length=1)
    prefix: str = ""
    suffix: str = ""


class Noted(Anchored):
    """A line with what a user should know, in both languages."""

    note_zh: str | None = None
    note_en: str | None = None


class ObservationSeed(Noted):
    """What a curator says of one value; an empty column accepts the machine's reading."""

    file = "observations"

    part: str = Field("", pattern=r"^[a-z]?$")
    indicator_id: c.IndicatorId
    concept_zh: c.ConceptZh | None = None
    unit_id: c.UnitId | None = None
    measure: c.Measure | None = None
    qualifier: c.Qualifier | None = None
    direction: c.Direction | None = None
    basis: c.Basis | None = None
    event_zh: str | None = None
    period_start: str | None = Field(None, pattern=r"^(\d{4}-\d{2}-\d{2}|none)$")
    period_end: date | None = None
    place_id: c.PlaceId | None = None
    status: c.Status | None = None
    project_id: u.ProjectId | None = None
    policy_id: u.PolicyId | None = None


class NumeralSeed(Anchored):
    """A curator's word on a numeral the rules misread; the quote is the numeral itself."""

    file = "numerals"

    role: c.Role
    reason: c.Reason | None = None


class SentenceSeed(Seed):
    """A sentence's translation and, where the rules err, its decision."""

    file = "sentences"

    quote: str = Field(min_length=1)
    text_en: c.TextEn
    decision: c.Decision | None = None
    reason: c.Reason | None = None


class ErratumSeed(Anchored):
    """One damaged spot."""

    file = "errata"

    erratum_kind: c.ErratumKind
    reading_zh: c.ReadingZh
    confidence: c.Confidence
    reason_zh: c.ReasonZh
    reason_en: c.ReasonEn


class ProjectSeed(Seed):
    """A project of the registry."""

    file = "projects"

    project_id: u.ProjectId
    name_zh: c.NameZh
    name_en: c.NameEn
    project_type: u.ProjectType
    theme_id: c.ThemeId
    place_id: c.PlaceId
    aliases_zh: c.AliasesZh = ()
    aliases_en: c.AliasesEn = ()


class PolicySeed(Seed):
    """A policy of the registry."""

    file = "policies"

    policy_id: u.PolicyId
    name_zh: c.NameZh
    name_en: c.NameEn
    policy_type: u.PolicyType
    policy_level: u.PolicyLevel
    issuer_id: u.IssuerId | None = None
    formal_title: u.FormalTitle | None = None
    theme_id: c.ThemeId
    aliases_zh: c.AliasesZh = ()
    aliases_en: c.AliasesEn = ()


class ProjectMentionSeed(Noted):
    """What the text says of a project at one place."""

    file = "project_mentions"

    project_id: u.ProjectId
    project_status: u.ProjectStatus
    status_quote: u.StatusQuote


class PolicyMentionSeed(Noted):
    """What the text says of a policy at one place."""

    file = "policy_mentions"

    policy_id: u.PolicyId
    policy_status: u.PolicyStatus
    status_quote: u.StatusQuote


class ProjectOrganizationSeed(Anchored):
    """An organization the text names as taking part in a project."""

    file = "project_organizations"

    project_id: u.ProjectId
    organization_id: u.OrganizationId
    organization_role: u.OrganizationRole


class PolicyOrganizationSeed(Anchored):
    """An organization the text names as having to do with a policy."""

    file = "policy_organizations"

    policy_id: u.PolicyId
    organization_id: u.OrganizationId
    policy_role: k.PolicyRole


class TermUsageSeed(Seed):
    """How this report uses a term."""

    file = "term_usages"

    term_id: u.TermId
    usage_zh: u.UsageZh
    usage_en: u.UsageEn


class ExternalFactSeed(Seed):
    """What a public page says of a row of the registry."""

    file = "external_facts"

    table_name: c.TableName
    row_id: c.RowId
    fact_kind: k.FactKind
    fact_value: k.FactValue
    source_title: k.SourceTitle
    source_url: c.SourceUrl
    read_on: k.ReadOn


class DoubtSeed(Seed):
    """What a curator doubts of a row, of the registry or of a report, beside whose tables the line stands."""

    file = "doubts"

    table_name: c.TableName
    row_id: c.RowId
    doubt_kind: c.DoubtKind
    reason_zh: c.ReasonZh
    reason_en: c.ReasonEn


class CommitmentSeed(Noted):
    """One promise of the plan part; it is linked to what its quote mentions, unless a curator names other ids."""

    file = "commitments"

    verb_zh: u.VerbZh
    object_zh: u.ObjectZh
    summary_en: u.SummaryEn
    checkability: u.Checkability
    due_on: date | None = None
    theme_id: c.ThemeId
    project_ids: k.ProjectIds = ()
    policy_ids: k.PolicyIds = ()
    indicator_id: c.IndicatorId | None = None


class EntityMentionSeed(Anchored):
    """A mention of an organization, place or term the matcher missed (add) or got wrong (dismiss)."""

    file = "entity_mentions"

    action: str = Field(pattern="^(add|dismiss)$")
    entity_id: str = ""


class CandidateSeed(Anchored):
    """Words that look like an undertaking and are none, with the reason."""

    file = "candidates"

    reason: c.Reason
