-- position: 21
-- title_en: Promises that name a definite deliverable
-- title_zh: 有具体成果的承诺
-- about_en: Commitments one could check a year later: a named deliverable, document, event or count.
-- about_zh: 一年后可以核查的承诺：有具体成果、文件、活动或数量。
-- parameter: report_id | optional | Report | 报告 | bda-2021
select quote, verb_zh, object_zh, summary_en, due_on, theme_zh, theme_en, projects_zh, projects_en, policies_zh, policies_en, indicator_zh, indicator_en, status_reported, commitment_id, report_id, sentence_id, char_start
from promises_flat
where checkability = 'definite' and report_id in (select report_id from reports where :report_id in ('', report_id))
order by report_id, char_start, commitment_id
