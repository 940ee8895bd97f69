-- position: 26
-- title_en: Everything about an organization
-- title_zh: 某一机构的全部内容
-- about_en: Every sentence that names the organization, its projects and promises; :name is part of its name, 京东 when left empty.
-- about_zh: 提及该机构的每个句子及其项目与承诺；:name 填机构名称的一部分，留空为“京东”。
select 'mention' as kind, m.quote, s.text_zh, s.text_en, m.mention_id as row_id, m.report_id, m.sentence_id, m.char_start
from organization_mentions m join organizations o using (organization_id) join sentences s using (sentence_id)
where o.name_zh || ';' || o.name_en || ';' || coalesce(o.aliases_zh, '') like '%' || coalesce(nullif(:name, ''), '京东') || '%'
union all
select 'project', m.quote, p.name_zh, p.name_en, m.project_mention_id, m.report_id, m.sentence_id, m.char_start
from project_mentions m join projects p using (project_id)
where p.name_zh || ';' || coalesce(p.name_en, '') like '%' || coalesce(nullif(:name, ''), '京东') || '%'
union all
select 'commitment', c.quote, c.verb_zh || c.object_zh, c.summary_en, c.commitment_id, c.report_id, c.sentence_id, c.char_start
from commitments c
where c.quote like '%' || coalesce(nullif(:name, ''), '京东') || '%'
order by report_id, char_start, kind
