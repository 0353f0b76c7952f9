//! What is to be probed, as a configuration says it.

use std::collections::BTreeMap;
use std::ffi::{c_char, CString};
use std::ptr;

use serde::Serialize;

use super::error::PlimError;
use super::guard::Failure;
use super::monitor_options::text;
use super::monitor_verdict::json_of;
use super::sampler_options::path;
use super::status::{Status, PLIM_ABSENT, PLIM_OK};
use super::string::PlimString;
use crate::checker::Check;
use crate::config::{self, LoadOptions, Server};
use crate::error::{Error, ErrorKind};
use crate::probe::Target;

/// Servers to be probed, numbered from 0. Made by `plim_targets_load` or `plim_targets_parse`. They never
/// change, so that threads may share them; they hold nothing but memory, and have no `close`.
pub struct PlimTargets {
    entries: Vec<Entry>,
}

struct Entry {
    name: CString,
    server: Server,
}

/// A target, without what could be a secret.
#[derive(Serialize)]
struct Description<'a> {
    name: &'a str,
    kind: &'static str,
    enabled: bool,
    timeout_seconds: f64,
    interval_seconds: Option<f64>,
    priority: i32,
    depends_on: &'a [String],
    labels: &'a BTreeMap<String, String>,
}

impl PlimTargets {
    fn new(servers: Vec<Server>) -> Self {
        let entry = |server: Server| {
            // A configuration refuses names with control characters: there is no NUL to be left out.
            let name = server.target.name.bytes().filter(|byte| *byte != 0).collect::<Vec<_>>();
            Entry { name: CString::new(name).unwrap_or_default(), server }
        };
        PlimTargets { entries: servers.into_iter().map(entry).collect() }
    }

    fn entry(&self, index: usize) -> Option<&Entry> {
        self.entries.get(index)
    }

    pub(super) fn count(&self) -> usize {
        self.entries.len()
    }

    pub(super) fn is_enabled(&self, index: usize) -> bool {
        self.entry(index).is_some_and(|entry| entry.server.enabled)
    }

    pub(super) fn target(&self, index: usize) -> Result<&Target, Failure> {
        Ok(&self.server(index)?.target)
    }

    /// As a checker takes it.
    pub(super) fn check(&self, index: usize) -> Result<Check, Failure> {
        Ok(self.server(index)?.check())
    }

    fn server(&self, index: usize) -> Result<&Server, Failure> {
        match self.entry(index) {
            Some(entry) => Ok(&entry.server),
            None => {
                let count = self.entries.len();
                let message = format!("`index` is {index}: there are {count} targets, numbered from 0");
                Err(Error::new(ErrorKind::InvalidArgument, message).into())
            }
        }
    }
}

impl Entry {
    fn describe(&self) -> Description<'_> {
        let Server { target, interval, priority, depends_on, enabled, labels, .. } = &self.server;
        Description {
            name: &target.name,
            kind: match (&target.rest, &target.mcp) {
                (Some(_), Some(_)) => "dual",
                (None, Some(_)) => "mcp",
                _ => "rest",
            },
            enabled: *enabled,
            timeout_seconds: target.timeout.as_secs_f64(),
            interval_seconds: interval.map(|interval| interval.as_secs_f64()),
            priority: *priority,
            depends_on,
            labels,
        }
    }
}

/// Loads a configuration, in YAML or JSON (docs/configuration.md), to be freed with `plim_targets_free`.
/// `path` is bytes; `environment` names one of the file's `environments`, NULL for none. Where
/// something is wrong, `PLIM_E_CONFIGURATION` has a line for each problem. Secrets are not read
/// before they are needed.
#[no_mangle]
pub unsafe extern "C" fn plim_targets_load(
    path: *const c_char,
    path_len: usize,
    environment: *const c_char,
    targets: *mut *mut PlimTargets,
    err: *mut *mut PlimError,
) -> Status {
    export!(err; path, targets => {
        let path = self::path("path", path, path_len)?.unwrap_or_default();
        let environment = text("environment", environment)?.map(str::to_owned);
        let options = LoadOptions { environment, ..LoadOptions::default() };
        let config = config::load(&path, &options)?;
        targets.write(Box::into_raw(Box::new(PlimTargets::new(config.servers))));
        Ok(PLIM_OK)
    })
}

/// Reads a text, in YAML or JSON, instead of a file: a whole configuration, or one entry of `servers` by
/// itself. Relative paths in it begin in the current directory. To be freed with `plim_targets_free`.
#[no_mangle]
pub unsafe extern "C" fn plim_targets_parse(
    text: *const c_char,
    targets: *mut *mut PlimTargets,
    err: *mut *mut PlimError,
) -> Status {
    export!(err; text, targets => {
        let text = self::text("text", text)?.unwrap_or_default();
        let servers = config::parse_servers(text)?;
        targets.write(Box::into_raw(Box::new(PlimTargets::new(servers))));
        Ok(PLIM_OK)
    })
}

/// How many targets there are, also those that are not enabled. 0 for NULL.
#[no_mangle]
pub unsafe extern "C" fn plim_targets_count(targets: *const PlimTargets) -> usize {
    export!(or 0 => { targets.as_ref().map_or(0, |targets| targets.entries.len()) })
}

/// The name of a target; no two have the same. Belongs to the targets. NULL beyond the last, and for
/// NULL.
#[no_mangle]
pub unsafe extern "C" fn plim_targets_name(targets: *const PlimTargets, index: usize) -> *const c_char {
    export!(or ptr::null() => {
        let entry = targets.as_ref().and_then(|targets| targets.entry(index));
        entry.map_or(ptr::null(), |entry| entry.name.as_ptr())
    })
}

/// Whether a target is to be probed at all: 0 where its configuration has `enabled: false`, and beyond
/// the last, else 1. `plim_probe` does not ask.
#[no_mangle]
pub unsafe extern "C" fn plim_targets_enabled(targets: *const PlimTargets, index: usize) -> i32 {
    export!(or 0 => {
        let entry = targets.as_ref().and_then(|targets| targets.entry(index));
        entry.map_or(0, |entry| i32::from(entry.server.enabled))
    })
}

/// What a target's configuration says, as a JSON object: `name`, `kind` (`rest`, `mcp`, `dual`),
/// `enabled`, `timeout_seconds`, `interval_seconds` (null where whoever probes decides), `priority`,
/// `depends_on`, `labels`. Free it with `plim_string_free`. `PLIM_ABSENT`, and an empty string, beyond the
/// last.
#[no_mangle]
pub unsafe extern "C" fn plim_targets_describe(
    targets: *const PlimTargets,
    index: usize,
    json: *mut PlimString,
    err: *mut *mut PlimError,
) -> Status {
    export!(err; targets, json => {
        let Some(entry) = (*targets).entry(index) else {
            json.write(PlimString::NOTHING);
            return Ok(PLIM_ABSENT);
        };
        json.write(json_of(&entry.describe())?);
        Ok(PLIM_OK)
    })
}

/// Frees targets, which no thread may be using or use again. NULL is fine.
#[no_mangle]
pub unsafe extern "C" fn plim_targets_free(targets: *mut PlimTargets) {
    export!(or () => {
        if !targets.is_null() {
            drop(Box::from_raw(targets));
        }
    });
}
