//! What a callback is given.

use std::ffi::c_void;

/// Frees what a callback was given, once it can no longer be called.
pub type Destructor = Option<unsafe extern "C" fn(user_data: *mut c_void)>;

/// What a callback is given, freed with the last user of the callback.
pub(super) struct UserData {
    data: *mut c_void,
    free: Destructor,
}

// SAFETY: the caller was told on which threads the callback is called, and whether by several at the same time.
unsafe impl Send for UserData {}
// SAFETY: as above.
unsafe impl Sync for UserData {}

impl UserData {
    pub(super) fn new(data: *mut c_void, free: Destructor) -> Self {
        UserData { data, free }
    }

    pub(super) fn get(&self) -> *mut c_void {
        self.data
    }
}

impl Drop for UserData {
    fn drop(&mut self) {
        if let Some(free) = self.free {
            // SAFETY: given by the caller for this, and called once.
            unsafe { free(self.data) };
        }
    }
}

/// Bytes with a NUL at the end, and how many there are without it.
pub(super) fn ended(text: &str) -> (Vec<u8>, usize) {
    let mut bytes = text.as_bytes().to_vec();
    bytes.push(0);
    (bytes, text.len())
}
