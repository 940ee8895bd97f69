-- position: 3
-- title_en: Growth rates, ranked
-- title_zh: 增长率排名
-- about_en: What grew and what fell, by how much and against which base. Multiples count as per cent (an increase by 3.5 times is 350, a doubling 100); a fall has a minus sign. Change in percentage points is left out, as it cannot be ranked beside per cent.
-- about_zh: 哪些指标上升或下降、幅度多大、与何基期相比。倍数折合为百分数（增长3.5倍为350，翻一番为100），下降取负号；百分点变动与百分比不可比，故不列入。
-- parameter: report_id | optional | Report | 报告 | bda-2021
with rates as not materialized (
  select
    change_percent,
    indicator_zh,
    indicator_en,
    quote,
    qualifier,
    basis,
    period_label_zh,
    period_label_en,
    place_zh,
    place_en,
    status,
    observation_id,
    report_id,
    sentence_id,
    char_start
  from observations_flat
  where change_percent is not null
)
-- in two halves, as each finds its own index: all reports that of the order, one report that of its rows; a condition with “or” knows one only
select * from rates where :report_id = ''
union all
select * from rates where report_id = :report_id
order by change_percent desc, report_id, char_start, observation_id
