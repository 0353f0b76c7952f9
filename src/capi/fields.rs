//! The field table for C: a caller can walk every value of a sample without knowing its name.

use std::ffi::{c_char, CStr};
use std::mem::offset_of;

use super::error::PlimError;
use super::field_text::{self, Column};
use super::sized::{self, Plain};
use super::status::{Status, PLIM_ABSENT, PLIM_OK};
use crate::fields::{FieldType, Sample, BRIEF};

/// The eight bytes are a `uint64_t`.
pub const PLIM_TYPE_U64: u32 = 0;
/// The eight bytes are a `double`, never NaN.
pub const PLIM_TYPE_F64: u32 = 1;
/// The eight bytes are a `uint64_t`, where `UINT64_MAX` is no limit.
pub const PLIM_TYPE_LIMIT: u32 = 2;
/// The eight bytes are a `double`, where infinity is no limit.
pub const PLIM_TYPE_LIMIT_F64: u32 = 3;

/// Where the first field is in a sample; eight bytes each, in the order of the table.
const FIRST: usize = offset_of!(Sample, host_cpu_user_seconds);

/// One row of the field table. The strings are static, UTF-8 and NUL-terminated.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct PlimField {
    /// The name: the member of `plim_sample`, the Python attribute and the JSON key.
    pub name: *const c_char,
    /// One or two sentences for people.
    pub doc: *const c_char,
    /// "bytes", "seconds", "ratio", "cpus" or "count".
    pub unit: *const c_char,
    /// "counter" (grows until a reset) or "gauge" (a reading of the moment).
    pub kind: *const c_char,
    /// What the value speaks of: "host", "cgroup", "process", "network_namespace" or "mount".
    pub scope: *const c_char,
    /// The name of the group that must be asked for to get it, such as "cgroup_cpu".
    pub group_name: *const c_char,
    /// The kernel file and field it comes from.
    pub source: *const c_char,
    /// The first kernel version that has it.
    pub since: *const c_char,
    /// The group as a `PLIM_GROUP_...` bit.
    pub group: u64,
    /// Where its eight bytes are in `plim_sample`.
    pub offset: u32,
    /// How its eight bytes are to be read: `PLIM_TYPE_...`.
    pub value_type: u32,
}

// SAFETY: pointers and integers in an order without padding; nothing is read through the pointers.
unsafe impl Plain for PlimField {}

const fn type_code(ty: FieldType) -> u32 {
    match ty {
        FieldType::U64 => PLIM_TYPE_U64,
        FieldType::F64 => PLIM_TYPE_F64,
        FieldType::Limit => PLIM_TYPE_LIMIT,
        FieldType::LimitF64 => PLIM_TYPE_LIMIT_F64,
    }
}

/// How many fields the library knows. They are numbered from 0, and a number never changes its
/// field.
#[no_mangle]
pub extern "C" fn plim_field_count() -> u32 {
    export!(or 0 => { BRIEF.len() as u32 })
}

/// Describes field number `index`. Beyond the last: `PLIM_ABSENT` and a struct of zeros.
#[no_mangle]
pub unsafe extern "C" fn plim_field_get(
    index: u32,
    field: *mut PlimField,
    field_size: usize,
    err: *mut *mut PlimError,
) -> Status {
    export!(err; field => {
        let row = index as usize;
        let Some(found) = BRIEF.get(row) else {
            sized::clear(field, field_size);
            return Ok(PLIM_ABSENT);
        };
        let described = PlimField {
            name: field_text::pointer(row, Column::Name),
            doc: field_text::pointer(row, Column::Doc),
            unit: field_text::pointer(row, Column::Unit),
            kind: field_text::pointer(row, Column::Kind),
            scope: field_text::pointer(row, Column::Scope),
            group_name: field_text::pointer(row, Column::Group),
            source: field_text::pointer(row, Column::Source),
            since: field_text::pointer(row, Column::Since),
            group: found.group.bits(),
            offset: (FIRST + 8 * row) as u32,
            value_type: type_code(found.ty),
        };
        sized::give(&described, field, field_size);
        Ok(PLIM_OK)
    })
}

/// Finds the number of a field by its name. `PLIM_ABSENT`, and `UINT32_MAX`, where there is no such
/// field.
#[no_mangle]
pub unsafe extern "C" fn plim_field_find(
    name: *const c_char,
    index: *mut u32,
    err: *mut *mut PlimError,
) -> Status {
    export!(err; name, index => {
        let name = CStr::from_ptr(name).to_bytes();
        let found = BRIEF.iter().position(|field| field.name.as_bytes() == name);
        index.write(found.map_or(u32::MAX, |row| row as u32));
        Ok(if found.is_some() { PLIM_OK } else { PLIM_ABSENT })
    })
}
