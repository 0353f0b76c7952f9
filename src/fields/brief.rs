//! The field table in brief: what reading a sample takes of each row. The documentation of the rows is not in it, so
//! that a C library that only samples holds those texts once, as it gives them to C, and not in the table as well.

use super::field::FieldType;
use super::groups::Groups;
use super::table::FIELDS;

/// One row in brief.
#[derive(Clone, Copy)]
pub(crate) struct Brief {
    pub(crate) name: &'static str,
    pub(crate) ty: FieldType,
    #[cfg_attr(not(feature = "capi"), allow(dead_code))] // Only C asks.
    pub(crate) group: Groups,
}

/// As many rows as [`FIELDS`], in the same order.
pub(crate) static BRIEF: [Brief; FIELDS.len()] = {
    let mut rows = [Brief { name: "", ty: FieldType::U64, group: Groups::empty() }; FIELDS.len()];
    let mut index = 0;
    while index < rows.len() {
        let field = &FIELDS[index];
        rows[index] = Brief { name: field.name, ty: field.ty, group: field.group };
        index += 1;
    }
    rows
};
