(SELECT pg_catalog.jsonb_build_object(
  'version', pg_catalog.current_setting('server_version'),
  'max_connections', pg_catalog.current_setting('max_connections'),
  'superuser_reserved_connections', pg_catalog.current_setting('superuser_reserved_connections'),
  'reserved_connections', pg_catalog.current_setting('reserved_connections', true),
  'shared_buffers', pg_catalog.pg_size_bytes(pg_catalog.current_setting('shared_buffers')),
  'pg_stat_statements', (
    SELECT pg_catalog.jsonb_build_object('schema', pg_catalog.quote_ident(n.nspname), 'version', e.extversion)
    FROM pg_catalog.pg_extension AS e, pg_catalog.pg_namespace AS n
    WHERE n.oid OPERATOR(pg_catalog.=) e.extnamespace AND e.extname OPERATOR(pg_catalog.=) 'pg_stat_statements')))
