"""Which number a change calls for: the scenarios of the Data Package version recipe, and the project's own cases."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from gongbao.errors import ReleaseError
from gongbao.packages.content import Package
from gongbao.releases.changes import Tally, list_changes
from gongbao.releases.schema_differences import SchemaChange, compare_schemas
from gongbao.releases.verdict import RULES, Level, Verdict, decide, order, raise_version, weigh
from support.small_packages import altered, example, field, write

Model = dict[str, Any]
Alter = Callable[[Model], object]


def units(m: Model) -> Model:
    return m["tables"]["units"]


def values(m: Model) -> Model:
    return m["tables"]["values"]


def column(table: Model, name: str) -> Model:
    return next(f for f in table["fields"] if f["name"] == name)


def add_column(m: Model, at: int = 9) -> None:
    values(m)["fields"].insert(at, field("note"))
    for row in values(m)["rows"]:
        row.insert(at, "x")


def drop_column(m: Model) -> None:
    del values(m)["fields"][3]
    for row in values(m)["rows"]:
        del row[3]


def swap_columns(m: Model) -> None:
    for row in [values(m)["fields"], *values(m)["rows"]]:
        row[1], row[2] = row[2], row[1]


def split_row(m: Model) -> None:
    units(m)["rows"][0:1] = [["dose-a", "剂甲", ""], ["dose-b", "剂乙", ""]]
    values(m)["rows"][0][1] = "dose-a"


def new_reference_table(m: Model) -> None:
    """The reference table exists in a new version beside the old; data and schema now refer to it."""
    m["tables"]["units-2026"] = altered(units(m)) | {"path": "data/units-2026.csv"}
    values(m)["references"] = {"unit_id": "units-2026"}


def rename_table(m: Model) -> None:
    m["tables"]["measures"] = m["tables"].pop("units")


def reverse(m: Model) -> None:
    values(m)["rows"].reverse()


def set_enum(m: Model, codes: list[str]) -> None:
    column(values(m), "status")["constraints"]["enum"] = codes


def constrain(m: Model, name: str, constraint: str, value: object) -> None:
    column(values(m), name)["constraints"][constraint] = value


# The recipe's nine scenarios; the first two are about a first release and stand in their own test below.
RECIPE: list[tuple[str, Alter, Level, Level]] = [
    ("append last month's data", lambda m: values(m)["rows"].append(["v4", "dose", "9", ""]), Level.MINOR, Level.MINOR),
    ("append a column", add_column, Level.MINOR, Level.MAJOR),  # the one exception, documented in verdict.py
    ("relocate the data", lambda m: values(m).update(path="data/moved.csv"), Level.NONE, Level.NONE),
    ("change a title or description", lambda m: m.update(title="Other"), Level.PATCH, Level.PATCH),
    ("fix a data entry error", lambda m: values(m)["rows"][0].__setitem__(2, "18"), Level.PATCH, Level.PATCH),
    ("split a row of a reference table", split_row, Level.MAJOR, Level.MAJOR),
    ("refer to a new version of the reference table", new_reference_table, Level.MINOR, Level.MINOR),
]  # fmt: skip

OWN: list[tuple[str, Alter, Level]] = [
    ("nothing", altered, Level.NONE),
    ("package renamed", lambda m: m.update(name="other"), Level.MAJOR),
    ("licence changed", lambda m: m.update(licenses=[{"name": "CC-BY-NC-4.0"}]), Level.MAJOR),
    ("table removed", lambda m: m["tables"].pop("values"), Level.MAJOR),
    ("table renamed", rename_table, Level.MAJOR),
    ("table added", lambda m: m["tables"].update(more=altered(units(m)) | {"path": "data/more.csv"}), Level.MINOR),
    ("column removed", drop_column, Level.MAJOR),
    ("column renamed", lambda m: column(values(m), "status").update(name="state"), Level.MAJOR),
    ("column inserted between others", lambda m: add_column(m, 1), Level.MINOR),
    ("columns reordered", swap_columns, Level.MAJOR),
    ("type changed", lambda m: column(values(m), "value").update(type="string"), Level.MAJOR),
    ("unit changed", lambda m: column(values(m), "value").update(unit="km"), Level.MAJOR),
    ("minimum raised", lambda m: constrain(m, "value", "minimum", 1), Level.MAJOR),
    ("minimum lowered", lambda m: constrain(m, "value", "minimum", -1), Level.MINOR),
    ("maximum lowered", lambda m: constrain(m, "value", "maximum", 50), Level.MAJOR),
    ("maximum raised", lambda m: constrain(m, "value", "maximum", 500), Level.MINOR),
    ("constraint added", lambda m: constrain(m, "status", "required", True), Level.MAJOR),
    ("constraint dropped", lambda m: column(values(m), "value")["constraints"].clear(), Level.MINOR),
    ("pattern changed", lambda m: constrain(m, "status", "pattern", "^a"), Level.MAJOR),
    ("code removed", lambda m: set_enum(m, ["actual"]), Level.MAJOR),
    ("code added", lambda m: set_enum(m, ["actual", "target", "estimated"]), Level.MINOR),
    ("primary key changed", lambda m: values(m).update(key=["value_id", "unit_id"]), Level.MAJOR),
    ("reference added", lambda m: values(m)["references"].update(status="units"), Level.MAJOR),
    ("reference dropped", lambda m: values(m)["references"].clear(), Level.MINOR),
    ("row removed", lambda m: values(m)["rows"].pop(), Level.MAJOR),
    ("row given another id", lambda m: values(m)["rows"][0].__setitem__(0, "v9"), Level.MAJOR),
    ("rows in another order", reverse, Level.PATCH),
    ("value emptied", lambda m: values(m)["rows"][0].__setitem__(3, ""), Level.PATCH),
    ("value filled in", lambda m: units(m)["rows"][0].__setitem__(2, "d"), Level.PATCH),
    ("column described otherwise", lambda m: column(units(m), "symbol").update(description="sign"), Level.PATCH),
    ("table given another title", lambda m: units(m).update(title="Measures"), Level.PATCH),
    ("keywords added", lambda m: m.update(keywords=["x"]), Level.PATCH),
    ("a correction and an addition", lambda m: (values(m)["rows"][0].__setitem__(2, "1"), add_column(m)), Level.MINOR),
    ("an addition and a removal", lambda m: (add_column(m), values(m)["rows"].pop()), Level.MAJOR),
]  # fmt: skip


def judge(alter: Alter, folder: Path, *, previous: str = "1.0.0") -> Verdict:
    model = example()
    old = Package(write(model, folder / "old"))
    changed = altered(model)
    alter(changed)
    new = Package(write(changed, folder / "new"))
    tally = Tally()
    for _ in list_changes(old, new, tally):
        pass
    return decide(previous, weigh(compare_schemas(old, new), tally.row_changes()))


@pytest.mark.parametrize(("alter", "level", "recipe"), [c[1:] for c in RECIPE], ids=[c[0] for c in RECIPE])
def test_scenario_of_the_recipe(alter: Alter, level: Level, recipe: Level, tmp_path: Path) -> None:
    verdict = judge(alter, tmp_path)
    assert verdict.level is level
    assert max((reason.rule.recipe for reason in verdict.reasons), default=Level.NONE) is recipe
    if level is not recipe:
        assert f"[the Data Package recipe: {recipe.name}]" in "\n".join(verdict.lines())


def test_scenarios_of_a_first_release() -> None:
    """Public consultation starts at 0.1.0, a first release is 1.0.0."""
    assert decide(None, ()).allowed == ("1.0.0", "0.1.0")


def test_the_recipe_has_nine_scenarios() -> None:
    assert len(RECIPE) + 2 == 9
    assert len(OWN) >= 20


@pytest.mark.parametrize(("alter", "level"), [c[1:] for c in OWN], ids=[c[0] for c in OWN])
def test_case(alter: Alter, level: Level, tmp_path: Path) -> None:
    verdict = judge(alter, tmp_path)
    assert verdict.level is level, verdict.lines()
    wanted = {Level.NONE: None, Level.PATCH: "1.0.1", Level.MINOR: "1.1.0", Level.MAJOR: "2.0.0"}[level]
    assert verdict.version == wanted


def test_redefinition_is_major() -> None:
    assert decide("1.2.3", weigh([], [], ["indicators.gross-product"])).version == "2.0.0"


@pytest.mark.parametrize(
    ("previous", "level", "number"),
    [
        ("0.1.0", Level.MAJOR, "0.2.0"),
        ("0.1.0", Level.PATCH, "0.1.1"),
        ("1.9.9", Level.PATCH, "1.9.10"),
        ("1.9.9", Level.MINOR, "1.10.0"),
        ("9.9.9", Level.MAJOR, "10.0.0"),
    ],
)
def test_numbers(previous: str, level: Level, number: str) -> None:
    assert raise_version(previous, level) == number


def test_from_a_consultation_the_first_release_is_open(tmp_path: Path) -> None:
    assert judge(drop_column, tmp_path, previous="0.3.0").allowed == ("0.4.0", "1.0.0")


def test_versions_sort_as_numbers() -> None:
    assert sorted(["1.10.0", "1.9.0", "0.20.0"], key=order) == ["0.20.0", "1.9.0", "1.10.0"]


def test_the_weightiest_reason_comes_first(tmp_path: Path) -> None:
    lines = judge(lambda m: (add_column(m), values(m)["rows"].pop()), tmp_path).lines()
    assert lines[0] == "MAJOR: 1.0.0 -> 2.0.0"
    assert [line.split(":")[0].strip() for line in lines[1:]] == ["MAJOR", "MINOR", "PATCH"]


def test_a_change_without_a_rule_is_refused() -> None:
    with pytest.raises(ReleaseError, match="no rule for the change 'unheard_of'"):
        weigh([SchemaChange("unheard_of", "", "", "", "")], [])


def test_every_rule_can_apply() -> None:
    """Each rule is met by a case above, so that none is dead."""
    met = set()
    for _, alter, *_ in [*RECIPE, *OWN]:
        model = example()
        changed = altered(model)
        alter(changed)
        met |= set(rules_met(model, changed))
    assert set(RULES) - met == {"redefined"}


def rules_met(model: Model, changed: Model) -> set[str]:
    with tempfile.TemporaryDirectory() as place:
        old, new = (Package(write(m, Path(place) / n)) for m, n in ((model, "old"), (changed, "new")))
        tally = Tally()
        for _ in list_changes(old, new, tally):
            pass
        rows = {change for _, change, _ in tally.row_changes()}
        return rows | {change.change for change in compare_schemas(old, new)}


def test_what_the_engine_makes_of_a_new_report_comes_of_its_source(tmp_path: Path) -> None:
    """Projects and their links bear no report_id: their ids tell whose they are."""
    reports = {"path": "data/reports.csv", "key": ["report_id"], "references": {}}
    reports |= {"fields": [field("report_id"), field("sha256")], "rows": [["kept-2021", "a"]]}
    projects = {"path": "data/projects.csv", "key": ["project_id"], "references": {}}
    projects |= {"fields": [field("project_id"), field("name_zh")], "rows": [["kept-2021-p5", "桥"]]}
    old = example() | {"tables": {"reports": reports, "projects": projects}}
    new = altered(old)
    new["tables"]["reports"]["rows"].append(["new-2022", "b"])
    new["tables"]["projects"]["rows"] += [["auto-new-2022-7", "路"], ["by-hand", "港"]]
    before, after = (Package(write(model, tmp_path / name)) for model, name in ((old, "old"), (new, "new")))
    kinds = {change.row_id: change.change_kind for change in list_changes(before, after, Tally())}
    assert kinds == {"new-2022": "source", "auto-new-2022-7": "source", "by-hand": "correction"}
