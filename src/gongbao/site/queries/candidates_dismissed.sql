-- position: 28
-- title_en: Coverage: what looked like an undertaking and is none
-- title_zh: 覆盖情况：不计入的候选
-- about_en: Candidates that no project, policy or commitment covers, with the reason.
-- about_zh: 未对应项目、政策或承诺的候选及其理由。
-- parameter: report_id | optional | Report | 报告 | bda-2021
select candidate_kind, reason, quote, candidate_id, report_id, sentence_id, char_start
from candidates
where covered_by = 'dismissed' and report_id in (select report_id from reports where :report_id in ('', report_id))
order by candidate_kind, reason, report_id, char_start
