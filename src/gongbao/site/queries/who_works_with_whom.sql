-- position: 25
-- title_en: Who works with whom
-- title_zh: 谁与谁合作
-- about_en: Organizations that take part in projects, with their roles.
-- about_zh: 参与项目的机构及其角色。
select o.name_zh as organization_zh, o.name_en as organization_en, s.organization_role, p.name_zh as project_zh, p.name_en as project_en, s.quote, s.report_id, s.sentence_id, s.char_start
from project_organizations s join organizations o using (organization_id) join projects p using (project_id)
order by o.organization_id, p.project_id
