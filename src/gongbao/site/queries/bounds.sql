-- position: 9
-- title_en: Bounds: more than, about, at least
-- title_zh: 非精确值：超过、约、不少于
-- about_en: Values the report does not state exactly, with the words that say so. Ranges are shown by their two ends.
-- about_zh: 报告未给出精确数的数值及其限定词；区间以两端表示。
-- parameter: report_id | optional | Report | 报告 | bda-2021
select
  qualifier,
  value,
  value_min,
  value_max,
  unit_zh,
  unit_en,
  indicator_zh,
  indicator_en,
  quote,
  status,
  observation_id,
  report_id,
  sentence_id,
  char_start
from observations_flat
where (qualifier <> 'exact' or value is null) and report_id in (select report_id from reports where :report_id in ('', report_id))
order by qualifier, report_id, char_start, observation_id
