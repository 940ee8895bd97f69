-- position: 20
-- title_en: What was promised about a subject
-- title_zh: 关于某一主题的承诺
-- about_en: Commitments that tell of the words, in Chinese or English and with what means the same; | parts alternatives. “found_in” says by what: the promise’s own words, those of the project, policy or indicator it concerns, its theme, or, last, only the heading that opens its paragraph.
-- about_zh: 述及所填词语的承诺，中英文皆可，同义词一并检索，“|”表示任一。“found_in”列说明因何查得：承诺自身的词语、所涉项目、政策、指标的名称、所属主题，以及（列于最后）仅见于所在段落的段首标题。
-- parameter: words | required | Words | 词语 | 医药
-- parameter: report_id | optional | Report | 报告 | bda-2021
with
  reports_asked as materialized (select report_id from reports where :report_id in ('', report_id)),
  asked as materialized (select gongbao_subject(:words) as query),
  found_themes as materialized (select theme_id from themes where gongbao_called(:words, name_zh, name_en)),
  told as materialized (
    select commitment_id from commitments
    where rowid in (select rowid from commitments_fts where commitments_fts match (select query from asked))
      and report_id in reports_asked
      and gongbao_tells(:words, quote, verb_zh || object_zh, summary_en)
  ),
  by_project as materialized (
    select l.commitment_id from commitment_projects l join projects p using (project_id)
    where p.rowid in (select rowid from projects_fts where projects_fts match (select query from asked))
      and gongbao_tells(:words, p.name_zh, p.name_en, p.aliases_zh, p.aliases_en)
    union
    select l.commitment_id
    from organizations o cross join project_organizations g using (organization_id) join commitment_projects l using (project_id)
    where gongbao_named(:words, o.organization_id, o.name_zh, o.name_en, o.aliases_zh, o.aliases_en)
  ),
  by_policy as materialized (
    select l.commitment_id from commitment_policies l join policies y using (policy_id)
    where y.rowid in (select rowid from policies_fts where policies_fts match (select query from asked))
      and gongbao_tells(:words, y.name_zh, y.name_en, y.formal_title, y.aliases_zh, y.aliases_en)
  ),
  by_indicator as materialized (
    select c.commitment_id from commitments c join indicators i using (indicator_id)
    where c.report_id in reports_asked and gongbao_tells(:words, i.name_zh, i.name_en, i.aliases_zh, i.aliases_en)
  ),
  headed as materialized (
    select h.section_id from sections h
    where h.rowid in (select rowid from sections_fts where sections_fts match (select query from asked))
      and h.report_id in reports_asked
      and gongbao_tells(:words, h.heading_zh, h.heading_en)
      and not exists (
        select 1 from commitments c
        where c.report_id = h.report_id and h.char_start <= c.char_start and c.char_end <= h.char_end
      )
  ),
  found as (
    select c.commitment_id, case
        when c.commitment_id in told then 'words'
        when c.commitment_id in by_project then 'project'
        when c.commitment_id in by_policy then 'policy'
        when c.commitment_id in by_indicator then 'indicator'
        when c.theme_id in found_themes then 'theme'
        when s.section_id in headed then 'heading'
      end as found_in
    from commitments c join sentences s using (sentence_id)
    where c.report_id in reports_asked
  )
select
  p.quote,
  p.verb_zh,
  p.object_zh,
  p.summary_en,
  f.found_in,
  p.checkability,
  p.due_on,
  p.theme_zh,
  p.theme_en,
  h.heading_zh,
  h.heading_en,
  p.projects_zh,
  p.projects_en,
  p.status_reported,
  p.commitment_id,
  p.report_id,
  p.sentence_id,
  p.char_start
from found f
join promises_flat p using (commitment_id)
join sentences s on s.sentence_id = p.sentence_id
join sections h using (section_id)
where f.found_in is not null
order by f.found_in = 'heading', p.report_id, p.char_start, p.commitment_id
