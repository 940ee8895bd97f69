"""How files are read by address: every recipe of the page of downloads is run against the site, as it stands there."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb
import pandas
import pytest
from fsspec.implementations.http import HTTPFileSystem  # type: ignore[import-untyped]

from gongbao.site.files.recipes import Recipe, recipes
from support.nginx import free_port
from support.servers import running

VALUES, COLUMNS = 91, 55  # of the view observations_flat
CODE = {recipe.tool: recipe for recipe in recipes()}
pytestmark = pytest.mark.slow
UNTRIED = {"Excel"}  # a double click


@pytest.fixture(scope="module")
def address(served: Path) -> Iterator[str]:
    port = free_port()
    with running(served, port):
        yield f"http://127.0.0.1:{port}"


def code_of(recipe: Recipe, address: str) -> str:
    return recipe.filled(address, "/releases/latest")


def run(*command: str, folder: Path | None = None) -> str:
    """Run a program; it is told that it reads and writes UTF-8, as on the computers people have."""
    if shutil.which(command[0]) is None:
        pytest.skip(f"{command[0]} is not installed")
    environment = {**os.environ, "LC_ALL": "C.UTF-8"}
    found = subprocess.run(
        command, capture_output=True, cwd=folder, env=environment, text=True, timeout=120, check=False
    )
    assert found.returncode == 0, found.stderr
    return found.stdout


def test_every_recipe_is_tried() -> None:
    tried = {"pandas", "polars", "DuckDB", "R", "Stata", "SQLite", "frictionless", "jq"}
    assert tried | UNTRIED == set(CODE)
    assert all(not CODE[tool].code for tool in UNTRIED)


@pytest.mark.parametrize(("tool", "name"), [("pandas", "values"), ("polars", "values"), ("frictionless", "package")])
def test_python(address: str, tool: str, name: str) -> None:
    names: dict[str, Any] = {}
    exec(code_of(CODE[tool], address), names)
    found = names[name]
    assert (len(found.resources) > 20) if tool == "frictionless" else (len(found) == VALUES)


class Http(HTTPFileSystem):  # type: ignore[misc]
    """Files over HTTP as DuckDB asks for them: it wants to know since when they are as they are."""

    def modified(self, _: str) -> datetime:
        """Return some day: a file of a release does not change."""
        return datetime(2026, 1, 1, tzinfo=UTC)


def test_duckdb(address: str) -> None:
    """The SQL as it stands; the file system over HTTP is another's, as the extension httpfs cannot be fetched here."""
    connection = duckdb.connect()
    connection.register_filesystem(Http())
    rows = connection.sql(code_of(CODE["DuckDB"], address)).fetchall()
    assert len(rows) == 10
    assert rows[2] == ("COVID-19 vaccine doses supplied", 1.7e9, "doses")


def test_r(address: str) -> None:
    told = "; cat(dim(values), values$indicator_zh[values$observation_id == 'bda-2021-o347'])"
    out = run("Rscript", "--vanilla", "-e", code_of(CODE["R"], address) + told)
    assert out == f"{VALUES} {COLUMNS} 新冠疫苗供应量"


def test_the_file_of_stata_is_read_by_pandas(address: str) -> None:
    code = code_of(CODE["Stata"], address)
    assert code == f'use "{address}/releases/latest/stata/observations_flat.dta", clear'
    table = pandas.read_stata(code.split('"')[1])
    assert table.shape == (VALUES, COLUMNS)
    row = table[table["observation_id"] == "bda-2021-o347"].iloc[0]
    assert (row["indicator_zh"], row["value"], row["measure"]) == ("新冠疫苗供应量", 1.7e9, "level")


def test_the_file_of_stata_is_read_by_haven(address: str) -> None:
    if shutil.which("Rscript") is None or "haven" not in run("Rscript", "-e", "cat(rownames(installed.packages()))"):
        pytest.skip("R has no haven: apt install r-cran-haven")
    read = code_of(CODE["Stata"], address).replace("use ", "v <- haven::read_dta(").replace(", clear", ")")
    told = "; cat(dim(v), attr(v$value, 'label'), v$indicator_zh[v$observation_id == 'bda-2021-o347'],"
    told += " as.character(haven::as_factor(v$measure)[1]))"
    out = run("Rscript", "--vanilla", "-e", read + told)
    assert out == f"{VALUES} {COLUMNS} Value 数值 新冠疫苗供应量 level"


@pytest.mark.parametrize(("tool", "wanted"), [("SQLite", str(VALUES)), ("jq", "COVID")])
def test_shell(address: str, tmp_path: Path, tool: str, wanted: str) -> None:
    for program in ("curl", "sqlite3" if tool == "SQLite" else "jq"):
        if shutil.which(program) is None:
            pytest.skip(f"{program} is not installed")
    out = run("sh", "-ec", code_of(CODE[tool], address), folder=tmp_path)
    assert out.strip() == wanted if tool == "SQLite" else len(out.splitlines()) > 5
