use std::ffi::CStr;

use super::*;

#[test]
fn every_cell_is_there_and_ends() {
    for (row, field) in FIELDS.iter().enumerate() {
        for (index, column) in COLUMNS.into_iter().enumerate() {
            assert_eq!(column as usize, index);
            let text = unsafe { CStr::from_ptr(pointer(row, column)) };
            assert_eq!(text.to_str().unwrap(), cell(field, column));
        }
    }
}
