-- position: 92
-- title_en: What a release changed, and why
-- title_zh: 某一版本更改了什么、为何更改
-- about_en: Every row a release added, removed or changed, with the columns concerned, the kind of change and, where an id ended or a column came to mean something else, the reason; first what the release says of itself. One line a row; a table may be named.
-- about_zh: 某一版本新增、删除或更改的每一行，附所涉列与更改类别；编号终止或列的含义有变的，附其理由。首行为该版本的自述。每行数据占一行，可指明数据表。
-- parameter: version | required | Version | 版本 | 1.0.1
-- parameter: table_name | optional | Table | 数据表 | projects
with
  done as (
    select table_name, row_id, change, group_concat(distinct column_name) as columns, group_concat(distinct change_kind) as change_kinds
    from changes
    where version = :version and :table_name in ('', table_name)
    group by table_name, row_id, change
  ),
  reasons as materialized (select * from tombstones where version = :version),
  redefined as materialized (
    select d.table_name, d.row_id, group_concat(distinct t.reason_zh) as reason_zh, group_concat(distinct t.reason_en) as reason_en
    from done d
    join reasons t on t.table_name = d.table_name and t.row_id like '*:%' and d.change = 'changed'
      and instr(',' || d.columns || ',', ',' || t.column_name || ',') > 0
    group by d.table_name, d.row_id
  )
select null as table_name, null as row_id, 'release' as change, null as columns, null as change_kinds, summary_zh as reason_zh, summary_en as reason_en
from releases where version = :version and :table_name = ''
union all
select
  d.table_name, d.row_id, d.change, d.columns, d.change_kinds,
  coalesce(ended.reason_zh, coalesce(r.reason_zh, '') || (select group_concat(description_zh, '；') from codes where codelist = 'change_kind' and instr(d.change_kinds, code) > 0)),
  coalesce(ended.reason_en, coalesce(r.reason_en || ' ', '') || (select group_concat(description_en, '; ') from codes where codelist = 'change_kind' and instr(d.change_kinds, code) > 0))
from done d
left join reasons ended
  on ended.table_name = d.table_name and ended.row_id = d.row_id and ended.tombstone_event = 'removed' and d.change = 'removed'
left join redefined r on r.table_name = d.table_name and r.row_id = d.row_id
order by 1, 3 desc, 2
