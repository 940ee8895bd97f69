"""The tool `list_promises`: what a report promises for the year ahead, and the projects and policies it names."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Any

from pydantic import Field

from gongbao.assist.answers import (
    Doubt,
    Part,
    Receipt,
    doubts_of,
    flat,
    is_machine,
    meanings_of,
    own,
    pointed,
    receipt_of,
    reports_of,
    spoken,
)
from gongbao.assist.arguments import Paging, ReportId, Theme, Words
from gongbao.assist.choices import From
from gongbao.assist.library import Build, Row
from gongbao.assist.listing import Listed, Page, asking, listed

VIEW = "promises_flat"


class PromiseArguments(Paging):
    """What promises are asked for; everything given must fit."""

    theme: Theme = None
    checkability: Annotated[
        str | None,
        From("codes:checkability"),
        Field(
            description="definite: its keeping can be checked; directional: it only says where things shall go.",
            examples=["definite"],
        ),
    ] = None
    status: Annotated[
        str | None,
        From("codes:project_status"),
        Field(description="Status in which the same report tells of a project that the promise names."),
    ] = None
    report_id: ReportId = None
    words: Words = None


class Promise(Part):
    """One thing a report says will be done."""

    commitment_id: str
    summary_en: str | None
    verb_zh: str
    object_zh: str
    checkability: str
    due_on: str | None
    theme_id: str | None
    indicator_id: str | None
    project_ids: list[str]
    policy_ids: list[str]
    status_reported: str | None = Field(description="Statuses of the projects it names, as the same report tells them.")
    note_en: str | None
    note_zh: str | None
    receipt: Receipt
    doubts: list[Doubt]
    read_by_machine: bool

    def line(self) -> str:
        """Return the promise in a line."""
        due = f" · due {self.due_on}" if self.due_on else ""
        named = ", ".join([*self.project_ids, *self.policy_ids])
        about = f" · {self.checkability}{due}{f' · names {named}' if named else ''}"
        marks = f"{pointed(self.receipt)}{spoken(self.doubts, self.read_by_machine)}"
        return f"- {self.commitment_id}: {flat(self.summary_en or self.verb_zh + self.object_zh)}{about}{marks}"


class Promises(Listed):
    """Promises that fit the question."""

    promises: list[Promise]

    def lines(self) -> Iterable[str]:
        """Return every promise in a line."""
        return self.frame([promise.line() for promise in self.promises])


async def list_promises(build: Build, asked: PromiseArguments) -> Promises:
    """Return promises with what they name."""
    given = {
        "theme_id": asked.theme,
        "checkability": asked.checkability,
        "status_reported__contains": asked.status,
        "report_id": asked.report_id,
    }

    async def fill(page: Page, frame: dict[str, Any]) -> Promises:
        ids = [row["commitment_id"] for row in page.rows]
        doubts = await doubts_of(build, "commitments", ids)
        projects = await build.rows_with("commitment_projects", "commitment_id", ids, "order by project_id")
        policies = await build.rows_with("commitment_policies", "commitment_id", ids, "order by policy_id")
        whole = {row["commitment_id"]: row for row in await build.rows_with("commitments", "commitment_id", ids)}
        return Promises(
            **frame,
            reports=await reports_of(build, page.rows),
            codes=meanings_of(page.rows, ("checkability",)),
            promises=[
                Promise(
                    **own(Promise, row),
                    project_ids=_named(projects, row, "project_id"),
                    policy_ids=_named(policies, row, "policy_id"),
                    receipt=receipt_of(row),
                    doubts=doubts.get(row["commitment_id"], []),
                    read_by_machine=await is_machine(build, whole[row["commitment_id"]]),
                )
                for row in page.rows
            ],
        )

    return await listed(build, VIEW, asking(given, asked.words), asked.limit, asked.cursor, fill)


def _named(links: list[Row], row: Row, column: str) -> list[str]:
    return [link[column] for link in links if link["commitment_id"] == row["commitment_id"]]
