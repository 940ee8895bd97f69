-- position: 25
-- title_en: Who works with whom
-- title_zh: 谁与谁合作
-- about_en: Organizations that take part in projects, or in policies such as cooperation agreements, with their roles and the words that say so.
-- about_zh: 参与项目或政策（如合作协议）的机构、其角色及原文。
-- parameter: report_id | optional | Report | 报告 | bda-2021
select o.name_zh as organization_zh, o.name_en as organization_en, s.organization_role as role, 'project' as kind, p.name_zh as what_zh, p.name_en as what_en, p.project_id as row_id, s.quote, s.report_id, s.sentence_id, s.char_start
from project_organizations s join organizations o using (organization_id) join projects p using (project_id)
where s.report_id in (select report_id from reports where :report_id in ('', report_id))
union all
select o.name_zh, o.name_en, s.policy_role, 'policy', y.name_zh, y.name_en, y.policy_id, s.quote, s.report_id, s.sentence_id, s.char_start
from policy_organizations s join organizations o using (organization_id) join policies y using (policy_id)
where s.report_id in (select report_id from reports where :report_id in ('', report_id))
order by organization_en, s.report_id, s.char_start, kind, row_id
