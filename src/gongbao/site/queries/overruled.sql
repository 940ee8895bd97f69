-- position: 13
-- title_en: What a curator overruled
-- title_zh: 人工更正了哪些机读结果
-- about_en: Values where a person replaced the machine's reading. Both stay visible: the row holds the person's, “overruled” the machine's (an empty right side means the machine named nothing).
-- about_zh: 由人工更正机器判读的数值。两种读法均予保留：行内为人工判定，“overruled”列为机器判读（等号右侧为空表示机器未给出）。
-- parameter: report_id | optional | Report | 报告 | bda-2021
select
  observation_id,
  overruled,
  origin,
  indicator_id,
  concept_zh,
  measure,
  unit_id,
  quote,
  note_zh,
  note_en,
  report_id,
  sentence_id,
  char_start
from observations
where overruled is not null and report_id in (select report_id from reports where :report_id in ('', report_id))
order by report_id, char_start, observation_id
