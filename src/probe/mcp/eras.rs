//! Which era a server is of, as the last check found it.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use http::Uri;

use crate::probe::Era;
use crate::sys::per_process::PerProcess;

/// Servers remembered at most. Beyond them one is forgotten, and asked again at its next check.
const MOST: usize = 4096;

/// What was learnt of servers. A child of a fork learns it anew: another thread may have held the lock.
pub(crate) struct Eras {
    known: PerProcess<Mutex<HashMap<String, Era>>>,
}

impl Default for Eras {
    fn default() -> Self {
        Eras { known: PerProcess::new(Mutex::default()) }
    }
}

impl Eras {
    fn known(&self) -> MutexGuard<'_, HashMap<String, Era>> {
        self.known.get(Mutex::default).lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn get(&self, key: &str) -> Option<Era> {
        self.known().get(key).copied()
    }

    pub(super) fn remember(&self, key: &str, era: Era) {
        let mut known = self.known();
        if let Some(old) = known.get_mut(key) {
            *old = era;
            return;
        }
        if known.len() >= MOST {
            if let Some(any) = known.keys().next().cloned() {
                known.remove(&any);
            }
        }
        known.insert(key.to_owned(), era);
    }

    pub(super) fn forget(&self, key: &str) {
        self.known().remove(key);
    }
}

/// Where eras are remembered by: scheme, host, port and path, for one host can have several servers. A query can
/// hold a secret and is left out.
pub(super) fn key(url: &str) -> String {
    let Ok(uri) = url.parse::<Uri>() else { return url.to_owned() };
    let scheme = uri.scheme_str().unwrap_or_default();
    let host = uri.host().unwrap_or_default().to_ascii_lowercase();
    let port = uri.port_u16().unwrap_or(if scheme == "https" { 443 } else { 80 });
    format!("{scheme}://{host}:{port}{}", uri.path())
}

#[cfg(test)]
#[path = "eras_tests.rs"]
mod tests;
