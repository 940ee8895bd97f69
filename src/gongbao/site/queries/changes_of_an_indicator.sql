-- position: 90
-- title_en: What changed in an indicator since a release
-- title_zh: 某指标自某版本以来的更改
-- about_en: Every cell of the indicator :indicator_id and of its values that a release after :since added, removed or changed. Left empty, it takes COVID-19 vaccine doses supplied and the oldest release; no rows means that nothing changed.
-- about_zh: 指标 :indicator_id 及其数值在 :since 之后各版本中新增、删除或更改的每个单元格。留空时取新冠疫苗供应量与最早版本；没有结果即未曾更改。
with
  asked as (
    select
      coalesce(nullif(trim(:indicator_id), ''), 'covid-19-vaccine-doses-supplied') as indicator_id,
      coalesce((select position from releases where version = trim(:since)), 1) as since
  ),
  values_of as (
    select observation_id as row_id from observations where indicator_id = (select indicator_id from asked)
    union
    select row_id from changes
    where table_name = 'observations' and column_name = 'indicator_id'
      and (select indicator_id from asked) in (old_value, new_value)
  )
select c.version, r.released_on, c.table_name, c.row_id, c.change, c.column_name, c.old_value, c.new_value, c.change_kind
from changes c join releases r using (version)
where r.position > (select since from asked)
  and (
    (c.table_name = 'indicators' and c.row_id = (select indicator_id from asked))
    or (c.table_name = 'observations' and c.row_id in (select row_id from values_of))
  )
order by r.position, c.table_name, c.row_id, c.change_id
