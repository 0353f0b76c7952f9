//! The keys that are known, section by section. `docs/configuration.md` describes each of them; a
//! test holds the two against each other.

/// The keys of a section.
pub(crate) type Keys = &'static [&'static str];

pub(crate) const DOCUMENT: Keys = &[
    "version",
    "include",
    "servers",
    "mcpServers",
    "environments",
    // Sections for other parts of the program: they may be there, and nothing in them is looked at.
    "monitor",
    "gate",
    "alerts",
    "export",
    "serve",
    "databases",
    "performance_optimization",
    "benchmarking",
];

/// What an environment may override: everything but how files are put together.
pub(crate) const ENVIRONMENT: Keys = &[
    "servers",
    "mcpServers",
    "monitor",
    "gate",
    "alerts",
    "export",
    "serve",
    "databases",
    "performance_optimization",
    "benchmarking",
];

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

/// An entry of `mcpServers`. The last ones steer a client and mean nothing here.
pub(crate) const CLIENT: Keys = &[
    "type",
    "url",
    "headers",
    "command",
    "args",
    "env",
    "cwd",
    "disabled",
    "description",
    "autoApprove",
    "alwaysAllow",
];

/// Every section by the name that it has in the documentation.
#[cfg(test)]
pub(crate) const ALL: &[(&str, Keys)] = &[
    ("document", DOCUMENT),
    ("environments.NAME", ENVIRONMENT),
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
