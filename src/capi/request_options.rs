//! One plain request, as C gives it.

use std::ffi::{c_char, c_void};
use std::slice;
use std::time::Duration;

use super::guard::Failure;
use super::monitor_options::text;
use super::probe_targets::PlimTargets;
use super::sized::Plain;
use crate::error::{Error, ErrorKind};
use crate::probe::{HeaderValue, PlainRequest, Redirects};

/// `redirects`: none is followed.
pub const PLIM_REDIRECTS_NONE: i64 = -1;

/// A request. All zero but `url` is a GET; all zero but `targets`, what the probe of a target's REST
/// path asks for. What pointers point to is borrowed for the call.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct PlimRequestOptions {
    /// Its URL. NULL: that of the target.
    pub url: *const c_char,
    /// Its method. NULL: that of the target; or POST where there is a `body`, else GET.
    pub method: *const c_char,
    /// Further headers, one in a line: `Name: value`. NULL: none.
    pub headers: *const c_char,
    /// Its body, of `body_len` bytes. NULL: that of the target, or none.
    pub body: *const c_void,
    /// See `body`.
    pub body_len: u64,
    /// The target whose URL, headers, credentials, TLS, proxy and bounds are used, as far as nothing
    /// else is given here. NULL: none.
    pub targets: *const PlimTargets,
    /// The number of that target.
    pub target: u64,
    /// How long everything may take, in nanoseconds, the wait for a connection included, at most a day.
    /// 0: that of the target, or 10 seconds.
    pub timeout_ns: u64,
    /// How long one connection may take to be made, in nanoseconds. 0: that of the target, or 5 seconds.
    pub connect_timeout_ns: u64,
    /// Bytes of the answer's body at most, after decompression. 0: those of the target, or 1 MiB.
    pub body_bytes: u64,
    /// Redirects that are followed at most, to the same host, up to 255. 0: as the target says, or 10.
    /// `PLIM_REDIRECTS_NONE`: none, a redirect is the answer.
    pub redirects: i64,
}

// SAFETY: pointers and integers in an order without padding.
unsafe impl Plain for PlimRequestOptions {}

impl PlimRequestOptions {
    /// # Safety
    /// Pointers must be NULL or point to what their members say.
    pub(super) unsafe fn request(&self) -> Result<PlainRequest, Failure> {
        let mut request = match self.targets.as_ref() {
            Some(targets) => {
                let index = usize::try_from(self.target).unwrap_or(usize::MAX);
                PlainRequest::of(targets.target(index)?)
            }
            None => PlainRequest::new("GET", ""),
        };
        if !self.body.is_null() {
            let length = usize::try_from(self.body_len).unwrap_or(usize::MAX);
            request.body = Some(slice::from_raw_parts(self.body.cast::<u8>(), length).to_vec());
            if self.targets.is_null() {
                "POST".clone_into(&mut request.method);
            }
        }
        if let Some(url) = text("url", self.url)? {
            url.clone_into(&mut request.url);
        }
        if let Some(method) = text("method", self.method)? {
            method.clone_into(&mut request.method);
        }
        if let Some(lines) = text("headers", self.headers)? {
            for line in lines.lines().filter(|line| !line.trim().is_empty()) {
                // Its value can be a secret.
                let (name, value) = line.split_once(':').ok_or_else(|| {
                    let message = "a line of `headers` has no colon: each is `Name: value`";
                    Failure::from(Error::new(ErrorKind::InvalidArgument, message))
                })?;
                let value = HeaderValue::Plain(value.trim().to_owned());
                request.headers.push((name.trim().to_owned(), value));
            }
        }
        if self.timeout_ns != 0 {
            request.timeout = Duration::from_nanos(self.timeout_ns);
        }
        if self.connect_timeout_ns != 0 {
            request.connect_timeout = Duration::from_nanos(self.connect_timeout_ns);
        }
        if self.body_bytes != 0 {
            request.body_bytes = usize::try_from(self.body_bytes).unwrap_or(usize::MAX);
        }
        request.redirects = match self.redirects {
            0 => request.redirects,
            PLIM_REDIRECTS_NONE => Redirects::Off,
            number => match u8::try_from(number) {
                Ok(number) => Redirects::SameHost(number),
                Err(_) => {
                    let allowed = "allowed are 0 (the default), PLIM_REDIRECTS_NONE (-1) and 1 to 255";
                    return Err(Error::option("redirects", number, allowed).into());
                }
            },
        };
        Ok(request)
    }
}
