-- position: 31
-- title_en: How far hospitals and schools are
-- title_zh: 医院与学校的进展
-- about_en: Projects that are hospitals, clinics, emergency stations, schools or kindergartens, or are built by one: every mention with the words that say how far it is, reported and planned.
-- about_zh: 医院、社区卫生服务中心、急救站点、学校、幼儿园等项目，以及由此类机构承担的项目：列出每次提及及说明进展的原文，含已报告与计划中。
-- parameter: report_id | optional | Report | 报告 | bda-2021
with mentioned as materialized (
  select project_id from project_mentions
  where report_id in (select report_id from reports where :report_id in ('', report_id))
),
theirs as materialized (
  select project_id from projects
  where project_id in mentioned
    and gongbao_tells('医院|社区卫生服务中心|急救|学校|幼儿园', name_zh, name_en, aliases_zh, aliases_en)
  union
  select g.project_id from project_organizations g join organizations o using (organization_id)
  where o.organization_kind in ('hospital', 'education') and g.organization_role in ('owner', 'operator')
)
select p.name_zh, p.name_en, m.timeframe, m.project_status, m.status_quote, m.quote, p.project_type, p.latest_project_status, p.project_id, m.project_mention_id, m.report_id, m.sentence_id, m.char_start
from project_mentions m cross join projects p using (project_id)
where p.project_id in theirs
  and m.report_id in (select report_id from reports where :report_id in ('', report_id))
order by m.report_id, m.char_start, m.char_end, p.project_id
