(SELECT pg_catalog.jsonb_build_object('entries', pg_catalog.count(*),
   'calls', pg_catalog.sum(s.calls) FILTER (WHERE s.dbid OPERATOR(pg_catalog.=) d.oid
     AND (s.rows OPERATOR(pg_catalog.>) 0 OR s.shared_blks_hit OPERATOR(pg_catalog.>) 0
       OR s.shared_blks_read OPERATOR(pg_catalog.>) 0)),
   'milliseconds', pg_catalog.sum(s.{total_time}) FILTER (WHERE s.dbid OPERATOR(pg_catalog.=) d.oid))
 FROM {schema}.pg_stat_statements(false) AS s, pg_catalog.pg_database AS d
 WHERE d.datname OPERATOR(pg_catalog.=) pg_catalog.current_database())
