-- position: 4
-- title_en: New in the year beside the cumulative total
-- title_zh: 当年新增与累计总数对照
-- about_en: Indicators a report gives in more than one way for one place: what was added in the year (flow), the stock or cumulative total (level) or share, and the change. Never add a flow to a level. Where a report gives several values of one kind, the number is empty and the quotes hold them all; targets stand apart.
-- about_zh: 报告对同一地域以多种方式给出的指标：当年新增（流量）、存量、累计总数（水平值）或占比，以及增减幅度。流量与水平值不可相加。同类数值不止一个时数字留空，引文列出全部；目标值另列。
-- parameter: report_id | optional | Report | 报告 | bda-2021
select
  i.name_zh as indicator_zh,
  i.name_en as indicator_en,
  p.name_zh as place_zh,
  p.name_en as place_en,
  iif(count(case when o.measure = 'flow' then 1 end) = 1, max(case when o.measure = 'flow' then o.value end), null) as new_in_the_year,
  iif(count(case when o.measure in ('level', 'share') then 1 end) = 1, max(case when o.measure in ('level', 'share') then o.value end), null) as level_or_total,
  group_concat(case
    when o.measure = 'growth_rate' then o.direction || ' ' || o.value || '%'
    when o.measure = 'growth_multiple' then o.direction || ' ' || o.value || '×'
    when o.measure = 'percentage_point_change' then o.direction || ' ' || o.value || ' pp'
  end, '; ') as change,
  group_concat(o.quote, '；') as quotes,
  iif(o.status = 'target', 'target', 'reported') as status,
  i.indicator_id,
  o.report_id,
  o.sentence_id,
  min(o.char_start) as char_start
from observations o
join indicators i using (indicator_id)
join places p using (place_id)
where o.report_id in (select report_id from reports where :report_id in ('', report_id))
group by o.report_id, o.indicator_id, o.place_id, o.status = 'target'
having count(distinct o.measure) > 1
order by o.report_id, min(o.char_start)
