-- position: 14
-- title_en: The receipt check
-- title_zh: 原文凭据核对
-- about_en: Does every quote stand in its sentence at exactly the characters its row names? “broken” must be 0 in every line.
-- about_zh: 每条引文是否正好位于其所记字符处的句中？各行“broken”均应为0。
select
  m.kind,
  count(*) as rows_checked,
  sum(substr(s.text_zh, m.char_start - s.char_start + 1, m.char_end - m.char_start) = m.quote) as hold,
  sum(substr(s.text_zh, m.char_start - s.char_start + 1, m.char_end - m.char_start) <> m.quote) as broken
from mentions m
join sentences s using (sentence_id)
group by m.kind
order by m.kind
