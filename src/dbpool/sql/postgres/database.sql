(SELECT pg_catalog.jsonb_build_object('row', pg_catalog.to_jsonb(d), 'reset', EXTRACT(EPOCH FROM d.stats_reset))
 FROM pg_catalog.pg_stat_database AS d
 WHERE d.datname OPERATOR(pg_catalog.=) pg_catalog.current_database())
