//! Addresses of a name, by the C library: with `/etc/hosts`, `nsswitch.conf`, search domains and all.

use std::ffi::{CStr, CString};
use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// "No data of the requested type" in the GNU C library and, since 1.2.5, in musl, where `libc` does not name it.
const EAI_NODATA: libc::c_int = -5;
/// "Address family for hostname not supported" in the GNU C library: there is such a name, with nothing of use.
const EAI_ADDRFAMILY: libc::c_int = -9;

/// Why there is no address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Refusal {
    /// The name does not exist, or has no address.
    NotFound,
    /// No name server answered in time, or it said to try again.
    TryAgain,
    /// Anything else: a refusal by the name server, no memory, no descriptor.
    Failed,
}

/// All addresses of a name, in the order of RFC 6724, each once. Blocks as long as the C library wants: by default
/// 10 s for each silent name server. The words are those of gai_strerror(3).
pub(crate) fn addresses(name: &str) -> Result<Vec<IpAddr>, (Refusal, String)> {
    let Ok(name) = CString::new(name) else {
        return Err((Refusal::NotFound, "the name holds a NUL byte".to_owned()));
    };
    // SAFETY: plain data, for which zero is valid: any family, no flags.
    let mut hints: libc::addrinfo = unsafe { std::mem::zeroed() };
    // Else each address comes once for each kind of socket.
    hints.ai_socktype = libc::SOCK_STREAM;
    let mut list = List(std::ptr::null_mut());
    // SAFETY: a NUL-terminated name, valid hints and a valid place for the list, which is freed once.
    let code = unsafe { libc::getaddrinfo(name.as_ptr(), std::ptr::null(), &hints, &mut list.0) };
    // Before anything else can change it.
    let system = io::Error::last_os_error();
    if code != 0 {
        return Err(refusal(code, &system));
    }
    let mut found = Vec::new();
    list.each(|address| {
        if !found.contains(&address) {
            found.push(address);
        }
    });
    if found.is_empty() {
        return Err((Refusal::NotFound, "the name has no address".to_owned()));
    }
    Ok(found)
}

fn refusal(code: libc::c_int, system: &io::Error) -> (Refusal, String) {
    if code == libc::EAI_SYSTEM {
        return (Refusal::Failed, system.to_string());
    }
    let kind = match code {
        libc::EAI_NONAME | EAI_NODATA | EAI_ADDRFAMILY => Refusal::NotFound,
        libc::EAI_AGAIN => Refusal::TryAgain,
        _ => Refusal::Failed,
    };
    // SAFETY: gives a constant, NUL-terminated text for every number.
    let words = unsafe { CStr::from_ptr(libc::gai_strerror(code)) };
    (kind, words.to_string_lossy().into_owned())
}

/// What getaddrinfo(3) gave; freed when dropped. Not initialised (NULL) if the call failed.
struct List(*mut libc::addrinfo);

impl List {
    fn each(&self, mut with: impl FnMut(IpAddr)) {
        let mut at = self.0;
        while !at.is_null() {
            // SAFETY: an entry of the list, which lives as long as `self`.
            let entry = unsafe { &*at };
            // SAFETY: as above.
            if let Some(address) = unsafe { address(entry) } {
                with(address);
            }
            at = entry.ai_next;
        }
    }
}

impl Drop for List {
    fn drop(&mut self) {
        if !self.0.is_null() {
            // SAFETY: given by getaddrinfo and not freed before.
            unsafe { libc::freeaddrinfo(self.0) };
        }
    }
}

/// The address of an entry, unless it is of another family.
///
/// # Safety
///
/// `ai_addr` is NULL or points to `ai_addrlen` bytes.
unsafe fn address(entry: &libc::addrinfo) -> Option<IpAddr> {
    let length = entry.ai_addrlen as usize;
    if entry.ai_addr.is_null() {
        return None;
    }
    match entry.ai_family {
        libc::AF_INET if length >= size_of::<libc::sockaddr_in>() => {
            // SAFETY: long enough, of that type by its family; read without a demand on its alignment.
            let place = unsafe { entry.ai_addr.cast::<libc::sockaddr_in>().read_unaligned() };
            Some(IpAddr::V4(Ipv4Addr::from(u32::from_be(place.sin_addr.s_addr))))
        }
        libc::AF_INET6 if length >= size_of::<libc::sockaddr_in6>() => {
            // SAFETY: as above.
            let place = unsafe { entry.ai_addr.cast::<libc::sockaddr_in6>().read_unaligned() };
            Some(IpAddr::V6(Ipv6Addr::from(place.sin6_addr.s6_addr)))
        }
        _ => None,
    }
}

#[cfg(test)]
#[path = "names_tests.rs"]
mod tests;
