//! The answers that are remembered, and how they age: fresh, then stale, then gone.

use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use super::answer::{DnsError, DnsErrorKind, Found};
use super::options::ResolverOptions;
use crate::cache::{Cache, Known};
use crate::clock::Clock;

pub(super) struct Answers {
    kept: Cache<Arc<str>, Kept>,
    clock: Arc<dyn Clock>,
    ttl: Duration,
    negative_ttl: Duration,
    stale_for: Duration,
}

#[derive(Clone)]
enum Kept {
    Addresses(Addresses),
    Failure(DnsError),
}

#[derive(Clone)]
struct Addresses {
    list: Arc<[IpAddr]>,
    /// Afterwards it is stale. This and the others by the clock.
    fresh_until_ns: u64,
    /// From then on it is worth asking again.
    refresh_at_ns: u64,
    /// Then it is gone.
    serve_until_ns: u64,
}

/// What is remembered of a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Recalled {
    Fresh(Found),
    Stale { addresses: Arc<[IpAddr]>, refresh: bool },
}

impl Answers {
    pub(super) fn new(options: &ResolverOptions) -> Self {
        Answers {
            kept: Cache::with_clock(options.capacity, Arc::clone(&options.clock)),
            clock: Arc::clone(&options.clock),
            ttl: options.ttl,
            negative_ttl: options.negative_ttl,
            stale_for: options.stale_for,
        }
    }

    pub(super) fn recall(&self, name: &str) -> Option<Recalled> {
        let Some(Known::Found(kept)) = self.kept.get(name) else { return None };
        Some(match kept {
            Kept::Failure(error) => Recalled::Fresh(Err(error)),
            Kept::Addresses(Addresses { list, fresh_until_ns, refresh_at_ns, .. }) => {
                let now_ns = self.clock.boot_ns();
                if now_ns < fresh_until_ns {
                    Recalled::Fresh(Ok(list))
                } else {
                    Recalled::Stale { addresses: list, refresh: now_ns >= refresh_at_ns }
                }
            }
        })
    }

    /// Remembers what a lookup brought. A name that is no more is no more; any other failure says nothing of the
    /// addresses, and those known are kept for as long as they may be served (RFC 8767, section 4).
    pub(super) fn keep(&self, name: &Arc<str>, found: &Found) {
        let now_ns = self.clock.boot_ns();
        let after = |start_ns: u64, time: Duration| {
            start_ns.saturating_add(u64::try_from(time.as_nanos()).unwrap_or(u64::MAX))
        };
        let addresses = match found {
            Ok(list) => {
                let fresh_until_ns = after(now_ns, self.ttl);
                Addresses {
                    list: Arc::clone(list),
                    fresh_until_ns,
                    refresh_at_ns: fresh_until_ns,
                    serve_until_ns: after(fresh_until_ns, self.stale_for),
                }
            }
            Err(error) => match self.kept.get(&**name) {
                Some(Known::Found(Kept::Addresses(known))) if error.kind != DnsErrorKind::NotFound => {
                    Addresses { refresh_at_ns: after(now_ns, self.negative_ttl), ..known }
                }
                _ => {
                    let failure = Kept::Failure(error.clone());
                    return self.kept.insert(Arc::clone(name), failure, self.negative_ttl);
                }
            },
        };
        let left = Duration::from_nanos(addresses.serve_until_ns.saturating_sub(now_ns));
        self.kept.insert(Arc::clone(name), Kept::Addresses(addresses), left);
    }
}
