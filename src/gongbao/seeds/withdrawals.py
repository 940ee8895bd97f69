"""seeds/withdrawn.csv: releases that should be used no longer, with day and reason; the releases themselves stay."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from pydantic import model_validator

from gongbao.errors import SeedError
from gongbao.model import history_columns as c
from gongbao.seeds.files import read_table, refuse_twins
from gongbao.seeds.models import Seed

SHOWN = "seeds/withdrawn.csv"


class Withdrawal(Seed):
    """A release that its publisher takes back: when, why, and which release to use instead where there is one.

    The files of the release stay as they are; verify, citations, index, feed and site tell of the mark.
    """

    file = "withdrawn"

    version: c.Version
    withdrawn_on: date
    replacement_version: c.ReplacementVersion | None = None
    reason_zh: c.ReasonZh
    reason_en: c.ReasonEn

    @model_validator(mode="after")
    def _names_another(self) -> Withdrawal:
        if self.replacement_version == self.version:
            raise ValueError("the release names itself as its replacement: name another, or none")
        return self

    def words(self, language: str) -> str:
        """Return the mark as a sentence in `en` or `zh`.

        >>> words = {"reason_zh": "数值有误。", "reason_en": "A value is wrong.", "replacement_version": "1.0.1"}
        >>> Withdrawal.model_validate({"version": "1.0.0", "withdrawn_on": "2026-12-01", **words}).words("en")
        'Release 1.0.0 was withdrawn on 2026-12-01: A value is wrong. Use 1.0.1 instead.'
        """
        other = self.replacement_version
        if language == "en":
            use = f" Use {other} instead." if other else ""
            return f"Release {self.version} was withdrawn on {self.withdrawn_on}: {self.reason_en}{use}"
        use = f"请改用{other}版。" if other else ""
        return f"{self.version}版已于{self.withdrawn_on}撤回：{self.reason_zh}{use}"


def load_withdrawals(seeds: Path) -> dict[str, Withdrawal]:
    """Read the marks by version; none where there is no such file.

    Raises SeedError with file and line for a faulty one, for a version that stands twice, and for a replacement that
    is withdrawn itself.
    """
    lines = read_table(seeds / "withdrawn.csv", SHOWN, Withdrawal, optional=True)
    refuse_twins(lines, "version")
    found = {line.item.version: line.item for line in lines}
    for line in lines:
        if line.item.replacement_version in found:
            other = line.item.replacement_version
            raise SeedError(f"{line.place}: {other} is withdrawn as well: name a release that is not, or none")
    return found


def check_withdrawals(withdrawals: Mapping[str, Withdrawal], released: Mapping[str, date]) -> None:
    """Raise SeedError for a mark on what was never released, or of a day before the release."""
    for mark in withdrawals.values():
        for version in (mark.version, mark.replacement_version):
            if version and version not in released:
                known = ", ".join(released) or "none yet"
                raise SeedError(f"{SHOWN}:1: there is no release {version}: the releases are {known}")
        if mark.withdrawn_on < released[mark.version]:
            day = released[mark.version]
            raise SeedError(f"{SHOWN}:1: {mark.version} is withdrawn before its release ({day}): correct the day")
