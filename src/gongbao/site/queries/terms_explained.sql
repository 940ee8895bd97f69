-- position: 27
-- title_en: The vocabulary explained
-- title_zh: 政策用语解释
-- about_en: Terms of each report: what they mean in general, how the report uses them, and how often they stand in it.
-- about_zh: 各报告的用语：一般含义、在报告中的用法及出现次数。
-- parameter: report_id | optional | Report | 报告 | bda-2021
with mentioned as materialized (
  select term_id, report_id, count(*) as mentions from term_mentions
  where report_id in (select report_id from reports where :report_id in ('', report_id))
  group by term_id, report_id
)
select
  t.name_zh,
  t.name_en,
  t.explanation_zh,
  t.explanation_en,
  u.usage_zh,
  u.usage_en,
  coalesce(m.mentions, 0) as mentions,
  t.term_id,
  m.report_id
from terms t
left join mentioned m on m.term_id = t.term_id
left join term_usages u on u.term_id = t.term_id and u.report_id = m.report_id
where :report_id = '' or m.report_id is not null
order by mentions desc, t.term_id, m.report_id
