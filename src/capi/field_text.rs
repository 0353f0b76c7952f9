//! The strings of the field table with a NUL behind each, laid out at compile time: C callers get
//! static strings, and nothing is allocated or locked to hand them out.

use std::ffi::c_char;

use crate::fields::{Field, FIELDS};

/// The columns that are strings.
#[derive(Clone, Copy)]
pub(crate) enum Column {
    Name,
    Doc,
    Unit,
    Kind,
    Scope,
    Group,
    Source,
    Since,
}

const COLUMNS: [Column; 8] = [
    Column::Name,
    Column::Doc,
    Column::Unit,
    Column::Kind,
    Column::Scope,
    Column::Group,
    Column::Source,
    Column::Since,
];

const fn cell(field: &Field, column: Column) -> &'static str {
    match column {
        Column::Name => field.name,
        Column::Doc => field.doc,
        Column::Unit => field.unit.name(),
        Column::Kind => field.kind.name(),
        Column::Scope => field.scope.name(),
        Column::Group => field.group.single_name(),
        Column::Source => field.source,
        Column::Since => field.since,
    }
}

const LENGTH: usize = {
    let mut length = 0;
    let mut index = 0;
    while index < FIELDS.len() * COLUMNS.len() {
        length += cell(&FIELDS[index / COLUMNS.len()], COLUMNS[index % COLUMNS.len()]).len() + 1;
        index += 1;
    }
    length
};

/// All strings, and where each begins.
struct Text {
    bytes: [u8; LENGTH],
    starts: [u32; FIELDS.len() * COLUMNS.len()],
}

static TEXT: Text = {
    let mut text = Text { bytes: [0; LENGTH], starts: [0; FIELDS.len() * COLUMNS.len()] };
    let mut at = 0;
    let mut index = 0;
    while index < text.starts.len() {
        text.starts[index] = at as u32;
        let cell = cell(&FIELDS[index / COLUMNS.len()], COLUMNS[index % COLUMNS.len()]).as_bytes();
        let mut byte = 0;
        while byte < cell.len() {
            text.bytes[at] = cell[byte];
            at += 1;
            byte += 1;
        }
        at += 1;
        index += 1;
    }
    text
};

/// The string in a row and column of the table.
pub(crate) fn pointer(row: usize, column: Column) -> *const c_char {
    let start = TEXT.starts[row * COLUMNS.len() + column as usize] as usize;
    TEXT.bytes[start..].as_ptr().cast()
}

#[cfg(test)]
#[path = "field_text_tests.rs"]
mod tests;
