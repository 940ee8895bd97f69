"""docs/organizations.svg: who takes part in which project in which sector, drawn from the tables."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from html import escape
from pathlib import Path

from gongbao.model.rows import Organization, Project, ProjectOrganization, Theme
from gongbao.tables.traced import Tables, rows_of

FILE = "organizations.svg"
_COLUMNS = (16, 600, 1200)
_ROW, _TOP, _WIDTH = 24, 70, 1440
_LABEL = 470  # width kept free for a label; lines start behind it
_LONGEST = 66  # in half-width characters, a Chinese one counts two
_COLOURS = ("#1b6ca8", "#b5563c", "#4b7f52", "#7d5ba6", "#b08d2e", "#3c8d8d", "#a1466d", "#5f6b76")


@dataclass(frozen=True, slots=True)
class Link:
    """One seat of an organization in a project, with the names to draw."""

    organization: str
    project: str
    theme: str


def write(tables: Tables, folder: Path) -> None:
    """Write the picture into `folder`/docs; without any seat it says so."""
    target = folder / "docs"
    target.mkdir(parents=True, exist_ok=True)
    (target / FILE).write_text(draw(read_links(tables)), encoding="utf-8", newline="\n")


def read_links(tables: Tables) -> list[Link]:
    """Return the seats of organizations in projects with bilingual names, sorted by theme."""
    organizations = {t.row.organization_id: t.row for t in rows_of(tables, Organization)}
    projects = {t.row.project_id: t.row for t in rows_of(tables, Project)}
    themes = {t.row.theme_id: t.row for t in rows_of(tables, Theme)}
    links = []
    for traced in rows_of(tables, ProjectOrganization):
        seat = traced.row
        body, project = organizations[seat.organization_id], projects[seat.project_id]
        theme = themes[project.theme_id] if project.theme_id else None
        links.append(
            Link(
                f"{body.name_zh} {body.name_en}",
                f"{project.name_zh} {project.name_en or ''}",
                f"{theme.name_zh} {theme.name_en}" if theme else "",
            )
        )
    return sorted(set(links), key=lambda link: (link.theme, link.organization, link.project))


def draw(links: list[Link]) -> str:
    """Return the SVG: organizations on the left, projects in the middle, sectors on the right."""
    columns = [_unique(link.organization for link in links), _unique(link.project for link in links)]
    columns.append(_unique(link.theme for link in links))
    height = _TOP + _ROW * max([len(column) for column in columns] + [1]) + 20
    places = [_spread(column, height) for column in columns]
    colours = {theme: _COLOURS[i % len(_COLOURS)] for i, theme in enumerate(columns[2])}
    lines = [_curve(places, link, colours[link.theme]) for link in links]
    labels = [_label(name, _COLUMNS[i], places[i][name]) for i, column in enumerate(columns) for name in column]
    heads = ("机构 Organizations", "项目 Projects", "领域 Sectors")
    titles = [f'<text x="{x}" y="40" class="head">{escape(t)}</text>' for x, t in zip(_COLUMNS, heads, strict=True)]
    style = (
        "text{font:12px 'Noto Sans CJK SC','PingFang SC','Microsoft YaHei',sans-serif;fill:#1d2433}"
        ".head{font-size:16px;font-weight:bold}path{fill:none;stroke-width:1.4;opacity:.7}rect{fill:#fff}"
    )
    body = "\n".join([*lines, *titles, *labels])
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" width="{_WIDTH}" height="{height}">\n'
        f"<title>机构与项目 Organizations and projects</title>\n<style>{style}</style>\n"
        f'<rect width="{_WIDTH}" height="{height}"/>\n{body}\n</svg>\n'
    )


def _unique(names: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(names))


def _spread(names: list[str], height: int) -> dict[str, int]:
    step = (height - _TOP - 20) / max(len(names), 1)
    return {name: int(_TOP + step * (index + 0.5)) for index, name in enumerate(names)}


def _curve(places: list[dict[str, int]], link: Link, colour: str) -> str:
    left, middle, right = places[0][link.organization], places[1][link.project], places[2][link.theme]
    first = _between(_COLUMNS[0] + _LABEL, left, _COLUMNS[1] - 6, middle)
    second = _between(_COLUMNS[1] + _LABEL, middle, _COLUMNS[2] - 6, right)
    return f'<path stroke="{colour}" d="{first}"/><path stroke="{colour}" d="{second}"/>'


def _between(x1: int, y1: int, x2: int, y2: int) -> str:
    bend = (x2 - x1) // 2
    return f"M{x1} {y1}C{x1 + bend} {y1} {x2 - bend} {y2} {x2} {y2}"


def _label(name: str, x: int, y: int) -> str:
    return f'<text x="{x}" y="{y + 4}"><title>{escape(name)}</title>{escape(_shorten(name))}</text>'


def _shorten(name: str) -> str:
    """Cut a label where it would run into the lines; the whole name stays in its title."""
    width = 0
    for index, character in enumerate(name):
        width += 2 if ord(character) > 0x2E7F else 1
        if width > _LONGEST:
            return name[: index - 1] + "…"
    return name
