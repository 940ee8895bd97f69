"""docs/deploying.md: what it tells a publisher to type and to set is there, and does what it says."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path

import pytest

from gongbao.commands import serve as command
from gongbao.serving import server
from gongbao.serving.place import Place
from gongbao.site.visitors import bounds
from gongbao.site.visitors.settings import ENVIRONMENT, Settings
from support.asking import asking
from support.nginx import PREFIX
from support.paths import ROOT

PAGE = ROOT / "docs" / "deploying.md"
BESIDE = ROOT / "docs" / "deploying"
TEXT = PAGE.read_text(encoding="utf-8")
PUBLIC = Place("https://data.example.org", f"{PREFIX}/")


def test_links_lead_to_files() -> None:
    links = re.findall(r"\]\(([^)#]+)\)", TEXT)
    assert {path.name for path in BESIDE.iterdir()} == {Path(link).name for link in links if "deploying/" in link}
    assert [link for link in links if not (PAGE.parent / link).is_file()] == []


def test_the_table_of_settings_is_that_of_the_code() -> None:
    told = re.findall(rf"^\| `{ENVIRONMENT}(\w+)` \| (\d+) \|", TEXT, re.MULTILINE)
    assert [(name.lower(), int(value)) for name, value in told] == list(Settings()._asdict().items())


def test_the_bounds_of_sql_are_those_of_the_code() -> None:
    assert f"{bounds.ANSWER // 1_000_000} MB an answer" in TEXT
    assert f"{bounds.HEAP // 2**20} MB while it sorts" in TEXT


def commands() -> list[list[str]]:
    """The words after every call of the server, in the page, the unit, the container and the configuration of nginx."""
    found = []
    for path in (PAGE, *sorted(BESIDE.iterdir())):
        text = path.read_text(encoding="utf-8")
        found += [
            shlex.split(words) for words in re.findall(r"(?:scripts/serve\.py|gongbao serve) (--port [^&\n`(]*)", text)
        ]
        for words in re.findall(r'ENTRYPOINT (\[.*"scripts/serve\.py".*\])', text):
            listed = json.loads(words)
            found.append(listed[listed.index("scripts/serve.py") + 1 :])
    return found


def test_every_call_of_the_server_is_understood(monkeypatch: pytest.MonkeyPatch, package: Path) -> None:
    calls, places = commands(), []
    monkeypatch.setattr(server, "serve", lambda _folder, **told: places.append((told["port"], told["place"])))
    for words in calls:
        assert command.main(package, words) == 0
    assert len(places) == len(calls) == 5
    assert {port for port, _ in places} == {8001, 8002}
    assert [place for _, place in places if place != PUBLIC] == [Place()]  # the container is told when it is run


def test_every_option_of_the_table_is_one(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        command.main(None, ["--help"])
    known = set(re.findall(r"--[a-z-]+", capsys.readouterr().out)) - {"--help", "--probe"}
    rows = re.findall(r"^\| (`--.*?) \|", TEXT, re.MULTILINE)
    assert set(re.findall(r"--[a-z-]+", " ".join(rows))) == known


def test_the_answer_of_the_health_address_is_as_shown(served: Path) -> None:
    (shown,) = re.findall(r'^\{"status".*\}$', TEXT, re.MULTILINE)
    for get in asking(served):
        told = get("/-/health").json()
        assert told.keys() == json.loads(shown).keys()
        assert json.loads(shown)["databases"].keys() <= told["databases"].keys()
