"""Markdown as part of a page: headings with anchors, tables and code that can be scrolled by keyboard, own links.

Nothing in a document runs: HTML in it is shown as text, but for comments, which are left out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markupsafe import Markup, escape

from gongbao.site.wording.languages import CHINESE

_HAN = re.compile(r"[\u3400-\u9fff][\u3000-\u303f\u3400-\u9fff\uff00-\uffef·]*")
_NO_SLUG = re.compile(r"[^\w\- ]")
_NEW_LINE = re.compile(r"<br\s*/?>", re.IGNORECASE)
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)

Resolve = Callable[[str], str | None]
"""A link of a document to its address on the site; None where it leads nowhere here."""


class Heading(NamedTuple):
    """A heading: its level (2 …), its anchor, its text."""

    level: int
    anchor: str
    text: str


class Rendered(NamedTuple):
    """A document as HTML without its own title, and its headings."""

    html: Markup
    headings: tuple[Heading, ...]


@dataclass
class _Writer:
    """Changes the tokens of one document into those of the page."""

    resolve: Resolve
    language: str
    anchors: dict[str, int] = field(default_factory=dict)
    headings: list[Heading] = field(default_factory=list)
    tables: int = 0

    def anchor(self, text: str) -> str:
        """Return an anchor as GitHub makes it, so that links within documents hold in both places."""
        slug = _NO_SLUG.sub("", text.lower()).replace(" ", "-")
        seen = self.anchors.get(slug, 0)
        self.anchors[slug] = seen + 1
        return f"{slug}-{seen}" if seen else slug

    def head(self, opening: Token, inline: Token) -> None:
        """Give a heading its anchor."""
        text = plain_text(inline)
        anchor = self.anchor(text)
        self.headings.append(Heading(int(opening.tag[1:]), anchor, text))
        opening.attrSet("id", anchor)

    def table_label(self) -> str:
        """Return the name of a table: the heading it stands under, counted."""
        self.tables += 1
        under = self.headings[-1].text if self.headings else ""
        return f"{under} ({self.tables})".strip()

    def link(self, token: Token) -> bool:
        """Point a link to its address here; tell whether there is one."""
        target = self.resolve(str(token.attrGet("href") or ""))
        if target is None:
            return False
        token.attrSet("href", target)
        return True


def plain_text(inline: Token) -> str:
    """Return the text of a line without its marks."""
    return "".join(token.content for token in inline.children or [] if token.type in ("text", "code_inline"))


def render(text: str, resolve: Resolve, language: str) -> Rendered:
    """Return a Markdown document as HTML, written in `language`; Chinese within another is marked as such."""
    parser = MarkdownIt("commonmark", {"html": True}, renderer_cls=_Page).enable("table")
    tokens = parser.parse(text)
    if tokens and tokens[0].type == "heading_open" and tokens[0].tag == "h1":
        tokens = tokens[3:]
    writer = _Writer(resolve, language)
    _prepare(tokens, writer)
    return Rendered(
        Markup(parser.renderer.render(tokens, parser.options, {"language": language})), tuple(writer.headings)
    )


def _prepare(tokens: list[Token], writer: _Writer) -> None:
    for position, token in enumerate(tokens):
        if token.type == "heading_open":
            writer.head(token, tokens[position + 1])
        elif token.type == "table_open":
            token.meta["label"] = writer.table_label()
        elif token.type in ("th_open", "td_open"):
            _cell(token, tokens[position + 1])
        elif token.type == "inline":
            token.children = _lines(token.children or [], writer)


def _cell(token: Token, inline: Token) -> None:
    """Align by class, as no page has styles of its own; a head without words is no head."""
    if "right" in str(token.attrs.pop("style", "")):
        token.attrSet("class", "figure")
    if token.type == "th_open" and inline.content.strip():
        token.attrSet("scope", "col")
    elif token.type == "th_open":
        token.tag = "td"


def _lines(children: Sequence[Token], writer: _Writer) -> list[Token]:
    """Return the parts of a line with links that lead somewhere; what leads nowhere, and every picture, is its text."""
    kept, open_links = [], []
    for token in children:
        if token.type == "link_open":
            open_links.append(writer.link(token))
            if not open_links[-1]:
                continue
        elif token.type == "link_close" and not open_links.pop():
            continue
        elif token.type == "image":
            token = Token("text", "", 0, content=token.content)
        kept.append(token)
    return kept


class _Page(RendererHTML):
    """Writes the parts of a document; `env` says the language it is in."""

    def text(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:  # noqa: ARG002
        """Mark Chinese within another language."""
        return in_its_language(tokens[idx].content, env["language"])

    def html_block(self, tokens: Sequence[Token], idx: int, *_: Any) -> str:
        """Show HTML as text, leave comments out."""
        return escape(_COMMENT.sub("", tokens[idx].content).strip())

    def html_inline(self, tokens: Sequence[Token], idx: int, *_: Any) -> str:
        """Show HTML as text, leave comments out; a new line within a cell is one."""
        return "<br>" if _NEW_LINE.fullmatch(tokens[idx].content) else self.html_block(tokens, idx)

    def fence(self, tokens: Sequence[Token], idx: int, *_: Any) -> str:
        """Let code be scrolled by keyboard."""
        words = tokens[idx].info.split()
        name = Markup(' class="language-{}"').format(words[0]) if words else Markup("")
        return Markup('<pre tabindex="0"><code{}>{}</code></pre>\n').format(name, tokens[idx].content)

    def code_block(self, tokens: Sequence[Token], idx: int, *_: Any) -> str:
        """Let code be scrolled by keyboard."""
        return self.fence(tokens, idx)

    def table_open(self, tokens: Sequence[Token], idx: int, *_: Any) -> str:
        """Let a table be scrolled by keyboard."""
        opening = Markup('<div class="table-wrapper" role="region" tabindex="0" aria-label="{}"><table>\n')
        return opening.format(tokens[idx].meta["label"])

    def table_close(self, *_: Any) -> str:
        """Close what was opened for a table."""
        return "</table></div>\n"

    def th_close(self, tokens: Sequence[Token], idx: int, *_: Any) -> str:
        """Close a cell of the head by the tag it was opened with."""
        return f"</{_opening(tokens, idx).tag}>\n"


def _opening(tokens: Sequence[Token], at: int) -> Token:
    return next(token for token in reversed(tokens[:at]) if token.type == "th_open")


def in_its_language(text: str, language: str) -> Markup:
    """Return a text of a document in a language, its Chinese marked where that is another.

    >>> in_its_language("Code lists 代码表", "en")
    Markup('Code lists <span lang="zh-Hans">代码表</span>')
    """
    if language == CHINESE:
        return Markup(escape(text))
    return Markup("").join(
        Markup('<span lang="{}">{}</span>').format(CHINESE, part) if _HAN.fullmatch(part) else Markup(escape(part))
        for part in re.split(f"({_HAN.pattern})", text)
        if part
    )
