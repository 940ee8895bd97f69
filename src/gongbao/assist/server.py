"""The server: tools, documents and prompts over the Model Context Protocol, on standard input and output.

Standard output is the protocol's alone; whatever else is to be said goes to standard error.
"""

from __future__ import annotations

import asyncio
import difflib
import gc
import sys
import traceback
from pathlib import Path
from typing import Any

from mcp import MCPError, types
from mcp.server import Server
from mcp.server.stdio import stdio_server

from gongbao.assist.arguments import read_arguments
from gongbao.assist.choices import enumerate_in, untitled
from gongbao.assist.documents import TEMPLATES, documents_of, read_document
from gongbao.assist.library import Library, Refusal, open_build
from gongbao.assist.prompts import PROMPTS, fill
from gongbao.assist.tools import INSTRUCTIONS, TOOLS, Tool
from gongbao.site.citing import find_version
from gongbao.site.wording.names import DATABASE

NAME = "gongbao"
HARMLESS = types.ToolAnnotations(
    read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False
)


def serve(root: Path) -> None:
    """Answer an assistant until it closes standard input. Raises ServeError while nothing is built."""
    asyncio.run(_serve(root))
    gc.freeze()  # the process ends: nobody need look through its memory for garbage, which takes a second


async def _serve(root: Path) -> None:
    library = Library(await open_build(root))
    edition = await find_version(library.builds.current.datasette, DATABASE)
    server = make_server(library, edition.dataset.version if edition else "")
    try:
        async with stdio_server() as (read, write):
            await server.run(read, write, server.create_initialization_options())
    finally:
        await library.builds.close()


def make_server(library: Library, version: str) -> Server[Any]:
    """Return the protocol's server over a package; its version is that of the data."""
    desk = Desk(library)
    return Server(
        NAME,
        version=version,
        title="公报 gongbao: government work reports as open data",
        instructions=INSTRUCTIONS,
        on_list_tools=desk.list_tools,
        on_call_tool=desk.call_tool,
        on_list_resources=desk.list_resources,
        on_list_resource_templates=desk.list_templates,
        on_read_resource=desk.read_resource,
        on_list_prompts=desk.list_prompts,
        on_get_prompt=desk.get_prompt,
    )


class Desk:
    """Answers the protocol's requests from the newest build."""

    def __init__(self, library: Library) -> None:
        self.library = library

    async def list_tools(self, _ctx: Any, _params: Any) -> types.ListToolsResult:
        """Return the tools with their schemas, values of parameters read from the data."""
        async with self.library.newest() as build:
            return types.ListToolsResult(tools=[await describe(build, tool) for tool in TOOLS.values()])

    async def call_tool(self, _ctx: Any, params: types.CallToolRequestParams) -> types.CallToolResult:
        """Return the answer of a tool; a fault says what to do about it."""
        try:
            tool = _find(params.name)
            async with self.library.newest() as build:
                answer = await tool.run(build, await read_arguments(build, tool.arguments, params.arguments or {}))
        except Refusal as fault:
            return _refuse(str(fault))
        except Exception as fault:
            traceback.print_exc(file=sys.stderr)
            return _refuse(f"{params.name}: a fault of the program itself ({type(fault).__name__}): ask in another way")
        text = types.TextContent(type="text", text=answer.text())
        return types.CallToolResult(content=[text], structured_content=answer.model_dump(mode="json"))

    async def list_resources(self, _ctx: Any, _params: Any) -> types.ListResourcesResult:
        """Return the documents."""
        async with self.library.newest() as build:
            found = documents_of(build)
        return types.ListResourcesResult(
            resources=[
                types.Resource(uri=d.uri, name=d.name, title=d.title, description=d.about, mime_type=d.media_type)
                for d in found
            ]
        )

    async def list_templates(self, _ctx: Any, _params: Any) -> types.ListResourceTemplatesResult:
        """Return the documents whose address has a place to fill."""
        return types.ListResourceTemplatesResult(
            resource_templates=[
                types.ResourceTemplate(
                    uri_template=d.uri, name=d.name, title=d.title, description=d.about, mime_type=d.media_type
                )
                for d in TEMPLATES
            ]
        )

    async def read_resource(self, _ctx: Any, params: types.ReadResourceRequestParams) -> types.ReadResourceResult:
        """Return a document; a fault is one of the protocol."""
        uri = str(params.uri)
        try:
            async with self.library.newest() as build:
                found = await read_document(build, uri)
        except Refusal as fault:
            raise MCPError(code=types.INVALID_PARAMS, message=str(fault), data={"uri": uri}) from None
        contents = types.TextResourceContents(uri=uri, text=found.text, mime_type=found.media_type)
        return types.ReadResourceResult(contents=[contents])

    async def list_prompts(self, _ctx: Any, _params: Any) -> types.ListPromptsResult:
        """Return the prompts."""
        return types.ListPromptsResult(
            prompts=[
                types.Prompt(
                    name=p.name,
                    title=p.title,
                    description=p.about,
                    arguments=[types.PromptArgument(name=p.argument, description=p.argument_about, required=True)],
                )
                for p in PROMPTS.values()
            ]
        )

    async def get_prompt(self, _ctx: Any, params: types.GetPromptRequestParams) -> types.GetPromptResult:
        """Return a prompt with its argument filled in; a fault is one of the protocol."""
        try:
            prompt, words = fill(params.name, dict(params.arguments or {}))
        except Refusal as fault:
            raise MCPError(code=types.INVALID_PARAMS, message=str(fault)) from None
        message = types.PromptMessage(role="user", content=types.TextContent(type="text", text=words))
        return types.GetPromptResult(description=prompt.about, messages=[message])


async def describe(build: Any, tool: Tool) -> types.Tool:
    """Return a tool as the protocol has it."""
    schema = untitled(tool.arguments.model_json_schema())
    return types.Tool(
        name=tool.name,
        title=tool.title,
        description=tool.about,
        input_schema=await enumerate_in(build, schema, tool.arguments.sources(), tool.arguments.likes()),
        output_schema=untitled(tool.answer.model_json_schema(mode="serialization")),
        annotations=HARMLESS,
    )


def _find(name: str) -> Tool:
    if name not in TOOLS:
        near = difflib.get_close_matches(name, TOOLS, 1)
        hint = f"did you mean {near[0]}? " if near else ""
        raise Refusal(f"{name}: there is no such tool: {hint}There are {', '.join(TOOLS)}.")
    return TOOLS[name]


def _refuse(words: str) -> types.CallToolResult:
    return types.CallToolResult(content=[types.TextContent(type="text", text=words)], is_error=True)
