//! What must hold for any bytes, beside that nothing panics.

use crate::catalogue::{agrees, Cut, Visitor};
use std::fmt::Debug;

pub struct Check<'a> {
    pub bytes: &'a [u8],
}

/// Places to cut at, spread over the input. They depend on the length alone: mutations move everything else past them.
fn cuts(length: usize) -> impl Iterator<Item = usize> {
    [3, 5, 7].into_iter().map(move |eighths| length * eighths / 8).chain(length.checked_sub(1))
}

/// The complete lines of a cut input.
fn complete_lines(bytes: &[u8]) -> &[u8] {
    let end = bytes.iter().rposition(|&byte| byte == b'\n').map_or(0, |at| at + 1);
    &bytes[..end]
}

impl Visitor for Check<'_> {
    fn visit<T: Debug + PartialEq>(&mut self, name: &str, cut: Cut, parse: impl Fn(&[u8]) -> Vec<T>) {
        let whole = parse(self.bytes);
        if cut == Cut::Unnoticed {
            return;
        }
        for end in cuts(self.bytes.len()) {
            let part = &self.bytes[..end];
            let values = parse(part);
            let lines = complete_lines(part);
            let is_visible = lines.len() < part.len();
            if cut == Cut::Harmless {
                // A value comes from a complete line, never from the rest behind the last one.
                assert!(values == parse(lines), "{name}: {values:?} of {part:?}");
            }
            if cut == Cut::Harmless || is_visible {
                assert!(agrees(&values, &whole), "{name}: {values:?} of {part:?}, but {whole:?}");
            }
        }
    }
}
