-- position: 5
-- title_en: Values by theme
-- title_zh: 各主题的数值
-- about_en: How many indicators and values each theme has, by status. Values whose indicator nobody has named yet stand in a line of their own.
-- about_zh: 各主题的指标数与数值数，按状态分列。尚未确定指标的数值单列一行。
-- parameter: theme | optional | Theme | 主题 | 科技创新
-- parameter: report_id | optional | Report | 报告 | bda-2021
with counted as (
  select
    i.theme_id,
    count(distinct o.indicator_id) as indicators,
    count(*) as observations,
    count(case when o.status = 'actual' then 1 end) as actual,
    count(case when o.status = 'estimated' then 1 end) as estimated,
    count(case when o.status = 'target' then 1 end) as target
  from observations o left join indicators i using (indicator_id)
  where o.report_id in (select report_id from reports where :report_id in ('', report_id))
  group by i.theme_id
)
select
  t.theme_id,
  t.name_zh,
  t.name_en,
  coalesce(n.indicators, 0) as indicators,
  coalesce(n.observations, 0) as "values",
  coalesce(n.actual, 0) as actual,
  coalesce(n.estimated, 0) as estimated,
  coalesce(n.target, 0) as target,
  t.definition_zh,
  t.definition_en
from themes t left join counted n using (theme_id)
where :theme = '' or gongbao_named(:theme, t.theme_id, t.name_zh, t.name_en)
union all
select null, '（尚无指标）', '(no indicator yet)', 0, observations, actual, estimated, target, null, null
from counted
where theme_id is null and :theme = ''
order by "values" desc, 1
