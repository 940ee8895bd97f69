-- position: 27
-- title_en: The vocabulary explained
-- title_zh: 政策用语解释
-- about_en: Terms of the report with their explanation and how often they stand in the text.
-- about_zh: 报告用语及其解释和出现次数。
select t.name_zh, t.name_en, t.explanation_zh, t.explanation_en, count(m.mention_id) as mentions, t.term_id
from terms t left join term_mentions m using (term_id)
group by t.term_id
order by mentions desc, t.term_id
