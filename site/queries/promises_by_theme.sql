-- position: 20
-- title_en: What was promised, by theme
-- title_zh: 各主题的承诺
-- about_en: Commitments of a theme; :theme is part of its name in either language, such as 产业 or industries. Left empty, all themes.
-- about_zh: 某一主题的承诺；:theme 填主题名称的一部分（中文或英文），如“产业”或 industries；留空则为全部主题。
select theme_zh, theme_en, quote, summary_en, checkability, project_en, status_reported, commitment_id, report_id, sentence_id, char_start
from promises
where coalesce(:theme, '') = '' or theme_zh like '%' || :theme || '%' or theme_en like '%' || :theme || '%'
order by theme_id, report_id, char_start
