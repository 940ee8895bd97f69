-- Reading views: the tables joined with names in both languages.
CREATE VIEW observations_flat AS
SELECT
  o.observation_id,
  i.name_zh AS indicator_zh,
  i.name_en AS indicator_en,
  t.name_zh AS theme_zh,
  t.name_en AS theme_en,
  o.value,
  o.value_min,
  o.value_max,
  u.name_zh AS unit_zh,
  u.name_en AS unit_en,
  u.symbol AS unit_symbol,
  o.qualifier,
  o.measure,
  o.direction,
  o.basis,
  o.change_percent,
  o.event_zh,
  o.event_en,
  o.status,
  o.period_start,
  o.period_end,
  o.period_label_zh,
  o.period_label_en,
  p.name_zh AS place_zh,
  p.name_en AS place_en,
  EXISTS (SELECT 1 FROM doubts d WHERE d.table_name = 'observations' AND d.row_id = o.observation_id) AS doubtful,
  o.statement_zh,
  o.statement_en,
  o.quote,
  s.text_zh AS sentence_zh,
  s.text_en AS sentence_en,
  o.note_zh,
  o.note_en,
  o.indicator_id,
  i.theme_id,
  o.unit_id,
  o.place_id,
  o.project_id,
  o.policy_id,
  o.report_id,
  o.sentence_id,
  o.char_start,
  o.char_end
FROM observations o
LEFT JOIN indicators i USING (indicator_id)
LEFT JOIN themes t USING (theme_id)
LEFT JOIN units u USING (unit_id)
JOIN places p USING (place_id)
JOIN sentences s USING (sentence_id);

CREATE VIEW coverage AS
SELECT
  r.report_id,
  (SELECT count(*) FROM sentences s WHERE s.report_id = r.report_id) AS sentences,
  (SELECT count(*) FROM sentences s WHERE s.report_id = r.report_id AND s.decision = 'rows') AS sentences_with_rows,
  (SELECT count(*) FROM numerals n WHERE n.report_id = r.report_id) AS numerals,
  (SELECT count(*) FROM numerals n WHERE n.report_id = r.report_id AND n.role IN ('observation', 'target')) AS numerals_with_values,
  (SELECT count(*) FROM numerals n WHERE n.report_id = r.report_id AND n.role = 'unresolved') AS numerals_unresolved,
  (SELECT count(*) FROM observations o WHERE o.report_id = r.report_id) AS observations,
  (SELECT count(*) FROM errata e WHERE e.report_id = r.report_id) AS errata,
  r.characters
FROM reports r;

CREATE VIEW promises_flat AS
SELECT
  c.commitment_id,
  c.verb_zh,
  c.object_zh,
  c.summary_en,
  c.checkability,
  t.name_zh AS theme_zh,
  t.name_en AS theme_en,
  (
    SELECT group_concat(p.name_zh, '；') FROM commitment_projects l JOIN projects p USING (project_id)
    WHERE l.commitment_id = c.commitment_id
  ) AS projects_zh,
  (
    SELECT group_concat(p.name_en, '; ') FROM commitment_projects l JOIN projects p USING (project_id)
    WHERE l.commitment_id = c.commitment_id
  ) AS projects_en,
  (
    SELECT group_concat(DISTINCT m.project_status)
    FROM commitment_projects l JOIN project_mentions m USING (project_id)
    WHERE l.commitment_id = c.commitment_id AND m.report_id = c.report_id AND m.timeframe = 'reported'
  ) AS status_reported,
  (
    SELECT group_concat(y.name_zh, '；') FROM commitment_policies l JOIN policies y USING (policy_id)
    WHERE l.commitment_id = c.commitment_id
  ) AS policies_zh,
  (
    SELECT group_concat(y.name_en, '; ') FROM commitment_policies l JOIN policies y USING (policy_id)
    WHERE l.commitment_id = c.commitment_id
  ) AS policies_en,
  i.name_zh AS indicator_zh,
  i.name_en AS indicator_en,
  c.due_on,
  EXISTS (SELECT 1 FROM doubts d WHERE d.table_name = 'commitments' AND d.row_id = c.commitment_id) AS doubtful,
  c.quote,
  s.text_zh AS sentence_zh,
  s.text_en AS sentence_en,
  c.note_zh,
  c.note_en,
  c.theme_id,
  c.indicator_id,
  c.report_id,
  c.sentence_id,
  c.char_start,
  c.char_end
FROM commitments c
JOIN sentences s USING (sentence_id)
LEFT JOIN themes t ON t.theme_id = c.theme_id
LEFT JOIN indicators i ON i.indicator_id = c.indicator_id;

CREATE VIEW projects_flat AS
SELECT
  p.project_id,
  p.name_zh AS project_zh,
  p.name_en AS project_en,
  p.project_type,
  t.name_zh AS theme_zh,
  t.name_en AS theme_en,
  l.name_zh AS place_zh,
  l.name_en AS place_en,
  p.latest_project_status,
  (
    SELECT group_concat(DISTINCT m.project_status) FROM project_mentions m
    WHERE m.project_id = p.project_id AND m.report_id = p.latest_report_id AND m.timeframe = 'reported'
  ) AS status_reported,
  (
    SELECT group_concat(DISTINCT m.project_status) FROM project_mentions m
    WHERE m.project_id = p.project_id AND m.report_id = p.latest_report_id AND m.timeframe = 'planned'
  ) AS status_planned,
  (
    SELECT group_concat(o.name_zh, '；') FROM project_organizations g JOIN organizations o USING (organization_id)
    WHERE g.project_id = p.project_id
  ) AS organizations_zh,
  (
    SELECT group_concat(o.name_en, '; ') FROM project_organizations g JOIN organizations o USING (organization_id)
    WHERE g.project_id = p.project_id
  ) AS organizations_en,
  (
    SELECT group_concat(c.verb_zh || c.object_zh, '；') FROM commitment_projects k JOIN commitments c USING (commitment_id)
    WHERE k.project_id = p.project_id
  ) AS promised_zh,
  (
    SELECT group_concat(c.summary_en, '; ') FROM commitment_projects k JOIN commitments c USING (commitment_id)
    WHERE k.project_id = p.project_id
  ) AS promised_en,
  (SELECT count(*) FROM project_mentions m WHERE m.project_id = p.project_id) AS mentions,
  EXISTS (
    SELECT 1 FROM doubts d WHERE (d.table_name = 'projects' AND d.row_id = p.project_id)
    OR (d.table_name = 'project_mentions' AND d.row_id IN (
      SELECT n.project_mention_id FROM project_mentions n WHERE n.project_id = p.project_id
    ))
  ) AS doubtful,
  m.quote,
  m.status_quote,
  s.text_zh AS sentence_zh,
  s.text_en AS sentence_en,
  p.review,
  p.theme_id,
  p.place_id,
  m.project_mention_id,
  m.report_id,
  m.sentence_id,
  m.char_start,
  m.char_end
FROM projects p
LEFT JOIN themes t USING (theme_id)
JOIN places l USING (place_id)
LEFT JOIN project_mentions m ON m.project_mention_id = (
  SELECT n.project_mention_id FROM project_mentions n
  WHERE n.project_id = p.project_id AND n.report_id = p.latest_report_id
  ORDER BY n.timeframe = 'reported' DESC, n.char_start DESC, n.char_end LIMIT 1
)
LEFT JOIN sentences s ON s.sentence_id = m.sentence_id;

CREATE VIEW project_pipeline AS
SELECT
  t.name_zh AS theme_zh,
  t.name_en AS theme_en,
  m.project_status,
  m.timeframe,
  count(DISTINCT m.project_id) AS projects,
  group_concat(DISTINCT p.name_zh) AS names_zh,
  group_concat(DISTINCT p.name_en) AS names_en,
  p.theme_id,
  m.report_id
FROM project_mentions m
JOIN projects p USING (project_id)
LEFT JOIN themes t USING (theme_id)
GROUP BY m.report_id, p.theme_id, m.project_status, m.timeframe;

CREATE VIEW mentions AS
SELECT 'observation' AS kind, observation_id AS row_id, report_id, sentence_id, char_start, char_end, quote, statement_zh AS label_zh, statement_en AS label_en FROM observations
UNION ALL
SELECT 'numeral', numeral_id, report_id, sentence_id, char_start, char_end, quote, role, role FROM numerals
UNION ALL
SELECT 'heading', section_id, report_id, sentence_id, char_start, char_end, quote, heading_zh, heading_en FROM sections
UNION ALL
SELECT 'erratum', erratum_id, report_id, sentence_id, char_start, char_end, quote, reading_zh, reason_en FROM errata
UNION ALL
SELECT 'project', project_mention_id, report_id, sentence_id, char_start, char_end, quote, name_zh, name_en FROM project_mentions JOIN projects USING (project_id)
UNION ALL
SELECT 'policy', policy_mention_id, report_id, sentence_id, char_start, char_end, quote, name_zh, name_en FROM policy_mentions JOIN policies USING (policy_id)
UNION ALL
SELECT 'commitment', commitment_id, report_id, sentence_id, char_start, char_end, quote, verb_zh || object_zh, summary_en FROM commitments
UNION ALL
SELECT 'organization', mention_id, report_id, sentence_id, char_start, char_end, quote, name_zh, name_en FROM organization_mentions JOIN organizations USING (organization_id)
UNION ALL
SELECT 'place', mention_id, report_id, sentence_id, char_start, char_end, quote, name_zh, name_en FROM place_mentions JOIN places USING (place_id)
UNION ALL
SELECT 'term', mention_id, report_id, sentence_id, char_start, char_end, quote, name_zh, name_en FROM term_mentions JOIN terms USING (term_id);
