-- position: 32
-- title_en: Projects of one type and how far they are
-- title_zh: 某一类型的项目及其进展
-- about_en: Every mention of the projects of a type (a code such as public_service, or its name in either language), with the words that say how far it is; if words are given, only projects whose names tell of them.
-- about_zh: 某一类型（代码如public_service，或其中英文名称）项目的每次提及及说明进展的原文；另填词语时，只列名称述及该词语的项目。
-- parameter: project_type | required | Type of project | 项目类型 | 公共服务设施
-- parameter: words | optional | Words | 词语 | 学校
-- parameter: report_id | optional | Report | 报告 | bda-2021
select p.name_zh, p.name_en, m.timeframe, m.project_status, m.status_quote, m.quote, p.latest_project_status, p.project_id, m.project_mention_id, m.report_id, m.sentence_id, m.char_start
from project_mentions m cross join projects p using (project_id)
where m.report_id in (select report_id from reports where :report_id in ('', report_id))
  and p.project_type in (
    select code from codes where codelist = 'project_type' and gongbao_named(:project_type, code, name_zh, name_en)
  )
  and (:words = '' or gongbao_tells(:words, p.name_zh, p.name_en, p.aliases_zh, p.aliases_en))
order by m.report_id, m.char_start, m.char_end, p.project_id
