-- position: 90
-- title_en: What changed in an indicator since a release
-- title_zh: 某指标自某版本以来的更改
-- about_en: Every cell of an indicator and of its values that a release added, removed or changed; with a version, only what later releases did. No rows means that nothing changed.
-- about_zh: 某指标及其数值在各版本中新增、删除或更改的每个单元格；填写版本时，只列该版本之后的更改。没有结果即未曾更改。
-- parameter: indicator_id | required | Indicator | 指标 | covid-19-vaccine-doses-supplied
-- parameter: since | optional | After version | 自该版本之后 | 1.0.1
with
  values_of as materialized (
    select observation_id as row_id from observations where indicator_id = :indicator_id
    union
    select row_id from changes
    where table_name = 'observations' and column_name = 'indicator_id' and :indicator_id in (old_value, new_value)
  )
select c.version, r.released_on, c.table_name, c.row_id, c.change, c.column_name, c.old_value, c.new_value, c.change_kind
from changes c join releases r using (version)
where (:since = '' or r.position > (select position from releases where version = :since))
  and (
    (c.table_name = 'indicators' and c.row_id = :indicator_id)
    or (c.table_name = 'observations' and c.row_id in values_of)
  )
order by r.position, c.table_name, c.row_id, c.change_id
