//! `serve`: where the command answers.

use std::net::{Ipv4Addr, SocketAddr};

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
}

impl Default for ServeSettings {
    fn default() -> Self {
        let listen = SocketAddr::from((Ipv4Addr::LOCALHOST, 9469));
        ServeSettings { listen, token: None, open: vec!["/healthz".to_owned()], max_connections: 64 }
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
    settings
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
