"""Every column of the published tables, defined once: one name, one type, one meaning in every table."""

from __future__ import annotations

from gongbao.model.column import (
    SLUG,
    code_column,
    count_column,
    day_column,
    list_column,
    list_pair,
    number_column,
    text_column,
    text_pair,
)
from gongbao.model.ids import point_pattern

# identity and receipts
ReportId = text_column("Report", "报告", "the report the row comes from", "该行所出自的报告", pattern=SLUG)
SectionId = text_column(
    "Section",
    "章节",
    "the section of the heading tree, by the character its heading starts at",
    "标题树中的章节，以标题首字位置编号",
    pattern=point_pattern("sections"),
)
ParentId = text_column(
    "Parent section", "上级章节", "the section this one belongs to", "所属的上级章节", pattern=point_pattern("sections")
)
SentenceId = text_column(
    "Sentence",
    "句子",
    "the sentence, by the character it starts at",
    "句子，以首字位置编号",
    pattern=point_pattern("sentences"),
)
NumeralId = text_column(
    "Numeral",
    "数字",
    "the numeral, by the character it starts at",
    "数字，以首字位置编号",
    pattern=point_pattern("numerals"),
)
ObservationId = text_column(
    "Observation",
    "观测",
    "the observation: the character its numeral starts at, with a, b … where one numeral serves several",
    "观测值：以其数字首字位置编号，一个数字对应多个观测时加a、b等",
    pattern=point_pattern("observations").replace("$", "[a-z]?$"),
)
ErratumId = text_column(
    "Erratum",
    "勘误",
    "the damaged spot, by the character it starts at",
    "受损之处，以首字位置编号",
    pattern=point_pattern("errata"),
)
CharStart = count_column(
    "First character",
    "起始字符",
    "offset of the quote's first character in the frozen text, counted in Unicode code points from 0",
    "引文首字在冻结文本中的位置，以Unicode码点计，从0起",
    unit="code points",
)
CharEnd = count_column(
    "End character",
    "结束字符",
    "offset just behind the quote's last character (half-open range)",
    "引文末字之后的位置（半开区间）",
    least=1,
    unit="code points",
)
Quote = text_column(
    "Quote",
    "引文",
    "the characters of the frozen text the row comes from, unchanged",
    "该行所依据的冻结文本原字，未作改动",
)

# reports, sections, sentences
TitleZh, TitleEn = text_pair(
    "Title", "标题", ("the document's title", "文件标题"), ("the document's title in English", "文件标题的英文译名")
)
IssuerZh, IssuerEn = text_pair(
    "Issuer",
    "发布机构",
    ("the body that issued the document", "发布该文件的机构"),
    ("the body that issued the document, by its official English name", "发布机构的官方英文名称"),
)
YearCovered = count_column(
    "Year covered",
    "报告年度",
    "the year the report looks back on",
    "报告回顾的年度",
    least=1949,
    most=2099,
    unit="year",
)
YearPlanned = count_column(
    "Year planned", "计划年度", "the year the report plans for", "报告部署的年度", least=1949, most=2099, unit="year"
)
PublishedOn = day_column("Published on", "发布日期", "day the issuer published the document", "发布机构公布文件的日期")
DocumentNumber = text_column(
    "Document", "文档号", "the issuer's own number for the page, where known", "发布机构网页的文档号（如已知）"
)
SourceUrl = text_column(
    "Source address",
    "来源网址",
    "the public page where what the row says was read",
    "据以填写该行内容的公开网页地址",
    pattern=r"^https?://\S+$",
)
ProvenanceZh, ProvenanceEn = text_pair(
    "Provenance", "来源说明", ("how the text came here", "文本的由来"), ("how the text came here", "文本由来的英文说明")
)
Sha256 = text_column(
    "SHA-256", "SHA-256", "checksum of the frozen text's bytes", "冻结文本字节的校验和", pattern=r"^[0-9a-f]{64}$"
)
Characters = count_column(
    "Characters", "字符数", "length of the frozen text", "冻结文本的长度", least=1, unit="code points"
)
RightsZh, RightsEn = text_pair(
    "Rights",
    "权利说明",
    ("who may use the document", "文件的使用权利"),
    ("who may use the document", "文件使用权利的英文说明"),
)
Review = code_column("review", "Review", "审阅状态", "whether a person has read every number", "是否已由人工逐数审阅")
Level = count_column(
    "Level",
    "层级",
    "depth of the heading: 0 title, 1 一、, 2 (一), 3 lead sentence of a paragraph, 4 ——",
    "标题层级：0为总标题，1为“一、”，2为“(一)”，3为段首句，4为“——”",
    most=4,
)
Part = code_column("part", "Part", "部分", "review of the past year or plan for the next", "工作回顾或工作安排")
HeadingZh, HeadingEn = text_pair(
    "Heading",
    "标题文字",
    ("the heading without its number", "不含编号的标题"),
    ("the heading in English", "标题的英文译文"),
)
ExtentEnd = count_column(
    "Section's end",
    "章节结束位置",
    "offset just behind the section's last character",
    "章节末字之后的位置",
    least=1,
    unit="code points",
)
Paragraph = count_column(
    "Paragraph", "段落", "number of the paragraph in the report, from 1", "报告中的段落序号，从1起", least=1
)
Position = count_column("Position", "次序", "place in its row of siblings, from 1", "在同级中的次序，从1起", least=1)
TextZh, TextEn = text_pair(
    "Sentence",
    "句子",
    ("the sentence as it stands in the frozen text", "冻结文本中的原句"),
    ("translation; words missing in the damaged source are marked […]", "英文译文；来源脱漏之处标为[…]"),
)
Decision = code_column("decision", "Decision", "处理", "what became of the sentence", "对该句的处理")
Reason = code_column("reason", "Reason", "理由", "why no value is drawn from it", "不据以产生数值的理由")

# vocabularies
ThemeId = text_column("Theme", "主题", "the subject matter", "主题领域", pattern=SLUG)
UnitId = text_column("Unit", "计量单位", "the unit of the value", "数值的计量单位", pattern=SLUG)
IndicatorId = text_column("Indicator", "指标", "the concept that is measured", "被度量的概念", pattern=SLUG)
PlaceId = text_column("Place", "地域", "the place the row is about", "该行所涉地域", pattern=SLUG)
ParentPlaceId = text_column("Parent place", "上级地域", "the place this one lies in", "所在的上级地域", pattern=SLUG)
NameZh, NameEn = text_pair("Name", "名称", ("name in Chinese", "中文名称"), ("name in English", "英文名称"))
DefinitionZh, DefinitionEn = text_pair(
    "Definition",
    "定义",
    ("what exactly is measured or meant, in one sentence", "以一句话说明所度量或所指的内容"),
    ("what exactly is measured or meant, in one sentence", "英文定义"),
)
AliasesZh, AliasesEn = list_pair(
    "Other forms",
    "其他写法",
    ("other forms it takes in Chinese prose, separated by semicolons", "在中文文本中的其他写法，以分号分隔"),
    ("other English names, separated by semicolons", "其他英文名称，以分号分隔"),
)
Symbol = text_column("Symbol", "符号", "how the unit is written after a number", "数值后的单位符号")
Ucum = text_column(
    "UCUM code",
    "UCUM代码",
    "code of the Unified Code for Units of Measure, where one exists",
    "统一计量单位代码（如有）",
)
Dimension = code_column("dimension", "Dimension", "量纲", "kind of quantity the unit measures", "单位所度量的量的种类")
PlaceKind = code_column("place_kind", "Kind of place", "地域类型", "what kind of place it is", "地域的类型")
Codelist = text_column(
    "Code list",
    "代码表",
    "name of the code list: the name of the column it explains, or its last words (latest_project_status)",
    "代码表名称：与所解释的列同名，或为其列名的后半部分（如latest_project_status）",
    pattern=r"^[a-z_]+$",
)
CodeValue = text_column(
    "Code", "代码", "the value as it stands in the tables", "数据表中的代码值", pattern=r"^[a-z_]+$"
)
DescriptionZh, DescriptionEn = text_pair(
    "Description",
    "说明",
    ("when the code applies", "代码的适用情形"),
    ("when the code applies", "代码适用情形的英文说明"),
)

# numerals and observations
Value = number_column(
    "Value",
    "数值",
    "the number, magnitude applied (8.2万 is 82000); percentages as written (5.2% is 5.2); below zero only where the text "
    "says so of a level (零下12摄氏度)",
    "数值，已乘数量级（8.2万记为82000）；百分数按原文数字（5.2%记为5.2）；仅原文所述水平值为负时带负号（零下12摄氏度）",
    negative=True,
)
ValueMin = number_column(
    "Lower end", "下限", "lower end of a range, where the text gives one", "区间下限（原文给出区间时）"
)
ValueMax = number_column(
    "Upper end", "上限", "upper end of a range, where the text gives one", "区间上限（原文给出区间时）"
)
Form = code_column("form", "Form", "写法", "how the numeral is written", "数字的写法")
Role = code_column("role", "Role", "作用", "what the numeral does in the sentence", "数字在句中的作用")
Origin = text_column(
    "Origin",
    "来由",
    "the rule or the curated line that made the row",
    "产生该行的规则或人工条目",
    pattern=r"^(rule|curated):[a-z-]+$",
)
ConceptZh = text_column(
    "Concept as read", "原文概念", "the phrase the machine read as the thing counted", "机器从原文读出的被度量对象"
)
UnitText = text_column(
    "Unit as written", "原文单位", "the unit or classifier as the text writes it", "原文所用的单位或量词"
)
Measure = code_column(
    "measure",
    "Measure",
    "度量类型",
    "the nature of the value: a stock, a flow, a change, a share …; its dimension is its unit's",
    "数值的性质：存量、流量、变动、比率等；其量纲由计量单位给出",
)
Qualifier = code_column("qualifier", "Qualifier", "限定", "how the value bounds the truth", "数值的限定方式")
Direction = code_column("direction", "Direction", "方向", "which way a change went", "变动的方向")
Basis = code_column(
    "basis",
    "Basis",
    "比较基期",
    "what a change compares with; of an absolute change only where the text says so; empty where nothing changes",
    "变动的比较基期；绝对变动仅在原文说明时填写；非变动类数值为空",
)
ChangePercent = number_column(
    "Change in per cent",
    "变动百分比",
    "a growth rate or multiple as signed per cent (by 3.5 times is 350, a doubling 100, a fall below zero); empty where "
    "the value is neither, or a range",
    "增长率或增长倍数折合的百分比，带正负号（增长3.5倍为350，翻一番为100，下降为负）；其他数值与区间为空",
    negative=True,
)
EventZh, EventEn = text_pair(
    "What happened",
    "事件动词",
    (
        "the verb of the sentence that says what happened to what a flow counts, as written",
        "句中说明流量所计之事的动词原文",
    ),
    ("the same verb in English, as the statement uses it", "该动词的英文，与英文表述所用一致"),
)
PeriodStart = day_column(
    "Period start",
    "期初",
    "first day of the period; empty for a level, which holds at the last day (a stock, a total added up to it, the mean of the year up to it)",
    "时期首日；水平值（存量、累计总数或截至该日的当年平均值）仅有截止日，此列为空",
)
PeriodEnd = day_column("Period end", "期末", "last day of the period", "时期末日")
PeriodLabelZh, PeriodLabelEn = text_pair(
    "Period", "时期", ("the period in words", "时期的文字说明"), ("the period in words", "时期的英文说明")
)
Status = code_column("status", "Status", "状态", "fact, estimate or target", "实际、预计或目标")
Overruled = list_column(
    "Overruled readings",
    "被更正的机读结果",
    "the machine's readings a curator replaced, as column=value",
    "被人工更正的机器判读，形如 列=值",
)
StatementZh, StatementEn = text_pair(
    "Statement",
    "表述",
    ("the observation in words, made from its columns", "由各列生成的中文表述"),
    ("the observation in words, made from its columns", "由各列生成的英文表述"),
)
NoteZh, NoteEn = text_pair(
    "Note",
    "附注",
    ("what a user should know before quoting", "引用前须知"),
    ("what a user should know before quoting", "引用前须知的英文说明"),
)

# errata
ErratumKind = code_column("erratum_kind", "Kind of damage", "受损类型", "what happened to the text", "文本受损的情形")
ReadingZh = text_column(
    "Probable reading",
    "可能的原文",
    "what the original probably said; […] where it cannot be known",
    "原文可能的文字；无法得知处标为[…]",
)
Confidence = code_column("confidence", "Confidence", "把握程度", "how sure the reading is", "对该读法的把握程度")
ReasonZh, ReasonEn = text_pair(
    "Explanation",
    "解释",
    ("why the spot is taken for damage, or the row is doubted", "判断为受损或存疑的依据"),
    ("why the spot is taken for damage, or the row is doubted", "判断依据的英文说明"),
)

# doubts
DoubtId = text_column(
    "Doubt",
    "存疑",
    "the doubt: the table, the row and the kind",
    "存疑：由表名、行编号与类型组成",
    pattern=r"^[a-z_]+-\S+-[a-z_]+$",
)
TableName = text_column("Table", "表名", "the table of the row that is meant", "所指行所在的表", pattern=r"^[a-z_]+$")
RowId = text_column(
    "Row", "行编号", "primary key of the row that is meant, parts joined by /", "所指行的主键，多列以/连接"
)
DoubtedBy = code_column("doubted_by", "Doubted by", "存疑者", "who doubts the row", "由谁提出存疑")
DoubtKind = code_column("doubt_kind", "Kind of doubt", "存疑类型", "what is doubted", "所存疑的方面")
