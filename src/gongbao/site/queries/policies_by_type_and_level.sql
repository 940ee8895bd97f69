-- position: 24
-- title_en: Policies by type and level
-- title_zh: 政策的类型与层级
-- about_en: How many policies of each type and level each report names, and how it says they stand; a policy said to stand in two ways counts in two lines, so “of_type_and_level” gives the number of that type and level once.
-- about_zh: 各报告提及的各类型、各层级政策数量及其情况；同一政策若有两种情况则分列两行，“of_type_and_level”列为该类型与层级的政策总数（不重复计）。
-- parameter: report_id | optional | Report | 报告 | bda-2021
with
  named as (
    select distinct m.report_id, y.policy_type, y.policy_level, m.policy_status, y.policy_id, y.name_zh, y.name_en
    from policies y join policy_mentions m using (policy_id)
    where m.report_id in (select report_id from reports where :report_id in ('', report_id))
  ),
  totals as (
    select report_id, policy_type, policy_level, count(distinct policy_id) as of_type_and_level
    from named group by report_id, policy_type, policy_level
  )
select policy_type, policy_level, policy_status, count(*) as policies, of_type_and_level, group_concat(name_zh, '；') as names_zh, group_concat(name_en, '; ') as names_en, report_id
from named join totals using (report_id, policy_type, policy_level)
group by report_id, policy_type, policy_level, policy_status
order by report_id, policy_type, policy_level, policy_status
