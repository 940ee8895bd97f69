-- position: 7
-- title_en: All values about a place
-- title_zh: 某一地域的全部数值
-- about_en: Values whose scope is the place named in :place (code, Chinese or English name, or one of its other names). Left empty, it takes 亦庄新城 (Yizhuang New Town). The scope matters: the same indicator differs between the development area and the new town.
-- about_zh: 以 :place 所填地域（代码、中英文名称或别名）为范围的数值。留空时取“亦庄新城”。范围不可混淆：同一指标在开发区与新城并不相同。
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
where instr(
  lower(';' || p.place_id || ';' || p.name_zh || ';' || p.name_en || ';' || coalesce(p.aliases_zh, '') || ';' || coalesce(p.aliases_en, '') || ';'),
  lower(';' || coalesce(nullif(trim(:place), ''), '亦庄新城') || ';')
) > 0
order by o.report_id, o.char_start
