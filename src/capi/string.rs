//! Strings that the library gives away.

use std::ffi::c_char;
use std::mem;
use std::ptr;

/// Bytes that the caller owns and frees with `plim_string_free`. A NUL follows the last byte and is
/// not counted. Text is UTF-8; a path is bytes as the kernel has it. An empty string may have a
/// NULL `ptr`.
#[repr(C)]
pub struct PlimString {
    /// The bytes; NULL in a string that was freed or holds nothing.
    pub ptr: *mut c_char,
    /// How many bytes, without the NUL at the end.
    pub len: usize,
}

impl PlimString {
    /// What stands for no string at all.
    pub(crate) const NOTHING: PlimString = PlimString { ptr: ptr::null_mut(), len: 0 };

    pub(crate) fn new(bytes: impl Into<Vec<u8>>) -> Self {
        let mut bytes = bytes.into();
        let len = bytes.len();
        bytes.push(0);
        PlimString { ptr: Box::into_raw(bytes.into_boxed_slice()).cast(), len }
    }
}

/// Frees a string's bytes and makes it empty, so that freeing it twice is harmless. NULL is fine.
#[no_mangle]
pub unsafe extern "C" fn plim_string_free(string: *mut PlimString) {
    export!(or () => {
        if let Some(string) = string.as_mut() {
            let PlimString { ptr, len } = mem::replace(string, PlimString::NOTHING);
            if !ptr.is_null() {
                drop(Box::from_raw(ptr::slice_from_raw_parts_mut(ptr.cast::<u8>(), len + 1)));
            }
        }
    });
}
