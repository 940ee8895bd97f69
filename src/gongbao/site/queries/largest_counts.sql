-- position: 6
-- title_en: The largest counts
-- title_zh: 最大的计数值
-- about_en: Counted things (enterprises, projects, doses, people …), the largest first. Units differ, so compare within a unit only; :unit takes a unit's name or code and may stay empty.
-- about_zh: 计数类数值（企业、项目、剂次、人员等），由大到小。单位不同，只宜在同一单位内比较；:unit 可填单位名称或代码，也可留空。
select
  o.value,
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
join units u using (unit_id)
where u.dimension = 'count'
  and coalesce(nullif(trim(:unit), ''), u.unit_id) in (u.unit_id, u.name_zh, u.name_en, u.symbol)
order by o.value desc, o.report_id, o.char_start
limit 50
