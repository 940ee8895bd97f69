-- position: 11
-- title_en: Coverage: every sentence by decision
-- title_zh: 覆盖情况：全部句子按处理方式
-- about_en: Accounts for all sentences of the reports: which yield rows, which are headings, narrative, undertakings or political declarations. The examples link to the report.
-- about_zh: 清点报告中的全部句子：哪些产生数据行，哪些是标题、叙述、工作安排或政治表述。示例可链接至报告原文。
select
  s.decision,
  s.reason,
  s.origin,
  count(*) as sentences,
  sum(s.char_end - s.char_start) as characters,
  round(100.0 * count(*) / sum(count(*)) over (), 1) as percent,
  min(s.sentence_id) as sentence_id,
  c.description_zh,
  c.description_en
from sentences s
join codes c on c.codelist = 'decision' and c.code = s.decision
group by s.decision, s.reason, s.origin
order by sentences desc, s.decision, s.reason, s.origin
