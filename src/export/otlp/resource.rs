//! Where metrics come from: the attributes of the resource.

use std::collections::BTreeMap;
use std::path::Path;

use super::message::{KeyValue, Value};

/// Hexadecimal digits of a container's identifier, as all engines have them.
const ID_DIGITS: usize = 64;

/// What was said, and what can be found out of the rest. `proc` is `/proc`.
pub(super) fn attributes(said: &BTreeMap<String, String>, proc: &Path) -> Vec<KeyValue<'static>> {
    let mut all: BTreeMap<String, Value<'static>> = BTreeMap::new();
    let mut found = |key: &str, value: Option<String>| {
        if let Some(value) = value.filter(|value| !value.is_empty()) {
            all.insert(key.to_owned(), Value::Text(value.into()));
        }
    };
    let command = read(&proc.join("self/comm")).map(|name| name.trim().to_owned());
    // What the conventions want where nobody says it.
    let service =
        command.as_deref().map_or("unknown_service".to_owned(), |name| format!("unknown_service:{name}"));
    found("service.name", Some(service));
    found("process.command", command);
    found("host.name", read(&proc.join("sys/kernel/hostname")).map(|name| name.trim().to_owned()));
    found("host.arch", Some(architecture(std::env::consts::ARCH).to_owned()));
    found("os.type", Some("linux".to_owned()));
    let cgroup = read(&proc.join("self/cgroup")).as_deref().and_then(of_cgroup);
    let mounts = || read(&proc.join("self/mountinfo")).as_deref().and_then(of_mounts);
    found("container.id", cgroup.or_else(mounts));
    all.insert("process.pid".to_owned(), Value::Integer(std::process::id().into()));
    for (key, value) in said {
        all.insert(key.clone(), Value::Text(value.clone().into()));
    }
    all.into_iter().map(|(key, value)| KeyValue { key: key.into(), value }).collect()
}

fn read(path: &Path) -> Option<String> {
    std::fs::read(path).ok().map(|bytes| String::from_utf8_lossy(&bytes).into_owned())
}

/// The conventions' words for them.
fn architecture(ours: &str) -> &str {
    match ours {
        "x86_64" => "amd64",
        "aarch64" => "arm64",
        "arm" => "arm32",
        "powerpc64" => "ppc64",
        "powerpc" => "ppc32",
        other => other,
    }
}

/// From `/proc/self/cgroup`: the last part of a path, where it is or holds an identifier (`docker/ID`,
/// `docker-ID.scope`, `cri-containerd-ID.scope`, `kubepods/.../ID`). In a cgroup namespace of its own there is none.
pub(super) fn of_cgroup(text: &str) -> Option<String> {
    text.lines().filter_map(|line| line.splitn(3, ':').nth(2)).find_map(|path| {
        let last = path.rsplit('/').next()?;
        let last = last.strip_suffix(".scope").unwrap_or(last);
        identifier(last.rsplit(['-', ':']).next()?)
    })
}

/// From `/proc/self/mountinfo`: an engine keeps a container's `hostname` and `resolv.conf` in a directory that is called
/// like it (`.../containers/ID/hostname`, `.../sandboxes/ID/...` is of the pod).
pub(super) fn of_mounts(text: &str) -> Option<String> {
    text.lines().find_map(|line| {
        let mut fields = line.split(' ').skip(3);
        let (root, place) = (fields.next()?, fields.next()?);
        if !["/etc/hostname", "/etc/resolv.conf", "/etc/hosts"].contains(&place) {
            return None;
        }
        let (_, rest) = root.split_once("containers/")?;
        identifier(rest.split('/').next()?)
    })
}

fn identifier(text: &str) -> Option<String> {
    let is_one = text.len() == ID_DIGITS && text.bytes().all(|byte| byte.is_ascii_hexdigit());
    is_one.then(|| text.to_owned())
}
