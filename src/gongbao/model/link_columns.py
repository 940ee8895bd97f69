"""The columns of links between rows and of facts from outside the reports, defined once as those of `columns` are."""

from __future__ import annotations

from gongbao.model.column import code_column, day_column, list_column, text_column

PolicyRole = code_column(
    "policy_role",
    "Role in the policy",
    "政策中的角色",
    "what the organization has to do with the policy",
    "机构与该政策的关系",
)
SameTableName = text_column(
    "Table of the other row",
    "另一行所在的表",
    "the table of the row that means the same thing",
    "指同一事物的另一行所在的表",
    pattern=r"^[a-z_]+$",
)
SameRowId = text_column(
    "Other row", "另一行编号", "primary key of the row that means the same thing", "指同一事物的另一行的主键"
)
ExternalFactId = text_column(
    "Fact",
    "外部事实",
    "the fact: the table, the row and the kind",
    "外部事实：由表名、行编号与类型组成",
    pattern=r"^[a-z_]+-\S+-[a-z_]+$",
)
FactKind = code_column(
    "fact_kind", "Kind of fact", "事实类型", "what was read outside the report", "报告之外所查得内容的类型"
)
FactValue = text_column(
    "Fact", "内容", "the name, number, day or words as the page gives them", "网页所载名称、编号、日期或文字"
)
SourceTitle = text_column("Page", "网页标题", "title and publisher of the page", "网页标题与发布者")
ReadOn = day_column("Read on", "查阅日期", "day the page was read", "查阅该网页的日期")
ProjectIds = list_column("Projects", "项目", "the projects a promise names", "承诺所涉的项目")
PolicyIds = list_column("Policies", "政策", "the policies a promise names", "承诺所涉的政策")
