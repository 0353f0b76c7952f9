//! JSON from strangers: bounded in depth.

use serde_json::Value;

/// Parses a document that is nested at most `depth` deep (128 at most: `serde_json` goes no deeper).
pub(crate) fn parse(bytes: &[u8], depth: usize) -> Result<Value, String> {
    if deepest(bytes) > depth {
        return Err(format!("it is nested deeper than {depth}"));
    }
    serde_json::from_slice(bytes).map_err(|error| error.to_string())
}

/// How deep brackets are nested, outside of strings.
fn deepest(bytes: &[u8]) -> usize {
    let (mut depth, mut most, mut text, mut escaped) = (0_usize, 0, false, false);
    for byte in bytes {
        match (text, byte) {
            (true, _) if escaped => escaped = false,
            (true, b'\\') => escaped = true,
            (_, b'"') => text = !text,
            (false, b'[' | b'{') => {
                depth += 1;
                most = most.max(depth);
            }
            (false, b']' | b'}') => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    most
}
