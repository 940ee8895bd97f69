-- position: 26
-- title_en: Everything about an organization
-- title_zh: 某一机构的全部内容
-- about_en: What the reports tell of one organization, asked for by its id or by a whole name or short form in either language (京东 is JD.com, never 京东方): the places that name it, the projects and policies it takes part in or that bear its name, the promises that name it or concern these, and their values.
-- about_zh: 各报告关于某一机构的内容。机构以编号或中英文全称、简称指明，须为完整名称（“京东”即京东集团，不含“京东方”）。列出提及之处、其参与或以其命名的项目与政策、提及该机构或涉及上述项目与政策的承诺，以及相关数值。
-- parameter: organization | required | Organization | 机构 | 京东
-- parameter: report_id | optional | Report | 报告 | bda-2021
with
  asked as materialized (
    select organization_id from organizations
    where gongbao_named(:organization, organization_id, name_zh, name_en, aliases_zh, aliases_en)
  ),
  named as materialized (
    select * from organization_mentions where organization_id in asked and :report_id in ('', report_id)
  ),
  its_projects as materialized (
    select project_id, organization_role as role from project_organizations where organization_id in asked
    union
    select m.project_id, null
    from named n
    join project_mentions m on m.report_id = n.report_id and m.char_start <= n.char_start and n.char_end <= m.char_end
    where m.project_id not in (select project_id from project_organizations where organization_id in asked)
  ),
  its_policies as materialized (
    select policy_id, policy_role as role from policy_organizations where organization_id in asked
    union
    select policy_id, 'issuer' from policies where issuer_id in asked
    union
    select m.policy_id, null
    from named n
    join policy_mentions m on m.report_id = n.report_id and m.char_start <= n.char_start and n.char_end <= m.char_end
    where m.policy_id not in (select policy_id from policy_organizations where organization_id in asked)
      and m.policy_id not in (select policy_id from policies where issuer_id in asked)
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
    from its_projects t join projects p using (project_id) join project_mentions m using (project_id)
    where :report_id in ('', m.report_id)
    union all
    select 4, 'policy', m.policy_mention_id, y.name_zh, y.name_en, t.role, m.policy_status, m.quote, m.report_id, m.sentence_id, m.char_start
    from its_policies t join policies y using (policy_id) join policy_mentions m using (policy_id)
    where :report_id in ('', m.report_id)
    union all
    select 5, 'commitment', c.commitment_id, c.verb_zh || c.object_zh, c.summary_en, null, c.checkability, c.quote, c.report_id, c.sentence_id, c.char_start
    from commitments c
    where :report_id in ('', c.report_id)
      and (
        exists (select 1 from named n where n.report_id = c.report_id and c.char_start <= n.char_start and n.char_end <= c.char_end)
        or c.commitment_id in (select commitment_id from commitment_projects where project_id in (select project_id from its_projects))
        or c.commitment_id in (select commitment_id from commitment_policies where policy_id in (select policy_id from its_policies))
      )
    union all
    select 6, 'observation', o.observation_id, o.statement_zh, o.statement_en, null, o.status, o.quote, o.report_id, o.sentence_id, o.char_start
    from observations o
    where :report_id in ('', o.report_id)
      and (o.project_id in (select project_id from its_projects) or o.policy_id in (select policy_id from its_policies))
  )
select kind, quote, text_zh, text_en, role, status, row_id, report_id, sentence_id, char_start
from found
order by place_of_kind, report_id, char_start, row_id
