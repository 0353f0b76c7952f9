//! The sample struct, written out so that cbindgen, rustdoc and people can read it.

use std::fmt::Write;

use plimsoll::fields::{Field, FieldType, Kind, FIELDS};

const HEAD: &str = "\
// Written from src/fields/table.rs by `make generate`. Do not edit.

//! The sample: plain data, no pointers, the same memory in Rust, C and Python.

use super::access::accessors;

/// One reading of the kernel. A value is there only if its bit in `valid` is set: use the
/// accessors, or `PLIM_HAS` in C. In the raw struct a limit of `UINT64_MAX` or `+inf` is no limit.
#[repr(C)]
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Sample {
    /// Bit `i % 64` of word `i / 64` is set if field number `i` was read.
    pub(crate) valid: [u64; 4],
    /// Nanoseconds since boot, suspend included (CLOCK_BOOTTIME), when the reading began.
    pub(crate) boot_time_ns: u64,
    /// Nanoseconds since 1970-01-01 UTC when the reading began; may jump.
    pub(crate) wall_time_ns: u64,
    /// What the reading cost, in nanoseconds of elapsed time.
    pub(crate) took_ns: u64,
    /// Changes on fork, on a move to another cgroup and on reset; no rates across a change.
    pub(crate) generation: u64,
    /// Inode of the cgroup's directory (the cgroup id on v2); 0 where there is none.
    pub(crate) cgroup_id: u64,
    /// The groups that were asked for, as bits.
    pub(crate) groups: u64,
    /// Those groups whose values lxcfs rendered, not the kernel.
    pub(crate) lxcfs_groups: u64,
    /// How cgroups are laid out: 0 none, or no cgroup group was asked for; 1 v1, 2 v2, 3 hybrid
    /// (`PLIM_CGROUPS_...`).
    pub(crate) cgroup_layout: u64,
    /// File descriptors that the sampler itself holds.
    pub(crate) own_descriptors: u64,
";

/// `src/fields/sample.rs`.
pub fn rust() -> String {
    let mut out = HEAD.to_owned();
    for field in FIELDS {
        let ty = match field.ty {
            FieldType::F64 | FieldType::LimitF64 => "f64",
            _ => "u64",
        };
        writeln!(out, "    /// {}", describe(field)).unwrap();
        writeln!(out, "    pub(crate) {}: {ty},", field.name).unwrap();
    }
    out.push_str("}\n\nimpl Default for Sample {\n    fn default() -> Self {\n        Sample {\n");
    out.push_str("            valid: [0; 4],\n");
    for name in [
        "boot_time_ns",
        "wall_time_ns",
        "took_ns",
        "generation",
        "cgroup_id",
        "groups",
        "lxcfs_groups",
        "cgroup_layout",
        "own_descriptors",
    ] {
        writeln!(out, "            {name}: 0,").unwrap();
    }
    for field in FIELDS {
        let zero = match field.ty {
            FieldType::F64 | FieldType::LimitF64 => "0.0",
            _ => "0",
        };
        writeln!(out, "            {}: {zero},", field.name).unwrap();
    }
    out.push_str("        }\n    }\n}\n\n#[rustfmt::skip]\naccessors! {\n");
    for (index, field) in FIELDS.iter().enumerate() {
        writeln!(out, "    {index} {:?} {} set_{} {:?};", field.ty, field.name, field.name, describe(field))
            .unwrap();
    }
    out.push_str("}\n");
    out
}

/// `src/capi/field_numbers.rs`.
pub fn c_numbers() -> String {
    let mut out = String::from(
        "// Written from src/fields/table.rs by `make generate`. Do not edit.\n\n\
         //! The number of each field: its bit in `valid` and its place for `plim_field_get`.\n\n\
         /// How many fields this header knows. The number of each follows: its bit in `valid`, and\n\
         /// its place for `plim_field_get`.\n",
    );
    writeln!(out, "pub const PLIM_FIELDS: u32 = {};", FIELDS.len()).unwrap();
    for (index, field) in FIELDS.iter().enumerate() {
        let name = field.name.to_uppercase();
        writeln!(out, "pub const PLIM_FIELD_{name}: u32 = {index};").unwrap();
    }
    out
}

/// Doc comment of a field: what, unit, scope, source, since.
pub fn describe(field: &Field) -> String {
    let limited = matches!(field.ty, FieldType::Limit | FieldType::LimitF64);
    let unit = match (field.unit.name(), limited) {
        // A count has no unit.
        ("count", false) => String::new(),
        ("count", true) => "A number or no limit; ".to_owned(),
        (unit, false) => format!("In {unit}; "),
        (unit, true) => format!("In {unit} or no limit; "),
    };
    let kind = match field.kind {
        Kind::Counter if unit.is_empty() => "Counter",
        Kind::Gauge if unit.is_empty() => "Gauge",
        kind => kind.name(),
    };
    format!(
        "{} {unit}{kind}, {}. Source: {}. Since Linux {}.",
        field.doc,
        field.scope.name().replace('_', " "),
        field.source,
        field.since
    )
}
