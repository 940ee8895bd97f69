-- position: 26
-- title_en: Everything about an organization
-- title_zh: 某一机构的全部内容
-- about_en: What the reports tell of one organization, asked for by its id or by a whole name or short form in either language (京东 is JD.com, never 京东方): the places that name it, the projects and policies it takes part in or that bear its name, the promises that name it or concern these, and their values.
-- about_zh: 各报告关于某一机构的内容。机构以编号或中英文全称、简称指明，须为完整名称（“京东”即京东集团，不含“京东方”）。列出提及之处、其参与或以其命名的项目与政策、提及该机构或涉及上述项目与政策的承诺，以及相关数值。
-- parameter: organization | required | Organization | 机构 | 京东
-- parameter: report_id | optional | Report | 报告 | bda-2021
with
  reports_asked as materialized (select report_id from reports where :report_id in ('', report_id)),
  asked as materialized (
    select organization_id from organizations
    where gongbao_named(:organization, organization_id, name_zh, name_en, aliases_zh, aliases_en)
  ),
  named as materialized (
    select * from organization_mentions where organization_id in asked and report_id in reports_asked
  ),
  its_projects as materialized (
    select project_id, organization_role as role from asked cross join project_organizations using (organization_id)
    union
    select m.project_id, null
    from project_mentions m
    where m.report_id in (select report_id from named)
      and exists (select 1 from named n where n.report_id = m.report_id and m.char_start <= n.char_start and n.char_end <= m.char_end)
      and m.project_id not in (select project_id from asked cross join project_organizations using (organization_id))
  ),
  its_policies as materialized (
    select policy_id, policy_role as role from asked cross join policy_organizations using (organization_id)
    union
    select policy_id, 'issuer' from asked cross join policies on issuer_id = organization_id
    union
    select m.policy_id, null
    from policy_mentions m
    where m.report_id in (select report_id from named)
      and exists (select 1 from named n where n.report_id = m.report_id and m.char_start <= n.char_start and n.char_end <= m.char_end)
      and m.policy_id not in (select policy_id from asked cross join policy_organizations using (organization_id))
      and m.policy_id not in (select policy_id from asked cross join policies on issuer_id = organization_id)
  ),
  found as (
    select 1 as place_of_kind, 'organization' as kind, organization_id as row_id, name_zh as text_zh, name_en as text_en,
      null as role, organization_kind as status, null as quote, null as report_id, null as sentence_id, null as char_start
    from organizations where organization_id in asked
    union all
    select 2, 'mention', n.mention_id, s.text_zh, s.text_en, null, null, n.quote, n.report_id, n.sentence_id, n.char_start
    from named n join sentences s using (sentence_id)
    union all
    select 3, 'project', m.project_mention_id, p.name_zh, p.name_en, t.role, m.project_status, m.quote, m.report_id, m.sentence_id, m.char_start
    from project_mentions m cross join its_projects t using (project_id) join projects p using (project_id)
    where m.report_id in reports_asked
    union all
    select 4, 'policy', m.policy_mention_id, y.name_zh, y.name_en, t.role, m.policy_status, m.quote, m.report_id, m.sentence_id, m.char_start
    from policy_mentions m cross join its_policies t using (policy_id) join policies y using (policy_id)
    where m.report_id in reports_asked
    union all
    select 5, 'commitment', c.commitment_id, c.verb_zh || c.object_zh, c.summary_en, null, c.checkability, c.quote, c.report_id, c.sentence_id, c.char_start
    from commitments c
    where c.report_id in reports_asked
      and (
        exists (select 1 from named n where n.report_id = c.report_id and c.char_start <= n.char_start and n.char_end <= c.char_end)
        or c.commitment_id in (select commitment_id from its_projects cross join commitment_projects using (project_id))
        or c.commitment_id in (select commitment_id from its_policies cross join commitment_policies using (policy_id))
      )
    union all
    select 6, 'observation', o.observation_id, o.statement_zh, o.statement_en, null, o.status, o.quote, o.report_id, o.sentence_id, o.char_start
    from observations o
    where o.report_id in reports_asked
      and (o.project_id in (select project_id from its_projects) or o.policy_id in (select policy_id from its_policies))
  )
select kind, quote, text_zh, text_en, role, status, row_id, report_id, sentence_id, char_start
from found
order by place_of_kind, report_id, char_start, row_id
