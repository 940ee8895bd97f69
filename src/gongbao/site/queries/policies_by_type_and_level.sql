-- position: 24
-- title_en: Policies by type and level
-- title_zh: 政策的类型与层级
-- about_en: How many policies of each type and level, with how each report says they stand.
-- about_zh: 各类型、各层级的政策数量及各报告所述情况。
select y.policy_type, y.policy_level, m.policy_status, count(distinct y.policy_id) as policies, group_concat(distinct y.name_zh) as names_zh, group_concat(distinct y.name_en) as names_en, m.report_id
from policies y join policy_mentions m using (policy_id)
group by m.report_id, y.policy_type, y.policy_level, m.policy_status
order by m.report_id, y.policy_type, y.policy_level, m.policy_status
