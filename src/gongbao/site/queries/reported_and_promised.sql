-- position: 23
-- title_en: Reported and promised again
-- title_zh: 既有报告又有承诺的项目
-- about_en: Projects that stand in the review and in the plan of one report: what was done, and what is promised next.
-- about_zh: 同一报告的工作回顾与工作安排中均有提及的项目：已完成的内容与下一步承诺。
-- parameter: report_id | optional | Report | 报告 | bda-2021
select p.name_zh, p.name_en,
  group_concat(distinct case when m.timeframe = 'reported' then m.project_status end) as reported,
  group_concat(distinct case when m.timeframe = 'planned' then m.status_quote end) as promised,
  p.project_id, m.report_id
from project_mentions m join projects p using (project_id)
where m.report_id in (select report_id from reports where :report_id in ('', report_id))
group by m.report_id, p.project_id
having count(distinct m.timeframe) = 2
order by m.report_id, p.project_id
