-- position: 2
-- title_en: Search the sentences, with context
-- title_zh: 检索句子并显示上下文
-- about_en: Sentences with all the very words asked for (Chinese or English; | parts alternatives), each found word in 【】 with what stands around it; the other language is given whole. Words that mean the same are not looked for; “Everything about a subject” does that.
-- about_zh: 含有所填全部词语的句子（中文或英文，“|”表示任一），命中词以【】标出并附上下文，另一语言给出全句。只检索所填词语本身；如需同义词，请用“某一主题的全部内容”。
-- parameter: words | required | Words | 词语 | 营商环境
-- parameter: report_id | optional | Report | 报告 | bda-2021
select
  s.sentence_id,
  coalesce(gongbao_context(s.text_zh, :words), s.text_zh) as context_zh,
  coalesce(gongbao_context(s.text_en, :words), s.text_en) as context_en,
  h.heading_zh,
  h.heading_en,
  h.part,
  s.decision,
  s.report_id,
  s.char_start
from sentences s
join sections h using (section_id)
where s.rowid in (select rowid from sentences_fts where sentences_fts match gongbao_match(:words))
  and s.report_id in (select report_id from reports where :report_id in ('', report_id))
order by s.report_id, s.char_start
