"""One pydantic class per published table: the single source of truth for schemas, DDL and documentation."""

from __future__ import annotations

from gongbao.model.links import (
    CommitmentPolicy,
    CommitmentProject,
    ExternalFact,
    PolicyOrganization,
    SameAs,
    TermUsage,
)
from gongbao.model.row import Row, column_of, is_required
from gongbao.model.texts import Doubt, Erratum, Numeral, Observation, Report, Section, Sentence
from gongbao.model.undertakings import (
    Candidate,
    Commitment,
    Organization,
    OrganizationMention,
    PlaceMention,
    Policy,
    PolicyMention,
    Project,
    ProjectMention,
    ProjectOrganization,
    Term,
    TermMention,
)
from gongbao.model.vocabularies import CodeRow, Indicator, Place, Theme, Unit

__all__ = [
    "TABLES", "Candidate", "CodeRow", "Commitment", "CommitmentPolicy", "CommitmentProject", "Doubt", "Erratum",
    "ExternalFact", "Indicator", "Numeral", "Observation", "Organization", "OrganizationMention", "Place",
    "PlaceMention", "Policy", "PolicyMention", "PolicyOrganization", "Project", "ProjectMention",
    "ProjectOrganization", "Report", "Row", "SameAs", "Section", "Sentence", "Term", "TermMention", "TermUsage",
    "Theme", "Unit", "column_of", "is_required",
]  # fmt: skip

TABLES: tuple[type[Row], ...] = (
    Indicator, Observation, Project, Policy, Commitment,
    ProjectMention, PolicyMention, CommitmentProject, CommitmentPolicy, ProjectOrganization, PolicyOrganization,
    Organization, Place, Term, TermUsage, SameAs, ExternalFact, OrganizationMention, PlaceMention, TermMention,
    Report, Section, Sentence, Numeral, Candidate, Erratum, Doubt, Theme, Unit, CodeRow,
)  # fmt: skip
