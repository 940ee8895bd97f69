"""The arguments of tools: typed, described, strict; what is wrong with them is told with the remedy."""

from __future__ import annotations

import difflib
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from gongbao.assist.choices import From, Like, choose
from gongbao.assist.library import Build, Refusal
from gongbao.errors import shorten

MOST_ROWS = 50
LONGEST = 400  # characters of what is searched for


class Arguments(BaseModel):
    """Base of all arguments: unknown names are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)

    @classmethod
    def sources(cls) -> dict[str, str]:
        """Return where the values of parameters are read from, by their names."""
        return {name: mark.source for name, mark in cls._marks() if isinstance(mark, From)}

    @classmethod
    def likes(cls) -> dict[str, Like]:
        """Return where examples are read from, by the names of parameters."""
        return {name: mark for name, mark in cls._marks() if isinstance(mark, Like)}

    @classmethod
    def _marks(cls) -> list[tuple[str, Any]]:
        return [(name, mark) for name, field in cls.model_fields.items() for mark in field.metadata]


class Paging(Arguments):
    """Arguments of a list that is given in pages."""

    limit: int = Field(20, ge=1, le=MOST_ROWS, description=f"Rows of one answer, 1 to {MOST_ROWS}.")
    cursor: str | None = Field(
        None,
        max_length=200,
        description="To go on: `next_cursor` of the answer before, with the other arguments as then.",
    )


Words = Annotated[
    str | None,
    Field(
        max_length=LONGEST,
        description="Words all of which must occur (| parts alternatives), in Chinese or English; words that mean the "
        "same are found, too.",
        examples=["芯片", "elderly care", "养老|elderly care"],
    ),
]
Theme = Annotated[
    str | None,
    From("themes"),
    Field(
        description="A theme (sector), by its id or its name in Chinese or English.", examples=["talent", "疫情防控"]
    ),
]
ReportId = Annotated[str | None, From("reports"), Field(description="Keep to one report, by its id.")]
PlaceId = Annotated[str | None, From("places"), Field(description="The place the row is about, by its id or name.")]

AnyArguments = TypeVar("AnyArguments", bound=Arguments)


async def read_arguments(build: Build, kind: type[AnyArguments], given: dict[str, Any]) -> AnyArguments:
    """Return arguments in order, names of values turned into ids; raises Refusal with a line for each fault."""
    blank = {name for name, value in given.items() if value is None or value == ""}
    try:
        arguments = kind.model_validate({name: value for name, value in given.items() if name not in blank})
    except ValidationError as fault:
        raise Refusal("\n".join(_tell(kind, error) for error in fault.errors())) from None
    chosen = {}
    for name, source in kind.sources().items():
        value = getattr(arguments, name)
        if value is not None:
            chosen[name] = await choose(build, name, source, value)
    return arguments.model_copy(update=chosen)


def _tell(kind: type[Arguments], error: Any) -> str:
    name = ".".join(str(part) for part in error["loc"]) or "arguments"
    known = list(kind.model_fields)
    if error["type"] == "extra_forbidden":
        near = difflib.get_close_matches(name, known, 1)
        hint = f"did you mean {near[0]}? " if near else ""
        return f"{name}: there is no such parameter: {hint}The parameters are {', '.join(known) or 'none'}."
    if error["type"] == "missing":
        about = kind.model_fields[name].description
        return f"{name}: is missing: give it. {about}"
    return f"{name}: {error['msg'][:1].lower()}{error['msg'][1:]}, not “{shorten(error['input'], 80)}”."
