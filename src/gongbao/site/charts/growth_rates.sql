select
  o.observation_id,
  coalesce(i.name_zh, o.concept_zh, o.quote) as name_zh,
  i.name_en,
  o.change_percent,
  o.qualifier,
  o.basis,
  o.status,
  o.period_label_zh,
  o.period_label_en,
  p.name_zh as place_zh,
  p.name_en as place_en,
  o.quote
from observations o
join reports r using (report_id)
left join indicators i using (indicator_id)
left join places p on p.place_id = o.place_id and p.place_id <> r.place_id
where o.change_percent is not null and o.report_id = :report_id
order by o.change_percent desc, o.char_start
