-- position: 2
-- title_en: Search the sentences, with context
-- title_zh: 检索句子并显示上下文
-- about_en: Sentences with all the words of :words (Chinese or English; | parts alternatives), each found word in 【】 with what stands around it; the other language is given whole. Left empty, it looks for 营商环境 (business environment).
-- about_zh: 含有 :words 全部词语的句子（中文或英文，“|”表示任一），命中词以【】标出并附上下文，另一语言给出全句。留空时检索“营商环境”。
with asked as (select coalesce(nullif(trim(:words), ''), '营商环境') as words)
select
  s.sentence_id,
  coalesce(gongbao_context(s.text_zh, (select words from asked)), s.text_zh) as context_zh,
  coalesce(gongbao_context(s.text_en, (select words from asked)), s.text_en) as context_en,
  h.heading_zh,
  h.heading_en,
  h.part,
  s.decision,
  s.report_id,
  s.char_start
from sentences s
join sections h using (section_id)
where s.rowid in (select rowid from sentences_fts where sentences_fts match gongbao_match((select words from asked)))
order by s.report_id, s.char_start
