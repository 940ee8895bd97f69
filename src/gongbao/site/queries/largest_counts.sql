-- position: 6
-- title_en: The largest counts
-- title_zh: 最大的计数值
-- about_en: Counted things (enterprises, projects, doses, people …), the largest first, at most 200. Units differ, so compare within a unit only; asked for one unit (by its name or code), it lists that unit alone. Of a range the upper end counts. Growth, shares and ranks are no counts.
-- about_zh: 计数类数值（企业、项目、剂次、人员等），由大到小，至多200行。单位不同，只宜在同一单位内比较；可填单位名称或代码，只列该单位。区间取上限。增长、占比与位次不属计数。
-- parameter: unit | optional | Unit | 计量单位 | 剂
-- parameter: report_id | optional | Report | 报告 | bda-2021
select
  coalesce(o.value, o.value_max, o.value_min) as value,
  o.qualifier,
  u.unit_id,
  u.name_zh as unit_zh,
  u.name_en as unit_en,
  o.measure,
  o.status,
  o.observation_id,
  o.statement_zh,
  o.statement_en,
  o.quote,
  o.report_id,
  o.sentence_id,
  o.char_start
from observations o
cross join units u using (unit_id)
where u.dimension = 'count'
  and o.measure in ('level', 'flow')
  and (:unit = '' or gongbao_named(:unit, u.unit_id, u.name_zh, u.name_en, u.symbol, u.aliases_zh))
  and o.report_id in (select report_id from reports where :report_id in ('', report_id))
order by 1 desc, o.report_id, o.char_start, o.observation_id
limit 200
