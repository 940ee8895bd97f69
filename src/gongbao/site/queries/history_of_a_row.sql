-- position: 91
-- title_en: The history of a row
-- title_zh: 某一行的历次更改
-- about_en: What every release did to the row :row_id, and its tombstone if it has one. Left empty, it lists the newest changes of all rows.
-- about_zh: 各版本对行 :row_id 的更改，以及该编号终止的记录（如有）。留空时列出最近的更改。
select c.version, r.released_on, c.table_name, c.row_id, c.change, c.column_name, c.old_value, c.new_value, c.change_kind, null as reason_zh, null as reason_en
from changes c join releases r using (version)
where coalesce(trim(:row_id), '') in ('', c.row_id)
union all
select t.version, r.released_on, t.table_name, t.row_id, t.tombstone_event, t.column_name, null, t.replaced_by, null, t.reason_zh, t.reason_en
from tombstones t left join releases r using (version)
where coalesce(trim(:row_id), '') in ('', t.row_id)
order by 2 desc, 3, 4
limit 500
