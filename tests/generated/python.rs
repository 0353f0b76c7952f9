//! The Python type stubs of a sample's values; the rates of a usage, and their stubs.

use std::fmt::Write;

use plimsoll::fields::{FieldType, FIELDS};
use plimsoll::usage::RATES;

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

/// `bindings/python/plimsoll/usage.py`.
pub fn usage() -> String {
    let mut out = String::from(
        "\
\"\"\"What happened between two samples.

Written from src/usage/table.rs by `make generate`. Do not edit.
\"\"\"

from .part import Part
from .record import member


class Usage(Part):
    \"\"\"What happened over a window: rates, shares and events. None where it could not be computed: a
    source is missing, or its counter went backwards.\"\"\"

    __slots__ = ()
    window_seconds = member(0, \"Time between the two samples.\")
",
    );
    for (index, rate) in RATES.iter().enumerate() {
        let what = format!(
            "{} Unit: {}; scope: {}.",
            rate.doc,
            rate.unit.name(),
            rate.scope.name().replace('_', " ")
        );
        let (name, number) = (rate.name, index + 1);
        // As ruff would have it.
        let forms = [
            format!("    {name} = member({number}, \"{what}\")"),
            format!("    {name} = member(\n        {number}, \"{what}\"\n    )"),
            format!("    {name} = member(\n        {number},\n        \"{what}\",\n    )"),
        ];
        let fits = |form: &&String| form.lines().all(|line| line.chars().count() <= LINE);
        writeln!(out, "{}", forms.iter().find(fits).unwrap_or(&forms[2])).unwrap();
    }
    out
}

/// As ruff is told in bindings/python/pyproject.toml.
const LINE: usize = 110;

/// `bindings/python/plimsoll/usage.pyi`.
pub fn usage_stubs() -> String {
    let mut out = String::from(
        "\
# Written from src/usage/table.rs by `make generate`. Do not edit.

from .part import Part

class Usage(Part):
    __slots__ = ()
    @property
    def window_seconds(self) -> float: ...
",
    );
    for rate in RATES {
        writeln!(out, "    @property\n    def {}(self) -> float | None: ...", rate.name).unwrap();
    }
    out
}
