//! JSON from strangers: bounded in depth and in what it takes to hold it.

use serde_json::Value;

/// What a document may take in memory once it is parsed, in bytes: a small body can hold many small objects, and each
/// takes a node of a map.
const MOST_MEMORY: usize = 6 << 20;
/// A map with one entry.
const OBJECT: usize = 640;
/// An element of an array or a map, without its text.
const ELEMENT: usize = 56;

/// Parses a document that is nested at most `depth` deep (128 at most: `serde_json` goes no deeper).
pub(crate) fn parse(bytes: &[u8], depth: usize) -> Result<Value, String> {
    bounded(bytes, depth)?;
    serde_json::from_slice(bytes).map_err(|error| error.to_string())
}

/// Whether a document is within its bounds; what it is beyond, if it is not.
pub(crate) fn bounded(bytes: &[u8], depth: usize) -> Result<(), String> {
    let shape = Shape::of(bytes);
    if shape.deepest > depth {
        return Err(format!("it is nested deeper than {depth}"));
    }
    match shape.objects * OBJECT + shape.elements * ELEMENT > MOST_MEMORY {
        true => Err(format!("it holds too much: {} objects and {} elements", shape.objects, shape.elements)),
        false => Ok(()),
    }
}

/// What brackets and commas outside of strings tell.
#[derive(Default)]
struct Shape {
    deepest: usize,
    objects: usize,
    elements: usize,
}

impl Shape {
    fn of(bytes: &[u8]) -> Self {
        let mut shape = Shape::default();
        let (mut depth, mut text, mut escaped) = (0_usize, false, false);
        for byte in bytes {
            match (text, byte) {
                (true, _) if escaped => escaped = false,
                (true, b'\\') => escaped = true,
                (_, b'"') => text = !text,
                (false, b'[' | b'{') => {
                    depth += 1;
                    shape.deepest = shape.deepest.max(depth);
                    shape.objects += usize::from(*byte == b'{');
                    shape.elements += 1;
                }
                (false, b']' | b'}') => depth = depth.saturating_sub(1),
                (false, b',') => shape.elements += 1,
                _ => {}
            }
        }
        shape
    }
}
