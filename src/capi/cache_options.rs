//! A category of the caches, as C gives it.

use std::ffi::c_char;
use std::time::Duration;

use super::guard::Failure;
use super::monitor_options::text;
use super::sized::Plain;
use crate::probe::{CacheOptions, CategoryOptions};

/// The time and the room of a category of the caller's own that are not given.
const USUAL: CategoryOptions = CategoryOptions::new(Duration::from_secs(300), 1000);

/// A category of the caches. All zero but the name is the default for each.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct PlimCategory {
    /// `config`, `auth_tokens`, `dns`, `results`, or a name of the caller's own: 1 to 64 of a to z, 0 to 9, `_`, `-` and
    /// `.`; borrowed for the call.
    pub name: *const c_char,
    /// How long what is given no time of its own is kept, in nanoseconds, 1 ms to 30 days. 0: 300, 3600, 600 and 60
    /// seconds; 300 for those of the caller's own.
    pub ttl_ns: u64,
    /// Entries at most, 1 to 1000000. 0: 1000, 1000, 4096 and 10000; 1000 for those of the caller's own.
    pub max_size: u64,
    /// Bytes of keys and values at most, 4 KiB to 1 GiB; they are shared out among up to 16 parts. 0: 16 MiB.
    pub max_bytes: u64,
}

// SAFETY: a pointer and integers in an order without padding.
unsafe impl Plain for PlimCategory {}

impl PlimCategory {
    /// One of the caller's own.
    ///
    /// # Safety
    /// As of `name`.
    pub(super) unsafe fn own<'a>(&self) -> Result<(&'a str, CategoryOptions), Failure> {
        let mut options = USUAL;
        self.change(&mut options);
        Ok((self.name()?, options))
    }

    /// # Safety
    /// Unless NULL, `name` must end with a NUL.
    unsafe fn name<'a>(&self) -> Result<&'a str, Failure> {
        text("category.name", self.name)?.ok_or(Failure::Null("category.name"))
    }

    /// # Safety
    /// As of `name`.
    pub(super) unsafe fn put_into(&self, options: &mut CacheOptions) -> Result<(), Failure> {
        let name = self.name()?;
        self.change(match name {
            "config" => &mut options.config,
            "auth_tokens" => &mut options.auth_tokens,
            "dns" => &mut options.dns,
            "results" => &mut options.results,
            own => options.own.entry(own.to_owned()).or_insert(USUAL),
        });
        Ok(())
    }

    fn change(&self, options: &mut CategoryOptions) {
        if self.ttl_ns != 0 {
            options.ttl = Duration::from_nanos(self.ttl_ns);
        }
        for (option, given) in
            [(&mut options.max_size, self.max_size), (&mut options.max_bytes, self.max_bytes)]
        {
            if given != 0 {
                *option = usize::try_from(given).unwrap_or(usize::MAX);
            }
        }
    }
}
