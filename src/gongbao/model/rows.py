"""One pydantic class per published table: the single source of truth for schemas, DDL and documentation."""

from __future__ import annotations

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
    "TABLES", "Candidate", "CodeRow", "Commitment", "Doubt", "Erratum", "Indicator", "Numeral", "Observation",
    "Organization", "OrganizationMention", "Place", "PlaceMention", "Policy", "PolicyMention", "Project",
    "ProjectMention", "ProjectOrganization", "Report", "Row", "Section", "Sentence", "Term", "TermMention",
    "Theme", "Unit", "column_of", "is_required",
]  # fmt: skip

TABLES: tuple[type[Row], ...] = (
    Indicator, Observation, Project, Policy, Commitment,
    ProjectMention, PolicyMention, ProjectOrganization, Organization, Place, Term,
    OrganizationMention, PlaceMention, TermMention,
    Report, Section, Sentence, Numeral, Candidate, Erratum, Doubt, Theme, Unit, CodeRow,
)  # fmt: skip
