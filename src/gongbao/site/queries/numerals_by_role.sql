-- position: 10
-- title_en: Coverage: every numeral by role and reason
-- title_zh: 覆盖情况：全部数字按作用与理由
-- about_en: Accounts for all numerals of the reports: how many are values, how many are not, and why not.
-- about_zh: 清点报告中的全部数字：多少是数值，多少不是，理由何在。
-- parameter: report_id | optional | Report | 报告 | bda-2021
with asked as materialized (
  select role, reason, quote from numerals
  where report_id in (select report_id from reports where :report_id in ('', report_id))
  order by report_id, char_start
)
select
  n.role,
  n.reason,
  count(*) as numerals,
  round(100.0 * count(*) / sum(count(*)) over (), 1) as percent,
  c.description_zh,
  c.description_en,
  substr(group_concat(distinct n.quote), 1, 80) as examples
from asked n
left join codes c on c.codelist = case when n.reason is null then 'role' else 'reason' end and c.code = coalesce(n.reason, n.role)
group by n.role, n.reason
order by numerals desc, n.role, n.reason
