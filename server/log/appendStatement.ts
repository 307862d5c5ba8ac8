// The one statement that every durable thing in Lyceum goes through.

/**
 * `$1` the logs of the flush, `$2` all their facts, both as JSON. Autocommit: it is its own
 * transaction, so a node that stalls leaves none open.
 *
 * All or nothing per log. Existing logs are locked in the order of their ids and raised only where they
 * still stand where the facts were decided. A first fact makes the log; whoever comes second loses.
 *
 * `known` may look at a snapshot older than the lock. That is exact all the same: where the top is as
 * expected, this node heard of that top before it sent the statement, so the snapshot holds all of it.
 */
export const appendStatement = `
WITH batch AS MATERIALIZED (
  SELECT * FROM json_to_recordset($1::json)
    AS b (log uuid, kind text, seq integer, id uuid, top integer, top_id uuid, due bigint)
), fresh AS MATERIALIZED (
  SELECT * FROM json_to_recordset($2::json)
    AS f (log uuid, seq integer, id uuid, actor text, key text, ordinal integer, type text,
          version integer, visible jsonb, body jsonb, redacts integer[])
), known AS MATERIALIZED (
  SELECT DISTINCT f.log FROM fresh f
  WHERE f.ordinal = 0 AND EXISTS (
    SELECT FROM facts e
    WHERE e.log = f.log AND e.key = f.key AND e.ordinal = 0 AND e.actor IS NOT DISTINCT FROM f.actor
  )
), locked AS MATERIALIZED (
  SELECT h.log, h.top, h.top_id FROM heads h JOIN batch b ON b.log = h.log
  ORDER BY h.log FOR UPDATE OF h
), raised AS (
  UPDATE heads h
  SET top = b.top, top_id = b.top_id, due = b.due,
      at = greatest(h.at, (extract(epoch FROM clock_timestamp()) * 1000)::bigint)
  FROM batch b JOIN locked l ON l.log = b.log AND l.top = b.seq AND l.top_id = b.id
  WHERE h.log = b.log AND h.log NOT IN (SELECT log FROM known)
  RETURNING h.log, h.at
), made AS (
  INSERT INTO heads (log, kind, top, top_id, at, due)
  SELECT log, kind, top, top_id, (extract(epoch FROM clock_timestamp()) * 1000)::bigint, due
  FROM batch WHERE seq = 0 ORDER BY log
  ON CONFLICT (log) DO NOTHING
  RETURNING log, at
), won AS MATERIALIZED (
  SELECT log, at FROM raised UNION ALL SELECT log, at FROM made
), written AS (
  INSERT INTO facts
    (log, seq, id, actor, key, ordinal, type, version, at, visible_to, body)
  SELECT f.log, f.seq, f.id, f.actor, f.key, f.ordinal, f.type, f.version, w.at, f.visible, f.body
  FROM fresh f JOIN won w ON w.log = f.log
), hidden AS (
  INSERT INTO redactions (log, target, by)
  SELECT f.log, t.target, f.seq
  FROM fresh f JOIN won w ON w.log = f.log CROSS JOIN LATERAL unnest(f.redacts) AS t (target)
  ON CONFLICT (log, target) DO NOTHING
)
SELECT b.log, w.at, b.log IN (SELECT log FROM known) AS known
FROM batch b LEFT JOIN won w ON w.log = b.log`
