-- position: 1
-- title_en: Everything about a subject
-- title_zh: 某一主题的全部内容
-- about_en: Values and sentences that mention the words of :words, in Chinese or English, and the values of every indicator or theme that does. All words must occur; | parts alternatives. Left empty, it looks for biomedicine and health (医药|疫苗|药品|医疗|医院); try 专利, robot or 新能源 汽车.
-- about_zh: 提及 :words 所填词语（中文或英文）的数值与句子，以及名称或定义中含有这些词语的指标、主题下的数值。多个词语须同时出现，“|”表示任一。留空时检索医药健康（医药|疫苗|药品|医疗|医院）；也可试用：专利、robot、新能源 汽车。
with
  asked as (select gongbao_match(coalesce(nullif(trim(:words), ''), '医药|疫苗|药品|医疗|医院')) as words),
  named as (
    select indicator_id from indicators
    where rowid in (select rowid from indicators_fts where indicators_fts match (select words from asked))
      or theme_id in (
        select theme_id from themes
        where rowid in (select rowid from themes_fts where themes_fts match (select words from asked))
      )
  ),
  told as (
    select sentence_id from sentences
    where rowid in (select rowid from sentences_fts where sentences_fts match (select words from asked))
  )
select 'value 数值' as kind, o.observation_id, o.statement_zh as text_zh, o.statement_en as text_en, o.sentence_id, o.report_id, o.char_start
from observations o
where o.indicator_id in named
  or o.rowid in (select rowid from observations_fts where observations_fts match (select words from asked))
union all
select 'value in such a sentence 句中数值', o.observation_id, o.statement_zh, o.statement_en, o.sentence_id, o.report_id, o.char_start
from observations o
where o.sentence_id in told
  and coalesce(o.indicator_id, '') not in (select indicator_id from named)
  and o.rowid not in (select rowid from observations_fts where observations_fts match (select words from asked))
union all
select 'sentence 句子', null, s.text_zh, s.text_en, s.sentence_id, s.report_id, s.char_start
from sentences s
where s.sentence_id in told
order by kind desc, report_id, char_start
