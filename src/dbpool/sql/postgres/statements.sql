(SELECT pg_catalog.jsonb_agg(q.*) FROM (
  SELECT s.calls, s.{total_time} AS milliseconds, pg_catalog."left"(s.query, 2000) AS text
  FROM {schema}.pg_stat_statements(true) AS s, pg_catalog.pg_database AS d
  WHERE s.dbid OPERATOR(pg_catalog.=) d.oid AND d.datname OPERATOR(pg_catalog.=) pg_catalog.current_database()
    AND s.queryid IS NOT NULL
  ORDER BY s.{total_time} DESC LIMIT {texts}) AS q)
