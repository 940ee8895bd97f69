-- position: 7
-- title_en: All values about a place
-- title_zh: 某一地域的全部数值
-- about_en: Values whose scope is the place, asked for by its id or by a whole name in either language. The scope matters: the same indicator differs between a development area and a new town around it.
-- about_zh: 以该地域为范围的数值；地域以编号或中英文全称、别名指明。范围不可混淆：同一指标在开发区与新城并不相同。
-- parameter: place | required | Place | 地域 | 平谷区
-- parameter: report_id | optional | Report | 报告 | bda-2021
select
  p.name_zh as place_zh,
  p.name_en as place_en,
  o.observation_id,
  o.statement_zh,
  o.statement_en,
  o.quote,
  o.status,
  o.place_id,
  o.report_id,
  o.sentence_id,
  o.char_start
from observations o
join places p using (place_id)
where gongbao_named(:place, p.place_id, p.name_zh, p.name_en, p.aliases_zh, p.aliases_en)
  and o.report_id in (select report_id from reports where :report_id in ('', report_id))
order by o.report_id, o.char_start, o.observation_id
