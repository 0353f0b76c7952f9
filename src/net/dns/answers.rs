//! The answers that are remembered, and how they age: fresh, then stale, then gone.

use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use super::answer::{DnsError, DnsErrorKind, Found};
use super::options::ResolverOptions;
use crate::cache::{Cache, Known, Room};
use crate::clock::Clock;

pub(crate) struct Answers {
    pub(super) kept: Cache<Arc<str>, Kept, Arc<str>>,
    clock: Arc<dyn Clock>,
    pub(super) ttl: Duration,
    negative_ttl: Duration,
    stale_for: Duration,
}

#[derive(Debug, Clone)]
pub(super) enum Kept {
    Addresses(Addresses),
    Failure(DnsError),
}

#[derive(Debug, Clone)]
pub(super) struct Addresses {
    pub(super) list: Arc<[IpAddr]>,
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
        let room = Room { entries: options.capacity, bytes: Some(options.most_bytes), heap: heap_bytes };
        Answers {
            kept: Cache::with_room(room, Arc::clone(&options.clock)),
            clock: Arc::clone(&options.clock),
            ttl: options.ttl,
            negative_ttl: options.negative_ttl,
            stale_for: options.stale_for,
        }
    }

    pub(super) fn recall(&self, name: &str) -> Option<Recalled> {
        self.recalled(self.kept.get(name))
    }

    /// As `recall`, for one who has asked already.
    pub(super) fn recall_again(&self, name: &str) -> Option<Recalled> {
        self.recalled(self.kept.peek(name))
    }

    fn recalled(&self, known: Option<Known<Kept>>) -> Option<Recalled> {
        let Some(Known::Found(kept)) = known else { return None };
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
            Err(error) => match self.kept.peek(&**name) {
                Some(Known::Found(Kept::Addresses(known))) if error.kind != DnsErrorKind::NotFound => {
                    Addresses { refresh_at_ns: after(now_ns, self.negative_ttl), ..known }
                }
                _ => {
                    let failure = Kept::Failure(error.clone());
                    self.kept.insert(Arc::clone(name), failure, self.negative_ttl);
                    return;
                }
            },
        };
        let left = Duration::from_nanos(addresses.serve_until_ns.saturating_sub(now_ns));
        self.kept.insert(Arc::clone(name), Kept::Addresses(addresses), left);
    }

    /// Addresses that somebody else knows, good for `ttl` and not a moment longer.
    pub(super) fn given(&self, list: Arc<[IpAddr]>, ttl: Duration) -> Kept {
        let until_ns = after(self.clock.boot_ns(), ttl);
        Kept::Addresses(Addresses {
            list,
            fresh_until_ns: until_ns,
            refresh_at_ns: until_ns,
            serve_until_ns: until_ns,
        })
    }
}

fn after(start_ns: u64, time: Duration) -> u64 {
    start_ns.saturating_add(u64::try_from(time.as_nanos()).unwrap_or(u64::MAX))
}

// The cache asks for a function of what it holds.
#[allow(clippy::trivially_copy_pass_by_ref)]
fn heap_bytes(name: &Arc<str>, known: &Known<Kept>) -> usize {
    let value = match known {
        Known::Found(Kept::Addresses(addresses)) => size_of_val(&*addresses.list),
        Known::Found(Kept::Failure(error)) => error.message.len(),
        Known::Absent => 0,
    };
    name.len() + value
}
