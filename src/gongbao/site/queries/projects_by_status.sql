-- position: 22
-- title_en: Projects by status
-- title_zh: 各状态的项目
-- about_en: Every mention of a project with the words that state how far it is; reported and promised side by side.
-- about_zh: 各项目的每次提及与说明其进展的原文；已报告与计划中并列。
-- parameter: report_id | optional | Report | 报告 | bda-2021
select m.timeframe, m.project_status, m.status_quote, p.name_zh, p.name_en, p.project_type, m.quote, m.project_mention_id, m.report_id, m.sentence_id, m.char_start
from project_mentions m join projects p using (project_id)
where m.report_id in (select report_id from reports where :report_id in ('', report_id))
order by m.timeframe desc, m.project_status, m.report_id, m.char_start, m.project_mention_id
