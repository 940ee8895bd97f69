"""Rows of what lives longer than one report: themes, units, places, indicators, code lists."""

from __future__ import annotations

from typing import ClassVar

from gongbao.model import columns as c
from gongbao.model.row import Row


class Theme(Row):
    """A subject matter indicators are grouped by."""

    table = "themes"
    caption_en, caption_zh = "Themes", "主题"
    about_en, about_zh = "Subject matters that group indicators.", "指标所属的主题领域。"
    primary_key = ("theme_id",)
    label = "name_en"
    text_columns = ("name_zh", "name_en", "definition_zh", "definition_en")

    theme_id: c.ThemeId
    name_zh: c.NameZh
    name_en: c.NameEn
    definition_zh: c.DefinitionZh
    definition_en: c.DefinitionEn


class Unit(Row):
    """A unit of measurement with the forms it takes in prose."""

    table = "units"
    caption_en, caption_zh = "Units of measurement", "计量单位"
    about_en, about_zh = "Units and counted things, with UCUM codes.", "计量单位与计数单位，附UCUM代码。"
    primary_key = ("unit_id",)
    label = "name_en"
    text_columns = ("name_zh", "name_en", "aliases_zh")

    unit_id: c.UnitId
    name_zh: c.NameZh
    name_en: c.NameEn
    symbol: c.Symbol | None
    ucum: c.Ucum | None
    dimension: c.Dimension
    aliases_zh: c.AliasesZh


class Place(Row):
    """A place values are about."""

    table = "places"
    caption_en, caption_zh = "Places", "地域"
    about_en, about_zh = "Places the values are about.", "数值所涉地域。"
    primary_key = ("place_id",)
    foreign_keys: ClassVar[dict[str, str]] = {"parent_place_id": "places"}
    label = "name_en"
    text_columns = ("name_zh", "name_en", "aliases_zh", "aliases_en")

    place_id: c.PlaceId
    parent_place_id: c.ParentPlaceId | None
    place_kind: c.PlaceKind
    name_zh: c.NameZh
    name_en: c.NameEn
    aliases_zh: c.AliasesZh
    aliases_en: c.AliasesEn


class Indicator(Row):
    """A concept that can be measured."""

    table = "indicators"
    caption_en, caption_zh = "Indicators", "指标"
    about_en, about_zh = "Concepts that are measured, with definitions.", "被度量的概念及其定义。"
    primary_key = ("indicator_id",)
    foreign_keys: ClassVar[dict[str, str]] = {"theme_id": "themes"}
    unique_keys = (("name_zh",), ("name_en",))
    label = "name_en"
    text_columns = ("name_zh", "name_en", "definition_zh", "definition_en", "aliases_zh", "aliases_en")

    indicator_id: c.IndicatorId
    name_zh: c.NameZh
    name_en: c.NameEn
    definition_zh: c.DefinitionZh
    definition_en: c.DefinitionEn
    theme_id: c.ThemeId
    aliases_zh: c.AliasesZh
    aliases_en: c.AliasesEn


class CodeRow(Row):
    """One value of a code list with its labels."""

    table = "codes"
    caption_en, caption_zh = "Code lists", "代码表"
    about_en, about_zh = "Every enumerated value of every table, in both languages.", "各表枚举值的中英文对照。"
    primary_key = ("codelist", "code")
    unique_keys = (("codelist", "position"),)
    label = None
    text_columns = ("code", "name_zh", "name_en", "description_zh", "description_en")

    codelist: c.Codelist
    code: c.CodeValue
    position: c.Position
    name_zh: c.NameZh
    name_en: c.NameEn
    description_zh: c.DescriptionZh
    description_en: c.DescriptionEn
