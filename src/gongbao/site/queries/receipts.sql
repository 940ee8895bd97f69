-- position: 14
-- title_en: The receipt check
-- title_zh: 原文凭据核对
-- about_en: Does every quote stand in its sentence at exactly the characters its row names? Every table with quotes is checked. “broken” must be 0 in every line.
-- about_zh: 每条引文是否正好位于其所记字符处的句中？凡含引文的表均予核对。各行“broken”均应为0。
-- parameter: report_id | optional | Report | 报告 | bda-2021
with
  asked as materialized (select report_id from reports where :report_id in ('', report_id)),
  quoted as (
    select 'observation' as kind, report_id, sentence_id, char_start, char_end, quote from observations where report_id in asked
    union all
    select 'numeral', report_id, sentence_id, char_start, char_end, quote from numerals where report_id in asked
    union all
    select 'heading', report_id, sentence_id, char_start, char_end, quote from sections where report_id in asked
    union all
    select 'erratum', report_id, sentence_id, char_start, char_end, quote from errata where report_id in asked
    union all
    select 'project', report_id, sentence_id, char_start, char_end, quote from project_mentions where report_id in asked
    union all
    select 'policy', report_id, sentence_id, char_start, char_end, quote from policy_mentions where report_id in asked
    union all
    select 'commitment', report_id, sentence_id, char_start, char_end, quote from commitments where report_id in asked
    union all
    select 'organization', report_id, sentence_id, char_start, char_end, quote from organization_mentions where report_id in asked
    union all
    select 'place', report_id, sentence_id, char_start, char_end, quote from place_mentions where report_id in asked
    union all
    select 'term', report_id, sentence_id, char_start, char_end, quote from term_mentions where report_id in asked
    union all
    select 'candidate', report_id, sentence_id, char_start, char_end, quote from candidates where report_id in asked
    union all
    select 'organization in a project', report_id, sentence_id, char_start, char_end, quote from project_organizations where report_id in asked
    union all
    select 'organization of a policy', report_id, sentence_id, char_start, char_end, quote from policy_organizations where report_id in asked
  ),
  checked as (
    select q.kind, substr(s.text_zh, q.char_start - s.char_start + 1, q.char_end - q.char_start) is q.quote as holds
    from quoted q left join sentences s using (sentence_id)
  )
select kind, count(*) as rows_checked, sum(holds) as hold, sum(not holds) as broken
from checked
group by kind
order by kind
