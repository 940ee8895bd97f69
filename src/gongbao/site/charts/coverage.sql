select 'sentences' as table_name, decision as code, count(*) as number
from sentences
where report_id = :report_id
group by decision
union all
select 'numerals', role, count(*)
from numerals
where report_id = :report_id
group by role
