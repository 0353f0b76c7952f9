//! A histogram as text: HdrHistogram's own form (V2, compressed, base64), which its other implementations read.

use base64::engine::general_purpose::STANDARD;
use base64::Engine;
use hdrhistogram::serialization::{Deserializer, Serializer, V2DeflateSerializer};
use serde::{Deserialize, Serialize};

use super::cell::Latencies;

/// Latencies in nanoseconds; empty where there were none.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Packed(String);

impl Packed {
    pub(super) fn of(latencies: &Latencies) -> Self {
        if latencies.count() == 0 {
            return Packed::default();
        }
        let mut bytes = Vec::new();
        // Into memory, of a histogram that is none of the largest: it does not fail.
        let written = V2DeflateSerializer::new().serialize(latencies.histogram(), &mut bytes);
        debug_assert!(written.is_ok(), "{written:?}");
        Packed(STANDARD.encode(bytes))
    }

    /// Nothing where it is none.
    pub(super) fn latencies(&self) -> Option<Latencies> {
        if self.0.is_empty() {
            return Some(Latencies::default());
        }
        let bytes = STANDARD.decode(&self.0).ok()?;
        Deserializer::new().deserialize(&mut bytes.as_slice()).ok().map(Latencies::from)
    }

    /// As it stands in logs.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.0
    }
}
