-- position: 14
-- title_en: The receipt check
-- title_zh: 原文凭据核对
-- about_en: Does every quote stand in its sentence at exactly the characters its row names? Every table with quotes is checked. “broken” must be 0 in every line.
-- about_zh: 每条引文是否正好位于其所记字符处的句中？凡含引文的表均予核对。各行“broken”均应为0。
-- parameter: report_id | optional | Report | 报告 | bda-2021
with quoted as (
  select kind, report_id, sentence_id, char_start, char_end, quote from mentions
  union all
  select 'candidate', report_id, sentence_id, char_start, char_end, quote from candidates
  union all
  select 'organization in a project', report_id, sentence_id, char_start, char_end, quote from project_organizations
  union all
  select 'organization of a policy', report_id, sentence_id, char_start, char_end, quote from policy_organizations
)
select
  q.kind,
  count(*) as rows_checked,
  count(case when substr(s.text_zh, q.char_start - s.char_start + 1, q.char_end - q.char_start) = q.quote then 1 end) as hold,
  count(case when substr(s.text_zh, q.char_start - s.char_start + 1, q.char_end - q.char_start) is not q.quote then 1 end) as broken
from quoted q
left join sentences s on s.sentence_id = q.sentence_id and s.report_id = q.report_id
where :report_id in ('', q.report_id)
group by q.kind
order by q.kind
