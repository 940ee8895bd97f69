select theme_id, theme_zh as name_zh, theme_en as name_en, timeframe, project_status, projects
from project_pipeline
where report_id = :report_id
order by theme_id
