//! The keys that are known, section by section. `docs/configuration.md` describes each of them; a
//! test holds the two against each other.

#[cfg(feature = "load")]
mod benchmarking;

/// The keys of a section.
pub(crate) type Keys = &'static [&'static str];

#[cfg(feature = "load")]
pub(crate) use benchmarking::*;

pub(crate) const DOCUMENT: Keys = &[
    "version",
    "include",
    "servers",
    "mcpServers",
    "environments",
    "monitor",
    "gate",
    "performance_optimization",
    "alerts",
    "export",
    "serve",
    "benchmarking",
    "shard",
    // For a part of the program that is not there yet: nothing in it is looked at.
    "databases",
];

/// What an environment may override: everything but how files are put together.
pub(crate) const ENVIRONMENT: Keys = &[
    "servers",
    "mcpServers",
    "monitor",
    "gate",
    "performance_optimization",
    "alerts",
    "export",
    "serve",
    "benchmarking",
    "shard",
    "databases",
];

pub(crate) const MONITOR: Keys = &["window", "history", "thresholds", "prices"];
pub(crate) const SEVERITIES: Keys = &["low", "medium", "high", "critical"];
pub(crate) const STEP: Keys = &["raise", "clear"];
pub(crate) const PRICES: Keys = &["core_hour", "gib_hour", "currency"];

pub(crate) const GATE: Keys = &[
    "max_concurrent",
    "adaptive",
    "max_waiting",
    "max_memory_usage",
    "max_memory_usage_mb",
    "max_cpu_usage",
    "max_cpu_usage_percent",
    "max_throttled",
    "max_throttled_percent",
    "max_memory_pressure",
    "max_cpu_pressure",
    "max_io_pressure",
    "load_line",
    "release_after",
];
pub(crate) const ADAPTIVE: Keys = &["initial_limit", "min_limit", "tolerance", "smoothing"];

pub(crate) const PERFORMANCE_OPTIMIZATION: Keys =
    &["concurrent_execution", "batch_processing", "resource_limits", "connection_pools", "caching"];
pub(crate) const CONCURRENT_EXECUTION: Keys = &[
    "max_concurrent",
    "max_concurrent_checks",
    "max_concurrent_per_host",
    "queue",
    "max_queue_size",
    "interval",
    "jitter",
    "unhealthy_interval",
    "admission_wait",
    "retry",
    "breaker",
    "rise",
    "fall",
];
pub(crate) const RETRY: Keys = &["attempts", "base", "most"];
pub(crate) const BREAKER: Keys = &["failures", "open_for", "longest_open", "half_open"];
pub(crate) const BATCH_PROCESSING: Keys = &["batch_size", "batch_timeout"];
/// All of them are said elsewhere as well.
pub(crate) const RESOURCE_LIMITS: Keys = &[
    "max_concurrent_checks",
    "max_queue_size",
    "max_memory_usage",
    "max_memory_usage_mb",
    "max_cpu_usage",
    "max_cpu_usage_percent",
];
/// What a pool has, and the pools.
pub(crate) const POOLS: Keys = &[
    "max_connections",
    "max_connections_per_host",
    "keep_alive",
    "idle_age",
    "keepalive_timeout",
    "connect_timeout",
    "read_timeout",
    "cleanup_interval",
    "mcp_pool",
    "rest_pool",
];
pub(crate) const POOL: Keys = &[
    "max_connections",
    "max_connections_per_host",
    "keep_alive",
    "idle_age",
    "keepalive_timeout",
    "connect_timeout",
    "read_timeout",
    "cleanup_interval",
];
pub(crate) const CACHING: Keys = &[
    "config",
    "auth_tokens",
    "dns",
    "results",
    "categories",
    "max_size",
    "max_cache_size",
    "cleanup_interval",
];
pub(crate) const CATEGORY: Keys = &["ttl", "max_size", "max_bytes"];

pub(crate) const ALERTS: Keys = &["rise", "fall", "silences", "webhook", "command", "own_limits"];
pub(crate) const SILENCE: Keys = &["name", "labels", "all", "until", "times", "why"];
pub(crate) const WEBHOOK: Keys = &["url", "headers", "timeout"];
pub(crate) const EXPORT: Keys = &["prefix", "labels", "server_labels", "otlp"];
pub(crate) const OTLP: Keys = &[
    "endpoint",
    "metrics_endpoint",
    "protocol",
    "headers",
    "tls",
    "interval",
    "timeout",
    "compression",
    "resource",
];
pub(crate) const OTLP_TLS: Keys = &["roots", "client_certificate", "client_key", "verify"];
pub(crate) const SERVE: Keys =
    &["listen", "token", "open", "max_connections", "textfile", "textfile_interval"];

/// Which part of the servers is checked here.
pub(crate) const SHARD: Keys = &["index", "of", "without"];

pub(crate) const SERVER: Keys = &[
    "name",
    "labels",
    "enabled",
    "interval",
    "timeout",
    "connect_timeout",
    "priority",
    "depends_on",
    "auth",
    "tls",
    "ip",
    "proxy",
    "limits",
    "require_both",
    "degraded_on_single_failure",
    "weights",
    "thresholds",
    "rest",
    "mcp",
];

pub(crate) const WEIGHTS: Keys = &["mcp", "rest"];
pub(crate) const THRESHOLDS: Keys = &["healthy", "degraded"];
pub(crate) const LIMITS: Keys = &["body_size", "event_size", "events", "pages", "json_depth"];
pub(crate) const TLS: Keys = &["roots", "client_certificate", "client_key", "verify", "expiry_warning_days"];

pub(crate) const AUTH: Keys = &["bearer", "basic", "header", "oauth2"];
pub(crate) const BASIC: Keys = &["username", "password"];
pub(crate) const HEADER: Keys = &["name", "value"];
pub(crate) const OAUTH2: Keys = &["token_url", "client_id", "client_secret", "scope", "parameters"];

pub(crate) const REST: Keys =
    &["url", "method", "headers", "body", "expect", "slow", "redirects", "health_document"];
pub(crate) const EXPECT: Keys = &["status", "contains", "lacks", "regex", "json"];
pub(crate) const JSON: Keys = &["pointer", "exists", "equals", "not", "less", "greater", "matches"];
pub(crate) const SLOW: Keys = &["degraded", "unhealthy"];

pub(crate) const MCP: Keys = &[
    "url",
    "headers",
    "era",
    "command",
    "args",
    "env",
    "cwd",
    "list_tools",
    "expected_tools",
    "check_schemas",
    "tools_hash",
    "call",
    "slow",
];
pub(crate) const CALL: Keys = &["tool", "arguments", "contains", "regex", "json"];

/// An entry of `mcpServers`. The last ones steer a client and mean nothing here, nor do others that only clients know.
pub(crate) const CLIENT: Keys = &[
    "type",
    "url",
    "headers",
    "command",
    "args",
    "env",
    "cwd",
    "disabled",
    "enabled",
    "timeout",
    "description",
    "autoApprove",
    "alwaysAllow",
];

/// Every section by the name that it has in the documentation.
#[cfg(test)]
pub(crate) const ALL: &[(&str, Keys)] = &[
    ("document", DOCUMENT),
    ("environments.NAME", ENVIRONMENT),
    ("monitor", MONITOR),
    ("monitor.thresholds.RULE", SEVERITIES),
    ("monitor.thresholds.RULE.SEVERITY", STEP),
    ("monitor.prices", PRICES),
    ("gate", GATE),
    ("gate.adaptive", ADAPTIVE),
    ("performance_optimization", PERFORMANCE_OPTIMIZATION),
    ("performance_optimization.concurrent_execution", CONCURRENT_EXECUTION),
    ("performance_optimization.concurrent_execution.retry", RETRY),
    ("performance_optimization.concurrent_execution.breaker", BREAKER),
    ("performance_optimization.batch_processing", BATCH_PROCESSING),
    ("performance_optimization.resource_limits", RESOURCE_LIMITS),
    ("performance_optimization.connection_pools", POOLS),
    ("performance_optimization.connection_pools.POOL", POOL),
    ("performance_optimization.caching", CACHING),
    ("performance_optimization.caching.CATEGORY", CATEGORY),
    ("alerts", ALERTS),
    ("alerts.silences[]", SILENCE),
    ("alerts.webhook", WEBHOOK),
    ("export", EXPORT),
    ("export.otlp", OTLP),
    ("export.otlp.tls", OTLP_TLS),
    ("serve", SERVE),
    ("benchmarking", BENCHMARKING),
    ("benchmarking.defaults", BENCHMARKING_DEFAULTS),
    ("benchmarking.scenarios[]", SCENARIO),
    ("benchmarking.scenarios[].servers[]", SCENARIO_SERVER),
    ("benchmarking.scenarios[].stages[]", STAGE),
    ("benchmarking.scenarios[].think", THINK),
    ("benchmarking.output", BENCHMARKING_OUTPUT),
    ("shard", SHARD),
    ("servers[]", SERVER),
    ("servers[].weights", WEIGHTS),
    ("servers[].thresholds", THRESHOLDS),
    ("servers[].limits", LIMITS),
    ("servers[].tls", TLS),
    ("servers[].auth", AUTH),
    ("servers[].auth.basic", BASIC),
    ("servers[].auth.header", HEADER),
    ("servers[].auth.oauth2", OAUTH2),
    ("servers[].rest", REST),
    ("servers[].rest.expect", EXPECT),
    ("servers[].rest.expect.json[]", JSON),
    ("servers[].rest.slow", SLOW),
    ("servers[].mcp", MCP),
    ("servers[].mcp.call", CALL),
    ("mcpServers.NAME", CLIENT),
];
