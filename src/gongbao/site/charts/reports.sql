select r.report_id, r.title_zh, r.title_en, r.year_covered, r.review, r.place_id, p.name_zh as place_zh, p.name_en as place_en
from reports r join places p using (place_id)
order by r.review <> 'curated', r.year_covered desc, r.published_on desc, r.report_id
