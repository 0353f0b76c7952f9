(WITH sessions AS MATERIALIZED (
  SELECT a.pid, a.datid, a.usesysid, a.state, a.wait_event_type AS wait, a.wait_event AS event, a.query,
    a.backend_type IS NULL AS hidden,
    a.pid OPERATOR(pg_catalog.=) pg_catalog.pg_backend_pid() AS self,
    a.state OPERATOR(pg_catalog.=) 'active' OR a.state OPERATOR(pg_catalog.=) 'fastpath function call' AS active,
    pg_catalog.starts_with(a.state, 'idle in transaction') AS idle_in_transaction,
    EXTRACT(EPOCH FROM pg_catalog.clock_timestamp() OPERATOR(pg_catalog.-) a.xact_start) AS transaction_age,
    EXTRACT(EPOCH FROM pg_catalog.clock_timestamp() OPERATOR(pg_catalog.-) a.query_start) AS query_age,
    EXTRACT(EPOCH FROM pg_catalog.clock_timestamp() OPERATOR(pg_catalog.-) a.state_change) AS state_age
  FROM pg_catalog.pg_stat_activity AS a
  WHERE a.backend_type OPERATOR(pg_catalog.=) 'client backend'
    OR (a.backend_type IS NULL AND a.datid IS NOT NULL AND a.usesysid IS NOT NULL)
), self AS (
  SELECT s.datid, s.usesysid FROM sessions AS s WHERE s.self
), others AS (
  SELECT s.*, s.active AND s.wait OPERATOR(pg_catalog.=) 'Lock' AS locked,
    s.datid OPERATOR(pg_catalog.=) self.datid AS here
  FROM sessions AS s, self WHERE NOT s.self
), waiting AS MATERIALIZED (
  SELECT s.pid, s.query, s.query_age, pg_catalog.pg_blocking_pids(s.pid) AS blockers
  FROM others AS s WHERE s.locked AND s.here
  ORDER BY s.query_age DESC NULLS LAST LIMIT 10
), locks AS (
  SELECT l.pid, pg_catalog.to_jsonb(l) OPERATOR(pg_catalog.->>) 'waitstart' AS began
  FROM pg_catalog.pg_locks AS l WHERE NOT l.granted AND EXISTS (SELECT FROM waiting)
)
SELECT pg_catalog.jsonb_build_object(
  'connections', (SELECT pg_catalog.count(*) FROM sessions),
  'hidden', (SELECT pg_catalog.count(*) FROM sessions AS s WHERE s.hidden),
  'own', (SELECT pg_catalog.count(*) FROM sessions AS s, self
    WHERE s.datid OPERATOR(pg_catalog.=) self.datid AND s.usesysid OPERATOR(pg_catalog.=) self.usesysid),
  'states', (SELECT pg_catalog.jsonb_build_object(
      'active', pg_catalog.count(*) FILTER (WHERE s.active),
      'idle', pg_catalog.count(*) FILTER (WHERE s.state OPERATOR(pg_catalog.=) 'idle'),
      'idle_in_transaction', pg_catalog.count(*) FILTER (WHERE s.idle_in_transaction AND s.here),
      'lock', pg_catalog.count(*) FILTER (WHERE s.locked),
      'io', pg_catalog.count(*) FILTER (WHERE s.active AND (s.wait OPERATOR(pg_catalog.=) 'IO'
        OR s.wait OPERATOR(pg_catalog.=) 'LWLock' AND pg_catalog.starts_with(s.event, 'WALWrite'))),
      'otherwise', pg_catalog.count(*) FILTER (WHERE s.active
        AND s.wait OPERATOR(pg_catalog.=) ANY ('{Client,Extension,IPC,Timeout}')),
      'transaction_age', pg_catalog.max(s.transaction_age) FILTER (WHERE s.here),
      'idle_in_transaction_age', pg_catalog.max(s.state_age) FILTER (WHERE s.idle_in_transaction AND s.here),
      'query_age', pg_catalog.max(s.query_age) FILTER (WHERE s.active AND s.here))
    FROM others AS s),
  'slow', (SELECT pg_catalog.jsonb_agg(q.*) FROM (
    SELECT s.query_age AS seconds, pg_catalog."left"(s.query, 2000) AS text FROM others AS s
    WHERE s.active AND s.here AND s.query_age OPERATOR(pg_catalog.>=) {slow_seconds}
    ORDER BY s.query_age DESC LIMIT {slow_queries}) AS q),
  'waiting', (SELECT pg_catalog.jsonb_agg(pg_catalog.jsonb_build_object(
      'pid', w.pid, 'by', w.blockers, 'text', pg_catalog."left"(w.query, 2000),
      'seconds', COALESCE((SELECT EXTRACT(EPOCH FROM pg_catalog.clock_timestamp()
          OPERATOR(pg_catalog.-) pg_catalog.min(l.began::pg_catalog.timestamptz))
        FROM locks AS l WHERE l.pid OPERATOR(pg_catalog.=) w.pid), w.query_age)))
    FROM waiting AS w),
  'holders', (SELECT pg_catalog.jsonb_object_agg(s.pid::pg_catalog.text, s.state) FROM sessions AS s
    WHERE s.state IS NOT NULL
      AND EXISTS (SELECT FROM waiting AS w WHERE s.pid OPERATOR(pg_catalog.=) ANY (w.blockers)))))
