select
  theme_id,
  t.name_zh,
  t.name_en,
  count(case when checkability = 'definite' then 1 end) as definite,
  count(case when checkability = 'directional' then 1 end) as directional
from commitments left join themes t using (theme_id)
where report_id = :report_id
group by theme_id
order by theme_id is null, count(*) desc, theme_id
