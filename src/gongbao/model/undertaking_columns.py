"""The columns of undertakings, defined once as those of `columns` are."""

from __future__ import annotations

from gongbao.model.column import SLUG, code_column, day_column, text_column, text_pair
from gongbao.model.ids import span_pattern

# undertakings
OrganizationId = text_column(
    "Organization",
    "机构",
    "a company, agency, bank, school or association",
    "企业、机关、银行、学校或社团",
    pattern=SLUG,
)
IssuerId = text_column(
    "Issuer",
    "制定机关",
    "the organization that made the policy, where known",
    "制定该政策的机构（如已知）",
    pattern=SLUG,
)
TermId = text_column("Term", "术语", "a term of the political vocabulary", "政策用语", pattern=SLUG)
ProjectId = text_column("Project", "项目", "a particular undertaking", "特定项目", pattern=SLUG)
PolicyId = text_column("Policy", "政策", "a policy, plan, reform or programme", "政策、规划、改革或计划", pattern=SLUG)
ProjectMentionId = text_column(
    "Project mention",
    "项目提及",
    "the mention, by its first and last character",
    "提及之处，以起止位置编号",
    pattern=span_pattern("project_mentions"),
)
PolicyMentionId = text_column(
    "Policy mention",
    "政策提及",
    "the mention, by its first and last character",
    "提及之处，以起止位置编号",
    pattern=span_pattern("policy_mentions"),
)
CommitmentId = text_column(
    "Commitment",
    "承诺",
    "the promise, by its first and last character",
    "承诺，以起止位置编号",
    pattern=span_pattern("commitments"),
)
EntityMentionId = text_column(
    "Mention",
    "提及",
    "the mention, by its first and last character",
    "提及之处，以起止位置编号",
    pattern=span_pattern("organization_mentions", "place_mentions", "term_mentions"),
)
CandidateId = text_column(
    "Candidate",
    "候选",
    "the candidate, by its first and last character",
    "候选之处，以起止位置编号",
    pattern=span_pattern("candidates"),
)
ExplanationZh, ExplanationEn = text_pair(
    "Explanation of the term",
    "术语解释",
    (
        "what the term means in general, told from outside the report; where it was read in a public page, a row of external_facts names that",
        "术语的一般含义，取自报告之外；据公开网页所述的，出处见external_facts表",
    ),
    ("what the term means in general, in English", "一般含义的英文说明"),
)
UsageZh, UsageEn = text_pair(
    "Use in the report",
    "报告中的用法",
    ("how this report uses the term, told from the report alone", "本报告如何使用该术语，仅据报告原文"),
    ("how this report uses the term, in English", "报告用法的英文说明"),
)
OrganizationKind = code_column(
    "organization_kind", "Kind of organization", "机构类型", "what kind of body it is", "机构的类型"
)
OrganizationRole = code_column(
    "organization_role",
    "Role in the project",
    "项目中的角色",
    "what the organization does in the project",
    "机构在项目中的作用",
)
ProjectType = code_column("project_type", "Type of project", "项目类型", "what kind of undertaking it is", "项目的类型")
ProjectStatus = code_column(
    "project_status", "Status of the project", "项目状态", "how far it is, as the report says", "报告所述进展"
)
LatestProjectStatus = code_column(
    "project_status",
    "Latest status of the project",
    "项目最新状态",
    "status in the newest report that mentions it: the last one reported, or planned where nothing is reported",
    "最近一份提及该项目的报告所述状态：取已报告的最后一次，未报告进展时取计划状态",
)
LatestPolicyStatus = code_column(
    "policy_status",
    "Latest status of the policy",
    "政策最新状态",
    "status in the newest report that mentions it: the last one reported, or planned where nothing is reported",
    "最近一份提及该政策的报告所述状态：取已报告的最后一次，未报告进展时取计划状态",
)
LatestReportId = text_column(
    "Report of the latest status", "最新状态所据报告", "the report the latest status is taken from", "最新状态所出自的报告",
    pattern=SLUG,
)  # fmt: skip
PolicyType = code_column("policy_type", "Type of policy", "政策类型", "what kind of policy it is", "政策的类型")
PolicyLevel = code_column(
    "policy_level", "Level of the policy", "政策层级", "which level of government made it", "制定层级"
)
PolicyStatus = code_column(
    "policy_status", "Status of the policy", "政策状态", "what the report says of it", "报告所述情况"
)
StatusQuote = text_column("Words of status", "状态用语", "the words of the sentence that say so", "句中说明状态的原文")
Timeframe = code_column("timeframe", "Timeframe", "时间范围", "reported as done or promised", "已报告或计划中")
FormalTitle = text_column("Formal title", "正式标题", "the title that stands inside 《》", "书名号内的标题")
VerbZh = text_column("Verb", "动词", "the verb of the promise, as written", "承诺所用动词原文")
ObjectZh = text_column("Object", "对象", "what the verb acts on, as written", "动词所及对象原文")
SummaryEn = text_column("Summary (English)", "概要（英文）", "the promise in one English phrase", "承诺的英文概要")
Checkability = code_column(
    "checkability", "Checkability", "可核查性", "whether one could check it a year later", "一年后能否核查"
)
DueOn = day_column("Due on", "期限", "day by which it is to be done, where the text gives one", "原文给出的完成期限")
CandidateKind = code_column(
    "candidate_kind", "Kind of candidate", "候选类型", "which rule found the words", "发现该处的规则"
)
CoveredBy = code_column(
    "covered_by", "Covered by", "处理情况", "a row covers it, or it is dismissed", "有对应行或不计入"
)
