with counted (table_name, theme_id, number) as (
  select 'observations', i.theme_id, count(*)
  from observations o left join indicators i using (indicator_id)
  where o.report_id = :report_id
  group by i.theme_id
  union all
  select 'projects', theme_id, count(*)
  from projects
  where project_id in (select project_id from project_mentions where report_id = :report_id)
  group by theme_id
  union all
  select 'policies', theme_id, count(*)
  from policies
  where policy_id in (select policy_id from policy_mentions where report_id = :report_id)
  group by theme_id
  union all
  select 'commitments', theme_id, count(*)
  from commitments
  where report_id = :report_id
  group by theme_id
)
select
  theme_id,
  t.name_zh,
  t.name_en,
  sum(case when table_name = 'observations' then number else 0 end) as observations,
  sum(case when table_name = 'projects' then number else 0 end) as projects,
  sum(case when table_name = 'policies' then number else 0 end) as policies,
  sum(case when table_name = 'commitments' then number else 0 end) as commitments
from counted left join themes t using (theme_id)
group by theme_id
order by theme_id is null, sum(number) desc, theme_id
