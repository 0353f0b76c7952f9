//! The wire format of protocol buffers, as much of it as messages of OTLP need.
//!
//! <https://protobuf.dev/programming-guides/encoding/>

/// How a field's value is written.
const VARINT: u32 = 0;
const FIXED64: u32 = 1;
const LENGTH: u32 = 2;
const FIXED32: u32 = 5;

/// A number of variable length. One that is 0 is left out, as a default.
pub(super) fn number(out: &mut Vec<u8>, field: u32, value: u64) {
    if value != 0 {
        present_number(out, field, value);
    }
}

/// A number of variable length, also where it is 0.
pub(super) fn present_number(out: &mut Vec<u8>, field: u32, value: u64) {
    tag(out, field, VARINT);
    varint(out, value);
}

/// A number of eight bytes, also where it is 0: it may be the one that tells a `oneof`.
pub(super) fn fixed(out: &mut Vec<u8>, field: u32, value: u64) {
    tag(out, field, FIXED64);
    out.extend_from_slice(&value.to_le_bytes());
}

/// A text. One that is empty is left out, as a default.
pub(super) fn text(out: &mut Vec<u8>, field: u32, value: &str) {
    if !value.is_empty() {
        present_text(out, field, value);
    }
}

/// A text, also where it is empty.
pub(super) fn present_text(out: &mut Vec<u8>, field: u32, value: &str) {
    tag(out, field, LENGTH);
    varint(out, value.len() as u64);
    out.extend_from_slice(value.as_bytes());
}

/// A message, with what `body` writes in it.
pub(super) fn message(out: &mut Vec<u8>, field: u32, body: impl FnOnce(&mut Vec<u8>)) {
    tag(out, field, LENGTH);
    // Its length stands before it, and is known after it. Most are short: one byte does.
    out.push(0);
    let start = out.len();
    body(out);
    let length = out.len() - start;
    match u8::try_from(length) {
        Ok(short @ 0..=0x7f) => out[start - 1] = short,
        _ => {
            let mut head = Vec::with_capacity(10);
            varint(&mut head, length as u64);
            out.splice(start - 1..start, head);
        }
    }
}

fn tag(out: &mut Vec<u8>, field: u32, kind: u32) {
    varint(out, u64::from((field << 3) | kind));
}

#[allow(clippy::cast_possible_truncation)] // Seven bits at a time.
fn varint(out: &mut Vec<u8>, mut value: u64) {
    while value > 0x7f {
        out.push(value as u8 | 0x80);
        value >>= 7;
    }
    out.push(value as u8);
}

/// A field's value, as far as its writing tells what it is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Field<'a> {
    Number(u64),
    Fixed64(u64),
    Fixed32(u32),
    /// A text, a message, or bytes.
    Bytes(&'a [u8]),
}

/// The fields of a message in order, with their numbers; ends where it is broken.
pub(super) struct Fields<'a>(pub &'a [u8]);

impl<'a> Iterator for Fields<'a> {
    type Item = (u32, Field<'a>);

    fn next(&mut self) -> Option<Self::Item> {
        let tag = u32::try_from(self.varint()?).ok()?;
        let value = match tag & 7 {
            VARINT => Field::Number(self.varint()?),
            FIXED64 => Field::Fixed64(u64::from_le_bytes(self.take(8)?.try_into().ok()?)),
            FIXED32 => Field::Fixed32(u32::from_le_bytes(self.take(4)?.try_into().ok()?)),
            LENGTH => {
                let length = usize::try_from(self.varint()?).ok()?;
                Field::Bytes(self.take(length)?)
            }
            _ => return None,
        };
        Some((tag >> 3, value))
    }
}

impl<'a> Fields<'a> {
    fn take(&mut self, count: usize) -> Option<&'a [u8]> {
        let taken = self.0.get(..count)?;
        self.0 = &self.0[count..];
        Some(taken)
    }

    fn varint(&mut self) -> Option<u64> {
        let mut value = 0;
        for shift in (0..64).step_by(7) {
            let byte = *self.take(1)?.first()?;
            value |= u64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Some(value);
            }
        }
        None
    }
}
