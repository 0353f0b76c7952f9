//! `serve`: where the command answers.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::config::field::Field;
use crate::config::keys;
use crate::config::section::Section;
use crate::config::tree::Quoted;
use crate::config::words;
use crate::probe::Secret;

/// Where the command answers over HTTP.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct ServeSettings {
    /// Address and port; 127.0.0.1:9469 by default. Port 0 is any that is free.
    pub listen: SocketAddr,
    /// What clients have to show as `Authorization: Bearer ...`; nothing by default.
    pub token: Option<Secret>,
    /// Paths for which no token is asked; `/healthz` by default.
    pub open: Vec<String>,
    /// Connections at the same time at most; 1 to 1,024, 64 by default.
    pub max_connections: usize,
    /// The file that metrics are written to as well, for a collector that reads files; none by default.
    pub textfile: Option<PathBuf>,
    /// How often; 1 s to 1 h, 15 s by default.
    pub textfile_interval: Duration,
}

impl Default for ServeSettings {
    fn default() -> Self {
        let listen = SocketAddr::from((Ipv4Addr::LOCALHOST, 9469));
        ServeSettings {
            listen,
            token: None,
            open: vec!["/healthz".to_owned()],
            max_connections: 64,
            textfile: None,
            textfile_interval: Duration::from_secs(15),
        }
    }
}

impl ServeSettings {
    /// Whether the textfile collector of `node_exporter` reads a file of this name: one that ends in `.prom`.
    #[must_use]
    pub fn is_collected(path: &Path) -> bool {
        path.extension().is_some_and(|end| end == "prom")
    }
}

pub(super) fn read(root: &Section<'_>) -> ServeSettings {
    let mut settings = ServeSettings::default();
    let Some(section) = root.section("serve", keys::SERVE) else { return settings };
    let listen = section.field("listen").and_then(|field| Some((address(&field)?, field)));
    settings.token = section.field("token").and_then(|field| words::secret(&field));
    if let Some(paths) = section.list("open") {
        settings.open = paths.iter().filter_map(path).collect();
    }
    if let Some((address, field)) = listen {
        settings.listen = address;
        if !address.ip().is_loopback() && !section.has("token") {
            let message =
                "answers everybody who can reach it: give a `token`, unless the network keeps others away";
            field.note(message);
        }
    }
    if let Some(most) = section.field("max_connections").and_then(|field| field.count(1..=1_024_u64)) {
        settings.max_connections = usize::try_from(most).unwrap_or(settings.max_connections);
    }
    settings.textfile = section.field("textfile").and_then(|field| textfile(&field));
    let interval = section.duration("textfile_interval", Duration::from_secs(1)..=Duration::from_secs(3600));
    settings.textfile_interval = interval.unwrap_or(settings.textfile_interval);
    settings
}

fn textfile(field: &Field<'_>) -> Option<PathBuf> {
    let path = words::file(field)?;
    if !ServeSettings::is_collected(&path) {
        return field.wrong(format_args!(
            "is {}: expected a path that ends in .prom, since collectors read no others",
            Quoted(&path.display().to_string())
        ));
    }
    Some(path)
}

fn path(field: &Field<'_>) -> Option<String> {
    let text = field.word()?;
    if !text.starts_with('/') {
        return field.wrong(format_args!("is {}: expected a path such as /metrics", Quoted(text)));
    }
    Some(text.to_owned())
}

fn address(field: &Field<'_>) -> Option<SocketAddr> {
    let text = field.word()?;
    match text.parse() {
        Ok(address) => Some(address),
        Err(_) => {
            field.wrong("is no address: expected an address and a port, such as 127.0.0.1:9469 or [::1]:9469")
        }
    }
}
