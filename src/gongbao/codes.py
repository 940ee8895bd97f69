"""Code lists: every enumerated value of the published tables, with its Chinese and English label."""

from __future__ import annotations

from typing import NamedTuple


class Code(NamedTuple):
    """One value of a code list."""

    code: str
    name_en: str
    name_zh: str
    description_en: str
    description_zh: str


def _codes(*lines: tuple[str, str, str, str, str]) -> tuple[Code, ...]:
    return tuple(Code(*line) for line in lines)


CODELISTS: dict[str, tuple[Code, ...]] = {
    "measure": _codes(
        ("level", "level", "水平值", "a stock or a cumulative total", "存量或累计总数"),
        ("flow", "flow", "流量", "done or added in the period", "期内完成或新增的数量"),
        ("growth_rate", "growth rate", "增长率", "relative change, in per cent of the base", "相对基期的变动百分比"),
        ("growth_multiple", "growth multiple", "增长倍数", "increase as a multiple of the base: 增长3.5倍 keeps 3.5", "增量为基期的若干倍，“增长3.5倍”记为3.5"),
        ("percentage_point_change", "change in percentage points", "百分点变动", "difference of two rates", "两个比率之差"),
        ("share", "share or rate", "比率", "a part of a whole", "部分占整体的比例"),
        ("rank", "rank", "位次", "a position among peers", "在同类中的排名"),
        ("ratio", "ratio", "比值", "one quantity divided by another", "两个量之比"),
        ("capacity", "capacity", "能力", "what can be produced or handled", "生产或处理能力"),
        ("area", "area", "面积", "a surface", "面积"),
        ("money", "money", "金额", "an amount of money", "货币金额"),
        ("concentration", "concentration", "浓度", "an amount in a volume", "单位体积内的含量"),
        ("other", "other", "其他", "none of the others, see the note", "不属上述各类，见附注"),
    ),
    "qualifier": _codes(
        ("exact", "exactly", "等于", "the figure as stated", "原文所述数值"),
        ("more_than", "more than", "超过", "above the figure: 超, 余, 多, 突破", "高于该数：超、余、多、突破"),
        ("at_least", "at least", "不少于", "the figure or above: 以上, 不低于", "该数及以上：以上、不低于"),
        ("less_than", "less than", "不足", "below the figure: 不足", "低于该数：不足"),
        ("at_most", "at most", "不超过", "the figure or below: 以内, 不超过", "该数及以下：以内、不超过"),
        ("approximately", "about", "约", "near the figure: 约, 左右, 近", "接近该数：约、左右、近"),
    ),
    "direction": _codes(
        ("increase", "increase", "增加", "the value says by how much something rose", "数值为上升幅度"),
        ("decrease", "decrease", "减少", "the value says by how much something fell; the value itself has no sign", "数值为下降幅度，数值本身不带符号"),
        ("none", "none", "无", "the value is no change", "数值不是变动量"),
    ),
    "basis": _codes(
        ("yoy", "year on year", "同比", "against the same period of the year before", "与上年同期相比"),
        ("mom", "period on period", "环比", "against the period directly before", "与上一期相比"),
        ("vs_year", "against a named year", "与某年相比", "against a year the text names", "与原文指明的年份相比"),
        ("vs_year_end", "against the end of the year before", "与上年末相比", "against the level at the last year's end", "与上年末水平相比"),
        ("average_annual", "average per year", "年均", "an average annual rate", "年平均变动率"),
        ("over_period", "over the whole period", "期间累计", "the change over several years together", "多年累计变动"),
        ("unstated", "not stated", "未说明", "the text names no base", "原文未说明比较基期"),
    ),
    "status": _codes(
        ("actual", "actual", "实际", "reported as a fact", "作为事实报告"),
        ("estimated", "estimated", "预计", "an estimate of the closing year", "对当年的预计数"),
        ("target", "target", "目标", "still to be reached", "尚待实现的目标"),
    ),
    "part": _codes(
        ("front", "front matter", "开头部分", "title and opening", "标题与开篇"),
        ("review", "review of the year covered", "工作回顾", "what was done", "已完成的工作"),
        ("plan", "plan for the year ahead", "工作安排", "what will be done", "将要开展的工作"),
    ),
    "decision": _codes(
        ("rows", "yields rows", "产生数据行", "at least one row of another table comes from this sentence", "至少有一行数据出自本句"),
        ("heading", "heading", "标题", "names a section or a paragraph", "章节或段落标题"),
        ("narrative", "narrative", "叙述", "tells what was done, without a figure", "叙述已做的工作，无数值"),
        ("undertaking", "undertaking without a figure", "无数值的工作安排", "says what will be done, without a figure", "说明将要开展的工作，无数值"),
        ("political_declaration", "political declaration", "政治表述", "states principles and loyalty, nothing that could be measured", "阐述原则与立场，无可度量内容"),
        ("unreviewed", "not reviewed", "未经审阅", "no rule knows it and no curator has read it", "规则未识别且未经人工审阅"),
    ),
    "role": _codes(
        ("observation", "observation", "观测值", "a reported value", "已报告的数值"),
        ("target", "target", "目标值", "a value still to be reached", "尚待实现的数值"),
        ("period", "period", "时期", "a date or a span of time", "日期或时间段"),
        ("name", "name", "名称", "part of a name, title, label, slogan or grade", "名称、标题、标签、口号或等级的一部分"),
        ("vague", "vague", "约略语", "a word that only looks like a number", "形似数字的词语"),
        ("unresolved", "unresolved", "未判定", "no rule knows it and no curator has read it", "规则未识别且未经人工审阅"),
    ),
    "form": _codes(
        ("arabic", "Arabic digits", "阿拉伯数字", "digits, ASCII or full-width", "半角或全角数字"),
        ("mixed", "digits with a magnitude", "数字加数量级", "digits followed by 万, 亿 …", "数字后接万、亿等"),
        ("han", "Chinese numerals", "汉字数字", "一, 二, 〇, 百 …", "一、二、〇、百等"),
        ("ordinal", "word for first", "“首”字序数", "首 before a classifier", "量词前的“首”"),
        ("percent", "Chinese per cent", "百分之", "百分之, 千分之, 万分之", "百分之、千分之、万分之"),
        ("fraction", "fraction", "分数", "三分之一, 1/3", "三分之一、1/3"),
        ("tenths", "tenths", "成数", "七成", "七成"),
        ("half", "half", "半数", "一半, 过半", "一半、过半"),
        ("doubling", "doubling", "翻番", "翻番, 翻两番", "翻番、翻两番"),
        ("roman", "Roman numeral", "罗马数字", "ⅰ, ⅱ, ⅲ …", "ⅰ、ⅱ、ⅲ等"),
    ),
    "reason": _codes(
        ("heading_number", "number of a heading or list item", "标题或列举序号", "counts headings, nothing in the world", "只为标题或条目编号"),
        ("footnote", "footnote mark", "注释标记", "points to a note", "指向注释"),
        ("legal_article", "number of a legal article", "法条序号", "names an article", "条款编号"),
        ("title", "part of a document's title", "文件标题的一部分", "stands inside 《》", "位于书名号内"),
        ("event_title", "part of an event's title", "活动名称的一部分", "the year is part of the name", "年份是名称的一部分"),
        ("plan_title", "part of a programme's title", "计划名称的一部分", "三年行动 and the like", "“三年行动”之类"),
        ("plan_period", "five-year plan", "五年规划期", "“十四五” and the like", "“十四五”之类"),
        ("date", "date", "日期", "a year, month or day", "年、月或日"),
        ("span_of_time", "span of time", "时间段", "a stretch of years, quarters or months", "若干年、季或月"),
        ("congress", "numbered congress or session", "会议届次", "names a Party or People's congress", "党代会或人代会名称"),
        ("ordinal", "ordinal", "序数", "first, second batch, phase …", "首批、第二批、二期等"),
        ("formula", "formula of a scheme", "模式代号", "1+4+N and the like", "“1+4+N”之类"),
        ("rank_label", "label of a ranking", "榜单名称", "500强 and the like", "“500强”之类"),
        ("code", "code or designation", "代号", "PM2.5, 225团, 5G", "PM2.5、225团、5G等"),
        ("version", "version", "版本号", "5.0版", "“5.0版”之类"),
        ("proper_name", "part of a proper name", "专名的一部分", "a place, school, road or company", "地名、校名、路名或企业名"),
        ("grade", "grade or class", "等级", "二级, Ⅳ类", "“二级”“Ⅳ类”之类"),
        ("indicator_name", "part of an indicator's name", "指标名称的一部分", "the denominator in 万元GDP能耗", "如“万元GDP能耗”中的分母"),
        ("threshold", "threshold", "界限", "the bound that defines a group", "界定范围的门槛"),
        ("size_class", "class of size", "规模等级", "百亿级 and the like", "“百亿级”之类"),
        ("slogan", "slogan or set phrase", "口号或固定提法", "“三城一区” and the like", "“三城一区”之类"),
        ("named_group", "fixed group of things", "固定并称", "七大中心: a label, not a count", "“七大中心”之类，为名称而非计数"),
        ("vague_quantity", "vague quantity", "约略数量", "数百, 一批", "“数百”“一批”之类"),
        ("fixed_word", "word with a numeral in it", "含数字的词语", "进一步, 统一, 一流", "“进一步”“统一”“一流”之类"),
        ("names_section", "names what follows", "概括下文", "a heading or the lead sentence of a paragraph", "标题或段首句"),
        ("framing", "leads to what follows", "引出下文", "a transition or the sum of a passage", "过渡或概括"),
        ("no_figure", "states no figure", "无数值", "an action or a result told in words", "以文字叙述的行动或成效"),
        ("party_language", "political language", "政治用语", "principles, guidance, Party discipline", "指导思想、原则与党的纪律"),
        ("value_only", "a value, no undertaking", "仅为数值", "the clause reports a figure without a particular undertaking", "分句只报告数值，无特定项目或政策"),
        ("general_action", "general action", "一般性工作", "no particular undertaking or document", "不指向特定项目或文件"),
        ("organization_founded", "founding of an organization", "成立机构", "a body was founded; it stands among the organizations", "成立的机构列于机构表"),
        ("result_of_other", "told elsewhere", "他处已述", "the undertaking is named in a neighbouring clause", "相邻分句已述该项目或政策"),
        ("not_reviewed", "not reviewed", "未经审阅", "awaits a curator", "有待人工审阅"),
    ),
    "erratum_kind": _codes(
        ("injected", "injected words", "插入的无关文字", "advertising put into the text", "混入正文的广告文字"),
        ("lost_symbol", "lost symbol", "符号丢失", "a plus sign or quotation mark is gone", "加号等符号丢失"),
        ("lost_words", "lost words", "文字脱漏", "words are missing", "脱漏文字"),
        ("lower_case", "lower-cased letters", "字母大小写丢失", "capital letters became small ones", "大写字母变为小写"),
        ("mistyped", "mistyped character", "错别字", "a character stands for another", "错字"),
        ("lost_break", "lost paragraph break", "段落分隔丢失", "two paragraphs run together", "两段相连"),
    ),
    "confidence": _codes(
        ("high", "high", "高", "hardly another reading is possible", "几乎没有其他可能"),
        ("medium", "medium", "中", "likely, another reading is possible", "较可能，但不排除其他读法"),
        ("low", "low", "低", "a guess", "推测"),
    ),
    "review": _codes(
        ("curated", "read by a curator", "经人工审阅", "every number and sentence has been decided by a person", "每个数字和句子均经人工判定"),
        ("auto", "read by rules only", "仅经规则处理", "proposals of the machine, unreviewed", "机器建议，未经审阅"),
    ),
    "project_type": _codes(
        ("industrial", "industrial project", "产业项目", "a plant or another business investment", "工厂或其他企业投资项目"),
        ("research_facility", "research facility", "科研设施", "a laboratory, institute or testing site", "实验室、研究院或试验设施"),
        ("platform", "platform", "平台", "a service, innovation or testing platform", "服务、创新或试验平台"),
        ("park_or_base", "park or base", "园区或基地", "an industrial park, base or building for enterprises", "产业园、基地或载体"),
        ("infrastructure", "infrastructure", "基础设施", "roads, networks, street works", "道路、管网、街区设施等"),
        ("public_service", "public service facility", "公共服务设施", "a school, hospital, station or office for the public", "学校、医院、站点或服务窗口"),
        ("pilot_zone", "pilot or demonstration zone", "试点示范区", "an area that tries out or demonstrates something", "先行先试或示范的区域"),
        ("event", "event", "活动", "something held at a time", "定期或一次性举办的活动"),
        ("product", "product", "产品", "a thing or a financial instrument launched", "推出的产品或金融业务"),
        ("headquarters", "headquarters", "总部", "the seat of an enterprise or body", "企业或机构的总部"),
        ("other", "other", "其他", "none of the others", "不属上述各类"),
    ),
    "project_status": _codes(
        ("planned", "planned", "计划", "to be done", "将要实施"),
        ("advancing", "advancing", "推进", "being pushed forward", "正在推进"),
        ("signed", "signed", "签约落地", "signed or settled in the area", "签约或落地"),
        ("land_acquired", "land acquired", "摘牌", "land has been acquired", "取得土地"),
        ("construction_started", "construction started", "开工", "construction began", "开工建设"),
        ("under_construction", "under construction", "在建", "being built", "正在建设"),
        ("trial_operation", "trial operation", "试运行", "runs on trial", "试运行"),
        ("completed", "completed", "建成", "built, founded or finished", "建成、成立或完成"),
        ("in_operation", "in operation", "投用", "opened or in use", "挂牌、开设或投入使用"),
        ("approved", "approved", "获批", "approved or recognised", "获批或认定"),
        ("held", "held", "举办", "took place or was launched", "已举办或已发布"),
        ("cancelled", "cancelled", "取消", "given up", "取消"),
    ),
    "timeframe": _codes(
        ("reported", "reported", "已报告", "told in the review of the year covered", "见于工作回顾"),
        ("planned", "promised", "计划", "told in the plan for the year ahead", "见于工作安排"),
    ),
    "organization_role": _codes(
        ("owner", "owner", "业主", "builds, owns or launches it", "建设、拥有或推出"),
        ("operator", "operator", "运营方", "runs it", "负责运营"),
        ("partner", "partner", "合作方", "takes part", "参与合作"),
        ("approver", "approver", "批准方", "approves or names it", "批准或授予"),
        ("host", "host", "承接方", "gives it a place", "提供场所或承接"),
    ),
    "policy_type": _codes(
        ("plan", "plan", "规划", "a plan for a territory or a period", "针对区域或时期的规划、方案"),
        ("regulation", "regulation", "法规", "a law or regulation", "法律、条例、规定"),
        ("measure", "measure", "政策措施", "measures of support or administration", "扶持或管理措施"),
        ("implementing_rules", "implementing rules", "实施细则", "rules that carry out another text", "落实性细则"),
        ("action_plan", "action plan", "行动计划", "a plan of actions with a term", "有期限的行动计划、行动方案"),
        ("strategy", "strategy", "战略定位", "a framing strategy or positioning", "总体战略或功能定位"),
        ("reform", "reform", "改革", "a change of how government works", "体制机制改革"),
        ("mechanism", "mechanism", "机制", "a standing arrangement", "常设工作机制或制度"),
        ("programme", "programme", "计划工程", "a named programme of government", "政府的专项计划或工程"),
        ("cooperation_agreement", "cooperation agreement", "合作协议", "an agreement with others", "与其他方的合作协议或安排"),
        ("standard", "standard", "标准", "a technical or service standard", "技术或服务标准"),
    ),
    "policy_level": _codes(
        ("national", "national", "国家级", "made or granted by national bodies", "国家层面制定或授予"),
        ("municipal", "municipal", "市级", "made by the municipality", "市级制定"),
        ("district", "district", "区级", "made by the area itself", "本区制定"),
        ("unknown", "unknown", "不详", "the report does not say", "报告未说明"),
    ),
    "policy_status": _codes(
        ("issued", "issued", "出台", "made public", "已出台、印发或签订"),
        ("implemented", "implemented", "完成实施", "carried out", "已实施完成"),
        ("implementing", "being implemented", "实施中", "applied or continued", "正在落实或持续推进"),
        ("drafted", "drafted", "编制", "written but not said to be issued", "已编制"),
        ("planned", "planned", "拟定", "to be made or done", "将要制定或实施"),
        ("applied_under", "applied under", "据以开展", "something was done under it", "据此开展工作"),
    ),
    "checkability": _codes(
        ("definite", "definite", "可核查", "a named deliverable, document, event or count", "有具体成果、文件、活动或数量"),
        ("directional", "directional", "方向性", "a direction only", "只有方向"),
    ),
    "organization_kind": _codes(
        ("company", "company", "企业", "an enterprise", "企业"),
        ("bank", "bank", "银行", "a bank or its branch", "银行及其分行"),
        ("government_body", "government body", "政府机构", "a government, department or agency", "政府及其部门"),
        ("party_body", "Party body", "党的机构", "a body of the Communist Party", "党的组织机构"),
        ("education", "school or university", "教育机构", "a school or university", "学校或高校"),
        ("research_institute", "research institute", "科研机构", "an institute or innovation centre", "研究院所、创新中心"),
        ("hospital", "hospital", "医疗机构", "a hospital or medical centre", "医院或医疗中心"),
        ("association", "association", "社会团体", "an association or society", "协会、学会、联合会"),
        ("other", "other", "其他", "none of the others", "不属上述各类"),
    ),
    "candidate_kind": _codes(
        ("title", "title", "书名号标题", "words inside 《》", "书名号内的文字"),
        ("quoted_name", "quoted name", "引号名称", "a quoted name of a policy or programme", "引号内的政策、计划名称"),
        ("status_verb", "clause with a status verb", "含状态动词的分句", "a clause that says something was begun, signed, issued …", "含开工、签约、出台等动词的分句"),
        ("plan_sentence", "sentence of the plan part", "工作安排句", "a sentence that may promise something", "可能含有承诺的句子"),
    ),
    "covered_by": _codes(
        ("row", "covered by a row", "已有对应行", "a project, policy or commitment row covers it", "已有项目、政策或承诺行与之对应"),
        ("dismissed", "dismissed", "不计入", "no project, policy or commitment, for the stated reason", "说明理由后不计入"),
    ),
    "dimension": _codes(
        *((code, code, name, f"quantities of {code}", f"{name}类的量") for code, name in (
            ("ratio", "比率"), ("count", "计数"), ("area", "面积"), ("length", "长度"), ("money", "货币"), ("mass", "质量"),
            ("energy", "能量"), ("power", "功率"), ("volume", "体积"), ("voltage", "电压"), ("concentration", "浓度"),
            ("temperature", "温度"), ("score", "分值"), ("time", "时间"), ("speed", "速度"), ("information", "信息量"),
            ("computing", "算力"),
        ))
    ),
    "place_kind": _codes(
        ("world", "world", "世界", "the whole world", "全世界"),
        ("country", "country", "国家", "a country", "国家"),
        ("province", "province-level division", "省级行政区", "a province, region or municipality", "省、自治区、直辖市"),
        ("district", "district or county", "区县", "a district or county", "区、县"),
        ("development_area", "development area", "开发区", "a zone with its own administration", "设有管理机构的功能区"),
        ("new_town", "new town", "新城", "a planned new town", "规划建设的新城"),
        ("subdistrict", "subdistrict or town", "街道乡镇", "a subdistrict, town or township", "街道、镇、乡"),
        ("prefecture", "city or prefecture", "地级市", "a prefecture-level city", "地级市、州"),
        ("road", "road", "道路", "a road or street", "道路、街道（路名）"),
        ("river", "river", "河流", "a river", "河流"),
        ("area", "part of a place", "片区", "a part of a place without a government of its own", "不设政府的片区"),
    ),
    "version_level": _codes(
        ("first", "first", "首版", "the first release", "首个发布版本"),
        ("major", "major", "主版本", "something was removed, or changed its meaning", "有删除，或含义改变"),
        ("minor", "minor", "次版本", "rows, columns or tables were added", "新增行、列或表"),
        ("patch", "patch", "修订版", "values or words were corrected", "更正数值或文字"),
    ),
    "change": _codes(
        ("added", "added", "新增", "was not in the release before", "前一版本所无"),
        ("removed", "removed", "删除", "is no longer in this release", "本版本不再含有"),
        ("changed", "changed", "更改", "stands in both with another value", "两版本均有而值不同"),
    ),
    "change_kind": _codes(
        ("source", "source", "来源", "a report was added, removed or replaced", "增加、删除或更换了报告"),
        ("extraction", "extraction", "提取", "the engine reads the same text differently", "同一原文，程序读法有变"),
        ("correction", "correction", "更正", "what people wrote was added to or put right", "人工内容的补充或更正"),
        ("schema", "schema", "结构", "a table or column was added, removed or redefined", "表或列的增加、删除或重新定义"),
    ),
    "tombstone_event": _codes(
        ("removed", "removed", "删除", "the id is gone and is never given to anything else", "编号已撤销，永不另作他用"),
        ("redefined", "redefined", "重新定义", "the id or column stays but no longer means the same", "编号或列仍在，含义已变"),
    ),
}  # fmt: skip


def codes_of(codelist: str) -> tuple[str, ...]:
    """Return the values of one code list, in their published order.

    >>> codes_of("status")
    ('actual', 'estimated', 'target')
    """
    return tuple(line.code for line in CODELISTS[codelist])
