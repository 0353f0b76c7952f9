//! All rows, in groups that one prober each goes through.

use crate::row::Row;
use crate::{
    accept, body, chunks, closing, dns, headers, json, lengths, redirects, sessions, sse, statuses, stdio,
    tls,
};

/// Rows that share a prober: one process that probes one after the other.
pub struct Group {
    /// The test that runs them.
    pub test: &'static str,
    /// The heading on the page.
    pub title: &'static str,
    pub rows: fn() -> Vec<Row>,
}

pub const GROUPS: &[Group] = &[
    Group {
        test: "connections_and_headers",
        title: "Connections and headers",
        rows: || [accept::rows(), headers::rows(), statuses::rows()].concat(),
    },
    Group {
        test: "bodies",
        title: "Bodies",
        rows: || [body::rows(), lengths::rows(), chunks::rows()].concat(),
    },
    Group {
        test: "endings_and_redirects",
        title: "Endings and redirects",
        rows: || [closing::rows(), redirects::rows()].concat(),
    },
    Group {
        test: "messages_and_sessions",
        title: "MCP: messages and sessions",
        rows: || [json::rows(), sessions::rows()].concat(),
    },
    Group { test: "events", title: "MCP: streams of events", rows: sse::rows },
    Group { test: "certificates_and_handshakes", title: "TLS", rows: tls::rows },
    Group { test: "names", title: "Names", rows: dns::rows },
    Group { test: "commands", title: "MCP: commands", rows: stdio::rows },
];

/// Every row.
pub fn all() -> Vec<Row> {
    GROUPS.iter().flat_map(|group| (group.rows)()).collect()
}
