-- position: 8
-- title_en: Estimates and targets, not facts
-- title_zh: 预计数与目标值
-- about_en: Numbers that are no reported facts: estimates of the closing year and values still to be reached. Quote them with their status.
-- about_zh: 并非既成事实的数字：对当年的预计数和尚待实现的目标值。引用时请注明其状态。
-- parameter: report_id | optional | Report | 报告 | bda-2021
select
  o.status,
  o.observation_id,
  o.statement_zh,
  o.statement_en,
  o.quote,
  s.text_zh,
  s.text_en,
  o.report_id,
  o.sentence_id,
  o.char_start
from observations o
join sentences s using (sentence_id)
where o.status <> 'actual' and o.report_id in (select report_id from reports where :report_id in ('', report_id))
order by o.status desc, o.report_id, o.char_start, o.observation_id
