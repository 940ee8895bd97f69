-- position: 91
-- title_en: The history of a row
-- title_zh: 某一行的历次更改
-- about_en: What every release did to a row, its tombstone if its id ended, and the columns of its table that came to mean something else, each with its reason.
-- about_zh: 各版本对某一行的更改、该编号终止的记录（如有），以及所在表中含义有变的列，并附理由。
-- parameter: row_id | required | Row | 行编号 | rdfz-north-campus-renovation
-- parameter: table_name | optional | Table | 数据表 | projects
select c.version, r.released_on, c.table_name, c.row_id, c.change, c.column_name, c.old_value, c.new_value, c.change_kind, null as reason_zh, null as reason_en
from changes c join releases r using (version)
where c.row_id = :row_id and :table_name in ('', c.table_name)
union all
select t.version, r.released_on, t.table_name, t.row_id, t.tombstone_event, t.column_name, null, t.replaced_by, null, t.reason_zh, t.reason_en
from tombstones t left join releases r using (version)
where (
    t.row_id = :row_id
    or (t.row_id like '*:%' and exists (
      select 1 from changes c
      where c.row_id = :row_id and c.table_name = t.table_name and c.version = t.version and c.column_name = t.column_name
    ))
  )
  and :table_name in ('', t.table_name)
order by 2 desc, 3, 4, 5
