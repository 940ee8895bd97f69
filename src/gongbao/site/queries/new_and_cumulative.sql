-- position: 4
-- title_en: New in the year beside the cumulative total
-- title_zh: 当年新增与累计总数对照
-- about_en: Indicators the report gives in more than one way: what was added in the year (flow), the stock or cumulative total (level), and the growth rate. Never add a flow to a level.
-- about_zh: 报告以多种方式给出的指标：当年新增（流量）、存量或累计总数（水平值等）以及增长率。流量与存量不可相加。
select
  i.name_zh as indicator_zh,
  i.name_en as indicator_en,
  p.name_zh as place_zh,
  p.name_en as place_en,
  max(case when o.measure = 'flow' then o.value end) as new_in_the_year,
  max(case when o.measure in ('level', 'share') then o.value end) as level_or_total,
  max(case when o.measure in ('growth_rate', 'growth_multiple') then o.direction || ' ' || o.value || case o.measure when 'growth_rate' then '%' else '×' end end) as change,
  group_concat(o.quote, '；') as quotes,
  i.indicator_id
from observations o
join indicators i using (indicator_id)
join places p using (place_id)
group by o.report_id, o.indicator_id, o.place_id
having count(distinct o.measure) > 1
order by i.name_en
