//! The Python type stubs of a sample's values.

use std::fmt::Write;

use plimsoll::fields::{FieldType, FIELDS};

use super::sample::describe;

const HEAD: &str = "\
# Written from src/fields/table.rs by `make generate`. Do not edit.

from ctypes import Array, c_char

VALID_BYTES: int
HEADER_WORDS: int
SIZE: int
NAMES: tuple[str, ...]

class Values:
    __slots__ = (\"_buffer\", \"_floats\", \"_integers\", \"_there\")
    _buffer: Array[c_char]
    _floats: memoryview
    _integers: memoryview
    _there: tuple[bool, ...]
    def __init__(self) -> None: ...
    def _filled(self) -> None: ...
";

/// `bindings/python/plimsoll/values.pyi`. A limit is a float for type checkers, as `math.inf` is one.
pub fn stubs() -> String {
    let mut out = HEAD.to_owned();
    for field in FIELDS {
        let ty = match field.ty {
            FieldType::U64 => "int",
            _ => "float",
        };
        writeln!(out, "    @property\n    def {}(self) -> {ty} | None:", field.name).unwrap();
        writeln!(out, "        \"\"\"{}\"\"\"", describe(field)).unwrap();
    }
    out
}
