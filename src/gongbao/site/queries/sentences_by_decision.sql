-- position: 11
-- title_en: Coverage: every sentence by decision
-- title_zh: 覆盖情况：全部句子按处理方式
-- about_en: Accounts for all sentences of the reports: which yield rows, which are headings, narrative, undertakings or political declarations. The examples, the first of each kind, link to the report.
-- about_zh: 清点报告中的全部句子：哪些产生数据行，哪些是标题、叙述、工作安排或政治表述。示例为各类的第一句，可链接至报告原文。
-- parameter: report_id | optional | Report | 报告 | bda-2021
with counted as (
  select decision, reason, origin, count(*) as sentences, sum(char_end - char_start) as characters, sentence_id, min(char_start)
  from sentences
  where report_id in (select report_id from reports where :report_id in ('', report_id))
  group by decision, reason, origin
)
select
  n.decision,
  n.reason,
  n.origin,
  n.sentences,
  n.characters,
  round(100.0 * n.sentences / sum(n.sentences) over (), 1) as percent,
  n.sentence_id,
  c.description_zh,
  c.description_en
from counted n
left join codes c on c.codelist = 'decision' and c.code = n.decision
order by n.sentences desc, n.decision, n.reason, n.origin
