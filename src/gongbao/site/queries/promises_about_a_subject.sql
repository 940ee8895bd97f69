-- position: 20
-- title_en: What was promised about a subject
-- title_zh: 关于某一主题的承诺
-- about_en: Commitments whose theme, paragraph heading, sentence or summary holds :word, in Chinese or English; biomedicine (医药) when left empty. Try 京东, talent or 数字经济.
-- about_zh: 主题、段首标题、句子或概要中含有 :word（中文或英文）的承诺；留空为“医药”。也可试用：京东、talent、数字经济。
select
  p.quote,
  p.summary_en,
  p.checkability,
  p.theme_zh,
  p.theme_en,
  h.heading_zh,
  h.heading_en,
  p.projects_en,
  p.status_reported,
  p.commitment_id,
  p.report_id,
  p.sentence_id,
  p.char_start
from promises_flat p
join sentences s using (sentence_id)
join sections h using (section_id)
where
  p.theme_zh || ' ' || p.theme_en || ' ' || h.heading_zh || ' ' || coalesce(h.heading_en, '') || ' '
  || s.text_zh || ' ' || coalesce(p.summary_en, '') like '%' || coalesce(nullif(:word, ''), '医药') || '%'
order by p.report_id, p.char_start
