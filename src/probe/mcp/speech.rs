//! What messages look like in each era.

use serde_json::{json, Map, Value};

/// Versions of the era without sessions that are spoken here, newest first.
pub(super) const MODERN: [&str; 1] = ["2026-07-28"];
/// Versions of the era of `initialize`, newest first. The first one is offered.
pub(super) const LEGACY: [&str; 4] = ["2025-11-25", "2025-06-18", "2025-03-26", "2024-11-05"];

/// Keys of `_meta` that each modern request has.
pub(super) const META_VERSION: &str = "io.modelcontextprotocol/protocolVersion";
const META_CAPABILITIES: &str = "io.modelcontextprotocol/clientCapabilities";
const META_CLIENT: &str = "io.modelcontextprotocol/clientInfo";

/// The era and version of messages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Speech {
    /// 2026-07-28: each request says who asks, and in which version.
    Modern(&'static str),
    /// 2024-11-05 to 2025-11-25: said once by `initialize`; before that there is no version.
    Legacy(Option<String>),
}

impl Speech {
    pub(super) fn is_modern(&self) -> bool {
        matches!(self, Speech::Modern(_))
    }

    pub(super) fn version(&self) -> Option<&str> {
        match self {
            Speech::Modern(version) => Some(version),
            Speech::Legacy(version) => version.as_deref(),
        }
    }

    /// The parameters of a request: `own`, with what the era wants beside.
    pub(super) fn params(&self, mut own: Map<String, Value>) -> Value {
        match self {
            Speech::Modern(version) => {
                let meta = json!({ META_VERSION: version, META_CAPABILITIES: {}, META_CLIENT: client() });
                own.insert("_meta".to_owned(), meta);
                Value::Object(own)
            }
            Speech::Legacy(_) if own.is_empty() => Value::Null,
            Speech::Legacy(_) => Value::Object(own),
        }
    }
}

/// Who asks. No capabilities are declared, so that no server asks back.
pub(super) fn client() -> Value {
    json!({ "name": "plimsoll", "version": env!("CARGO_PKG_VERSION") })
}
