-- position: 1
-- title_en: Everything about a subject
-- title_zh: 某一主题的全部内容
-- about_en: Rows of every table that tell of the words, in Chinese or English and with what means the same (芯片 finds 集成电路 and chips): themes, indicators, values, projects, policies, promises, terms, organizations, places and sentences. All words must be told of; | parts alternatives. “found_in” says by what a row was found: by its own words, or by the name of the indicator, project, policy, organization, theme or place it belongs to. Definitions and notes do not count.
-- about_zh: 各表中述及所填词语的行：主题、指标、数值、项目、政策、承诺、术语、机构、地域与句子。中英文皆可，同义词一并检索（填“芯片”也可查到“集成电路”）。多个词语须同时述及，“|”表示任一。“found_in”列说明因何查得：该行自身的词语，或其所属指标、项目、政策、机构、主题、地域的名称。定义与附注不计。
-- parameter: words | required | Words | 词语 | 集成电路
-- parameter: report_id | optional | Report | 报告 | bda-2021
with
  reports_asked as materialized (select report_id from reports where :report_id in ('', report_id)),
  asked as materialized (select gongbao_subject(:words) as query),
  found_themes as materialized (select theme_id from themes where gongbao_called(:words, name_zh, name_en)),
  found_places as materialized (
    select place_id from places where gongbao_named(:words, place_id, name_zh, name_en, aliases_zh, aliases_en)
  ),
  found_indicators as materialized (
    select indicator_id, 'words' as found_in from indicators
    where rowid in (select rowid from indicators_fts where indicators_fts match (select query from asked))
      and gongbao_tells(:words, name_zh, name_en, aliases_zh, aliases_en)
  ),
  found_projects as materialized (
    select project_id from projects
    where rowid in (select rowid from projects_fts where projects_fts match (select query from asked))
      and (:report_id = '' or project_id in (select project_id from project_mentions where report_id = :report_id))
      and gongbao_tells(:words, name_zh, name_en, aliases_zh, aliases_en)
  ),
  its_projects as materialized (
    select g.project_id from organizations o cross join project_organizations g using (organization_id)
    where gongbao_named(:words, o.organization_id, o.name_zh, o.name_en, o.aliases_zh, o.aliases_en)
  ),
  its_policies as materialized (
    select g.policy_id from organizations o cross join policy_organizations g using (organization_id)
    where gongbao_named(:words, o.organization_id, o.name_zh, o.name_en, o.aliases_zh, o.aliases_en)
  ),
  found_policies as materialized (
    select policy_id from policies
    where rowid in (select rowid from policies_fts where policies_fts match (select query from asked))
      and (:report_id = '' or policy_id in (select policy_id from policy_mentions where report_id = :report_id))
      and gongbao_tells(:words, name_zh, name_en, formal_title, aliases_zh, aliases_en)
  ),
  told_observations as materialized (
    select observation_id from observations
    where rowid in (select rowid from observations_fts where observations_fts match (select query from asked))
      and report_id in reports_asked
      and gongbao_tells(:words, quote, concept_zh, statement_zh, statement_en)
  ),
  told_commitments as materialized (
    select commitment_id from commitments
    where rowid in (select rowid from commitments_fts where commitments_fts match (select query from asked))
      and report_id in reports_asked
      and gongbao_tells(:words, quote, verb_zh || object_zh, summary_en)
  ),
  by_project as materialized (
    select commitment_id from commitment_projects where project_id in found_projects or project_id in its_projects
  ),
  by_policy as materialized (
    select commitment_id from commitment_policies where policy_id in found_policies or policy_id in its_policies
  ),
  near_observations as materialized (
    select observation_id from observations where report_id = :report_id
    union select observation_id from told_observations
    union select observation_id from found_indicators cross join observations using (indicator_id) where :report_id = ''
    union select observation_id from found_projects cross join observations using (project_id) where :report_id = ''
    union select observation_id from its_projects cross join observations using (project_id) where :report_id = ''
    union select observation_id from found_policies cross join observations using (policy_id) where :report_id = ''
    union select observation_id from its_policies cross join observations using (policy_id) where :report_id = ''
    union select observation_id from found_themes cross join indicators using (theme_id) cross join observations using (indicator_id) where :report_id = ''
    union select observation_id from found_places cross join observations using (place_id) where :report_id = ''
  ),
  near_commitments as materialized (
    select commitment_id from commitments where report_id = :report_id
    union select commitment_id from told_commitments
    union select commitment_id from by_project
    union select commitment_id from by_policy
    union select commitment_id from found_themes cross join commitments using (theme_id) where :report_id = ''
  ),
  found as (
    select 1 as place_of_kind, 'theme' as kind, theme_id as row_id, name_zh as text_zh, name_en as text_en,
      'words' as found_in, null as quote, null as report_id, null as sentence_id, null as char_start
    from themes where theme_id in found_themes and :report_id = ''
    union all
    select 2, 'indicator', i.indicator_id, i.name_zh, i.name_en,
      iif(i.indicator_id in (select indicator_id from found_indicators), 'words', 'theme'), o.quote, o.report_id, o.sentence_id, min(o.char_start)
    from indicators i
    left join observations o on o.indicator_id = i.indicator_id and :report_id in ('', o.report_id)
    where (i.indicator_id in (select indicator_id from found_indicators) or i.theme_id in found_themes)
      and (:report_id = '' or o.report_id is not null)
    group by i.indicator_id
    union all
    select 3, 'observation', o.observation_id, o.statement_zh, o.statement_en,
      case
        when o.observation_id in told_observations then 'words'
        when o.indicator_id in (select indicator_id from found_indicators) then 'indicator'
        when o.project_id in found_projects or o.project_id in its_projects then 'project'
        when o.policy_id in found_policies or o.policy_id in its_policies then 'policy'
        when i.theme_id in found_themes then 'theme'
        else 'place'
      end, o.quote, o.report_id, o.sentence_id, o.char_start
    from observations o left join indicators i using (indicator_id)
    where o.observation_id in near_observations
      and +o.report_id in reports_asked
      and (
        o.observation_id in told_observations or o.indicator_id in (select indicator_id from found_indicators)
        or o.project_id in found_projects or o.project_id in its_projects
        or o.policy_id in found_policies or o.policy_id in its_policies
        or i.theme_id in found_themes or o.place_id in found_places
      )
    union all
    select 4, 'project', p.project_id, p.name_zh, p.name_en,
      case
        when p.project_id in found_projects then 'words'
        when p.project_id in its_projects then 'organization'
        when p.theme_id in found_themes then 'theme'
        else 'place'
      end,
      m.quote, m.report_id, m.sentence_id, min(m.char_start)
    from projects p
    left join project_mentions m on m.project_id = p.project_id and :report_id in ('', m.report_id)
    where p.project_id in (
        select project_id from found_projects
        union select project_id from its_projects
        union select project_id from found_themes cross join projects using (theme_id)
        union select project_id from found_places cross join projects using (place_id)
      )
      and (:report_id = '' or m.report_id is not null)
    group by p.project_id
    union all
    select 5, 'policy', y.policy_id, y.name_zh, y.name_en,
      case
        when y.policy_id in found_policies then 'words'
        when y.policy_id in its_policies then 'organization'
        else 'theme'
      end, m.quote, m.report_id, m.sentence_id, min(m.char_start)
    from policies y
    left join policy_mentions m on m.policy_id = y.policy_id and :report_id in ('', m.report_id)
    where y.policy_id in (
        select policy_id from found_policies
        union select policy_id from its_policies
        union select policy_id from found_themes cross join policies using (theme_id)
      )
      and (:report_id = '' or m.report_id is not null)
    group by y.policy_id
    union all
    select 6, 'commitment', c.commitment_id, c.verb_zh || c.object_zh, c.summary_en,
      case
        when c.commitment_id in told_commitments then 'words'
        when c.commitment_id in by_project then 'project'
        when c.commitment_id in by_policy then 'policy'
        else 'theme'
      end, c.quote, c.report_id, c.sentence_id, c.char_start
    from commitments c
    where c.commitment_id in near_commitments
      and +c.report_id in reports_asked
      and (
        c.commitment_id in told_commitments
        or c.commitment_id in by_project
        or c.commitment_id in by_policy
        or c.theme_id in found_themes
      )
    union all
    select 7, 'term', t.term_id, t.name_zh, t.name_en, 'words', m.quote, m.report_id, m.sentence_id, min(m.char_start)
    from terms t
    left join term_mentions m on m.term_id = t.term_id and :report_id in ('', m.report_id)
    where t.rowid in (select rowid from terms_fts where terms_fts match (select query from asked))
      and gongbao_tells(:words, t.name_zh, t.name_en, t.aliases_zh, t.aliases_en)
      and (:report_id = '' or m.report_id is not null)
    group by t.term_id
    union all
    select 8, 'organization', g.organization_id, g.name_zh, g.name_en, 'words', m.quote, m.report_id, m.sentence_id, min(m.char_start)
    from organizations g
    left join organization_mentions m on m.organization_id = g.organization_id and :report_id in ('', m.report_id)
    where g.rowid in (select rowid from organizations_fts where organizations_fts match (select query from asked))
      and gongbao_tells(:words, g.name_zh, g.name_en, g.aliases_zh, g.aliases_en)
      and (:report_id = '' or m.report_id is not null)
    group by g.organization_id
    union all
    select 9, 'place', l.place_id, l.name_zh, l.name_en, 'words', m.quote, m.report_id, m.sentence_id, min(m.char_start)
    from places l
    left join place_mentions m on m.place_id = l.place_id and :report_id in ('', m.report_id)
    where l.rowid in (select rowid from places_fts where places_fts match (select query from asked))
      and gongbao_tells(:words, l.name_zh, l.name_en, l.aliases_zh, l.aliases_en)
      and (:report_id = '' or m.report_id is not null)
    group by l.place_id
    union all
    select 10, 'sentence', s.sentence_id, s.text_zh, s.text_en, 'words', null, s.report_id, s.sentence_id, s.char_start
    from sentences s
    where s.rowid in (select rowid from sentences_fts where sentences_fts match (select query from asked))
      and s.report_id in reports_asked
      and gongbao_tells(:words, s.text_zh, s.text_en)
  )
select kind, row_id, text_zh, text_en, found_in, quote, report_id, sentence_id, char_start
from found
order by place_of_kind, found_in <> 'words', report_id, char_start, row_id
