-- position: 12
-- title_en: Damaged spots of the source and the values beside them
-- title_zh: 来源受损之处及同句中的数值
-- about_en: Every described fault of the source text with its probable reading, and the values that stand in the same sentence, which deserve a second look.
-- about_zh: 来源文本的每一处受损、可能的原文，以及同一句中的数值（引用前宜再核对）。
-- parameter: report_id | optional | Report | 报告 | bda-2021
select
  e.erratum_id,
  e.quote,
  e.reading_zh,
  e.erratum_kind,
  e.confidence,
  count(o.observation_id) as values_in_sentence,
  group_concat(o.statement_zh, '；') as statements_zh,
  group_concat(o.statement_en, '; ') as statements_en,
  e.reason_zh,
  e.reason_en,
  e.report_id,
  e.sentence_id,
  e.char_start
from errata e
left join observations o using (sentence_id)
where e.report_id in (select report_id from reports where :report_id in ('', report_id))
group by e.erratum_id
order by values_in_sentence desc, e.report_id, e.char_start, e.erratum_id
