"""Rows that link rows: promises and what they name, policies and who makes them, one thing in several tables.

What is said of a row from outside the reports stands here too, each fact with the public page it was read in.
"""

from __future__ import annotations

from typing import ClassVar

from gongbao.model import columns as c
from gongbao.model import link_columns as k
from gongbao.model import undertaking_columns as u
from gongbao.model.row import Receipt, Row


class CommitmentProject(Row):
    """A project that a promise names."""

    table = "commitment_projects"
    caption_en, caption_zh = "Projects of commitments", "承诺所涉项目"
    about_en, about_zh = "Which projects each promise names.", "各项承诺所涉的项目。"
    primary_key = ("commitment_id", "project_id")
    foreign_keys: ClassVar[dict[str, str]] = {"commitment_id": "commitments", "project_id": "projects"}

    commitment_id: u.CommitmentId
    project_id: u.ProjectId


class CommitmentPolicy(Row):
    """A policy that a promise names."""

    table = "commitment_policies"
    caption_en, caption_zh = "Policies of commitments", "承诺所涉政策"
    about_en, about_zh = "Which policies each promise names.", "各项承诺所涉的政策。"
    primary_key = ("commitment_id", "policy_id")
    foreign_keys: ClassVar[dict[str, str]] = {"commitment_id": "commitments", "policy_id": "policies"}

    commitment_id: u.CommitmentId
    policy_id: u.PolicyId


class PolicyOrganization(Receipt):
    """An organization that has to do with a policy, where the text names it."""

    table = "policy_organizations"
    caption_en, caption_zh = "Organizations of policies", "政策机构"
    about_en, about_zh = "Who makes, carries out or takes part in which policy.", "制定、实施或参与各项政策的机构。"
    primary_key = ("policy_id", "organization_id", "policy_role")
    foreign_keys: ClassVar[dict[str, str]] = {"policy_id": "policies", "organization_id": "organizations"}
    label = None

    policy_id: u.PolicyId
    organization_id: u.OrganizationId
    policy_role: k.PolicyRole


class SameAs(Row):
    """Two rows of different tables that mean one thing."""

    table = "same_as"
    caption_en, caption_zh = "Same as", "同一事物"
    about_en, about_zh = (
        "Rows of different tables that mean one thing: a term that is a policy, an institution that is a project.",
        "不同表中指同一事物的行：既是术语又是政策，既是机构又是项目等。",
    )
    primary_key = ("table_name", "row_id", "same_table_name", "same_row_id")

    table_name: c.TableName
    row_id: c.RowId
    same_table_name: k.SameTableName
    same_row_id: k.SameRowId


class ExternalFact(Row):
    """What a public page says of a row, which the report does not."""

    table = "external_facts"
    caption_en, caption_zh = "Facts from outside", "外部事实"
    about_en, about_zh = (
        "Official names, numbers, days and meanings read in public pages, each with its address.",
        "查自公开网页的官方名称、编号、日期与含义，均附网址。",
    )
    primary_key = ("external_fact_id",)
    label = "fact_value"
    text_columns = ("fact_value", "source_title")

    external_fact_id: k.ExternalFactId
    table_name: c.TableName
    row_id: c.RowId
    fact_kind: k.FactKind
    fact_value: k.FactValue
    source_title: k.SourceTitle
    source_url: c.SourceUrl
    read_on: k.ReadOn


class TermUsage(Row):
    """How a report uses a term."""

    table = "term_usages"
    caption_en, caption_zh = "Uses of terms", "术语用法"
    about_en, about_zh = (
        "How each report uses each term, told from the report alone.",
        "各报告如何使用各术语，仅据原文。",
    )
    primary_key = ("report_id", "term_id")
    foreign_keys: ClassVar[dict[str, str]] = {"report_id": "reports", "term_id": "terms"}
    label = "usage_en"
    text_columns = ("usage_zh", "usage_en")

    report_id: c.ReportId
    term_id: u.TermId
    usage_zh: u.UsageZh
    usage_en: u.UsageEn
