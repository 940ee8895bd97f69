-- position: 30
-- title_en: Who is to build or do what, and by when
-- title_zh: 谁将建设什么、做什么，何时完成
-- about_en: Every project in the plan part of a report: how it is to go on, in the report’s own words, who takes part in which role, the promise that names it, and the time: the day the report sets, or else the year it plans for. Promises that name an organization but no project follow in their places.
-- about_zh: 报告工作安排部分提及的每个项目：下一步进展及原文、参与机构及其角色、所对应的承诺，以及时间（报告明示的期限，未明示的为计划年度）。只提及机构而未涉项目的承诺，按原文次序一并列出。
-- parameter: report_id | optional | Report | 报告 | bda-2021
select
  p.name_zh,
  p.name_en,
  m.project_status,
  m.status_quote,
  (
    select group_concat(o.name_zh || '（' || k.name_zh || '）', '；')
    from project_organizations g join organizations o using (organization_id)
    join codes k on k.codelist = 'organization_role' and k.code = g.organization_role
    where g.project_id = p.project_id
  ) as organizations_zh,
  (
    select group_concat(o.name_en || ' (' || k.name_en || ')', '; ')
    from project_organizations g join organizations o using (organization_id)
    join codes k on k.codelist = 'organization_role' and k.code = g.organization_role
    where g.project_id = p.project_id
  ) as organizations_en,
  c.due_on,
  r.year_planned,
  c.summary_en as promise_en,
  c.checkability,
  p.project_type,
  m.quote as quote,
  p.project_id as project_id,
  c.commitment_id,
  m.report_id as report_id,
  m.sentence_id,
  m.char_start as char_start
from project_mentions m
join projects p using (project_id)
join reports r using (report_id)
left join commitments c
  on c.report_id = m.report_id and c.char_start <= m.char_start and m.char_end <= c.char_end
  and exists (select 1 from commitment_projects l where l.commitment_id = c.commitment_id and l.project_id = m.project_id)
where m.timeframe = 'planned' and m.report_id in (select report_id from reports where :report_id in ('', report_id))
union all
select
  c.verb_zh || c.object_zh,
  c.summary_en,
  null,
  c.verb_zh,
  group_concat(o.name_zh, '；'),
  group_concat(o.name_en, '; '),
  c.due_on,
  r.year_planned,
  c.summary_en,
  c.checkability,
  null,
  c.quote,
  null,
  c.commitment_id,
  c.report_id,
  c.sentence_id,
  c.char_start
from commitments c
join reports r using (report_id)
join organization_mentions g on g.report_id = c.report_id and c.char_start <= g.char_start and g.char_end <= c.char_end
join organizations o using (organization_id)
where c.report_id in (select report_id from reports where :report_id in ('', report_id))
  and c.commitment_id not in (select commitment_id from commitment_projects)
group by c.commitment_id
order by report_id, char_start, quote, project_id
