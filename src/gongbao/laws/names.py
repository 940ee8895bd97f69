"""The laws of names: a mention bears a name of what it mentions, a title stands in its brackets, an id in its name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from gongbao.laws.failures import Failure, fail
from gongbao.laws.published import Published
from gongbao.model.rows import Commitment, Policy, PolicyMention, Project, ProjectMention, Theme

_TITLE = re.compile(r"《([^》\n]+)》")
_WHOLE = re.compile(r"《([^》\n]+)》(?:[（(][^（()）]*[)）])?")
# What has happened stands in no plan: a plan may go on with what is under way, not promise what is done.
_DONE = frozenset(
    {
        "completed", "held", "signed", "approved", "construction_started", "trial_operation",
        "issued", "drafted", "implemented",
    }
)  # fmt: skip
_MENTIONED: tuple[tuple[type[ProjectMention | PolicyMention], type[Project | Policy], str], ...] = (
    (ProjectMention, Project, "project_id"),
    (PolicyMention, Policy, "policy_id"),
)
_ALIAS = "correct the id, or add the words to its aliases_zh"


def _bare(word: str) -> str:
    """The letters and digits of a word, marks left out: “双随机、一公开” is 双随机一公开."""
    return re.sub(r"\W", "", word)


def _pairs(words: Iterable[str]) -> set[str]:
    """The pairs of neighbouring letters in words."""
    return {word[i : i + 2] for word in map(_bare, words) for i in range(len(word) - 1)}


def check_mentions_named(published: Published) -> Iterator[Failure]:
    """A mention's quote shares two letters in a row with a name of what it mentions, and is not the name of another."""
    for mention, entity, key in _MENTIONED:
        names = {row.key: {row.name_zh, *row.aliases_zh} for _, row in published.rows(entity)}
        pairs = {name: _pairs(known) for name, known in names.items()}
        owners = {_bare(name): owner for owner, known in names.items() for name in known}
        for traced, row in published.rows(mention):
            target = str(getattr(row, key))
            if not pairs.get(target, set()) & _pairs([row.quote]):
                yield fail("mentions", traced, f"its quote holds no part of a name of {target}", _ALIAS)
            elif row.report_id in published.curated and owners.get(_bare(row.quote), target) != target:
                message = f"its quote is a name of {owners[_bare(row.quote)]}, not of {target}"
                yield fail("mentions", traced, message, _ALIAS)


def check_formal_titles(published: Published) -> Iterator[Failure]:
    """A formal title stands in 《》 in a mention of its policy; a mention that is a whole 《title》 needs one."""
    quotes: dict[str, list[str]] = {}
    for _, row in published.rows(PolicyMention):
        quotes.setdefault(row.policy_id, []).append(row.quote)
    for traced, policy in published.rows(Policy):
        mine = quotes.get(policy.policy_id, [])
        standing = {title for quote in mine for title in _TITLE.findall(quote)}
        if policy.formal_title is not None and mine and policy.formal_title not in standing:
            message = f"“{policy.formal_title}” stands in 《》 in no mention of it"
            yield fail("mentions", traced, message, "copy formal_title from the text")
        if policy.formal_title is None and any(_WHOLE.fullmatch(quote) for quote in mine):
            yield fail("mentions", traced, "is mentioned by its 《title》 and has no formal_title", "fill it in")


def check_plans_undone(published: Published) -> Iterator[Failure]:
    """What stands in the plan is not yet done."""
    for traced, row in published.rows(ProjectMention):
        if row.timeframe == "planned" and row.project_status in _DONE:
            yield fail("timeframe", traced, f"is planned and called {row.project_status}", "correct the status")
    for policy, said in published.rows(PolicyMention):
        if said.timeframe == "planned" and said.policy_status in _DONE:
            yield fail("timeframe", policy, f"is planned and called {said.policy_status}", "correct the status")


def check_theme_ids(published: Published) -> Iterator[Failure]:
    """The id of a theme is made of words of its English name."""
    for traced, row in published.rows(Theme):
        heads = {word[:4] for word in re.findall(r"[a-z0-9]+", row.name_en.lower())}
        if not heads & {word[:4] for word in row.theme_id.split("-")}:
            yield fail("stable identity", traced, f"“{row.name_en}” shares no word with its id", "name it by its id")


def check_curated_themes(published: Published) -> Iterator[Failure]:
    """What a curator has described has a theme."""
    models: tuple[type[Project | Policy | Commitment], ...] = (Project, Policy, Commitment)
    for model in models:
        for traced, row in published.rows(model):
            if row.review == "curated" and row.theme_id is None:
                yield fail("link", traced, "has no theme", "fill in theme_id")
