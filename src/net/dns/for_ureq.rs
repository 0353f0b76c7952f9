//! The resolver as `ureq` asks it.

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::{Duration, Instant};

use ureq::config::Config;
use ureq::http::Uri;
use ureq::unversioned::resolver::{ResolvedSocketAddrs, Resolver as UreqResolver};
use ureq::unversioned::transport::NextTimeout;
use ureq::Error;

use super::{DnsErrorKind, Resolver};
use crate::finding::Reason;
use crate::net::exchange::{self, Facts};
use crate::net::Failure;

/// The most addresses of a name that are tried: what `ureq` has room for.
const MOST_ADDRESSES: usize = 16;

#[derive(Debug)]
pub(in crate::net) struct ForUreq(pub(in crate::net) Arc<Resolver>);

impl UreqResolver for ForUreq {
    fn resolve(&self, uri: &Uri, _: &Config, _: NextTimeout) -> Result<ResolvedSocketAddrs, Error> {
        let host = uri.host().unwrap_or_default();
        let port = uri.port_u16().unwrap_or(if uri.scheme_str() == Some("https") { 443 } else { 80 });
        let begun = Instant::now();
        let bounds = exchange::with(|exchange| exchange.bounds);
        let deadline = bounds.map_or(begun + Duration::from_secs(30), |bounds| bounds.deadline);
        let family = bounds.map(|bounds| bounds.family).unwrap_or_default();
        let result = self.0.resolve(host, deadline);
        let literal = host.trim_matches(['[', ']']).parse::<IpAddr>().is_ok();
        let looked_up = !literal && result.as_ref().map_or(true, |answer| !answer.from_cache);
        if looked_up {
            exchange::with(|exchange| Facts::spent(&mut exchange.facts.dns, begun.elapsed()));
        }
        let answer = result.map_err(|error| {
            let reason = match error.kind {
                DnsErrorKind::NotFound => Reason::Dns,
                DnsErrorKind::TimedOut | DnsErrorKind::Failed => Reason::DnsTimeout,
                DnsErrorKind::Closed => Reason::Cancelled,
            };
            exchange::fail(Failure::new(reason, &*error.message));
            Error::HostNotFound
        })?;
        let mut addresses = self.empty();
        for address in answer.addresses.iter().filter(|address| family.allows(**address)).take(MOST_ADDRESSES)
        {
            addresses.push(SocketAddr::new(*address, port));
        }
        if addresses.is_empty() {
            let message = format!("`{host}` has no address of the wanted family ({family:?})");
            exchange::fail(Failure::new(Reason::Dns, message));
            return Err(Error::HostNotFound);
        }
        Ok(addresses)
    }
}
