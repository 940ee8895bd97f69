-- position: 5
-- title_en: Values by theme
-- title_zh: 各主题的数值
-- about_en: How many indicators and values each theme has, by status. Follow a theme to its indicators.
-- about_zh: 各主题的指标数与数值数，按状态分列；可由主题进入其指标。
select
  t.theme_id,
  t.name_zh,
  t.name_en,
  count(distinct i.indicator_id) as indicators,
  count(o.observation_id) as "values",
  count(case when o.status = 'actual' then 1 end) as actual,
  count(case when o.status = 'estimated' then 1 end) as estimated,
  count(case when o.status = 'target' then 1 end) as target,
  t.definition_zh,
  t.definition_en
from themes t
left join indicators i using (theme_id)
left join observations o using (indicator_id)
group by t.theme_id
order by "values" desc, t.theme_id
