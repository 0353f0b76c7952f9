//! The usual health documents, read into a status and sub-checks.

use crate::finding::Status;
use crate::probe::{document, SubCheck};

/// What a health document says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Document {
    pub(super) status: Status,
    pub(super) message: String,
    pub(super) checks: Vec<SubCheck>,
}

/// Reads a body that is a health document: a JSON object with a `status` that is one of the usual words.
pub(super) fn read(_content_type: Option<&str>, body: &[u8], depth: usize) -> Option<Document> {
    let document = document::parse(body, depth).ok()?;
    let word = document.get("status")?.as_str()?.to_owned();
    let status = match word.to_ascii_lowercase().as_str() {
        "ok" | "up" | "pass" => Status::Healthy,
        "fail" | "down" => Status::Unhealthy,
        _ => return None,
    };
    Some(Document { status, message: format!("its health document says `{word}`"), checks: Vec::new() })
}
