//! What is remembered of names, as the host sees it: text in, text out.

use std::net::IpAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::answer::{DnsError, DnsErrorKind};
use super::answers::{Answers, Kept};
use super::host::Host;
use crate::cache::{Answer, Bytes, CacheStatistics, Category, Fetched, HostFetch, Known};
use crate::error::{Error, ErrorKind, Result};

impl Category for Answers {
    fn get(&self, key: &str) -> Option<Known<Bytes>> {
        known(self.kept.get(&*name(key).ok()?)?)
    }

    fn set(&self, key: &str, value: Bytes, ttl: Option<Duration>) -> Result<()> {
        let name = name(key).map_err(|why| wrong(&why))?;
        let list = addresses(&name, &value).map_err(|why| wrong(&why))?;
        let ttl = ttl.unwrap_or(self.ttl);
        self.kept.insert(Arc::from(name), self.given(list, ttl), ttl);
        Ok(())
    }

    fn set_absent(&self, key: &str, ttl: Option<Duration>) -> Result<()> {
        let name = name(key).map_err(|why| wrong(&why))?;
        let absent = absent(&name);
        self.kept.insert(Arc::from(name), absent, ttl.unwrap_or(self.ttl));
        Ok(())
    }

    fn remove(&self, key: &str) -> bool {
        name(key).is_ok_and(|name| self.kept.remove(&*name).is_some())
    }

    fn fetch(&self, key: &str, deadline: Instant, fetch: HostFetch) -> Answer<Bytes, Arc<str>> {
        let name: Arc<str> = match name(key) {
            Ok(name) => name.into(),
            Err(why) => return Answer::Failed(why.into()),
        };
        let fetch = || {
            Ok(match fetch()? {
                Fetched::Found { value, ttl } => {
                    Fetched::Found { value: self.given(addresses(&name, &value)?, ttl), ttl }
                }
                Fetched::Absent { ttl } => Fetched::Found { value: absent(&name), ttl },
            })
        };
        match self.kept.get_or_fetch(&name, deadline, fetch) {
            Answer::Found(Kept::Addresses(known)) => Answer::Found(text(&known.list)),
            Answer::Found(Kept::Failure(error)) if error.kind != DnsErrorKind::NotFound => {
                Answer::Failed(error.message)
            }
            Answer::Found(Kept::Failure(_)) | Answer::Absent => Answer::Absent,
            Answer::Failed(why) => Answer::Failed(why),
            Answer::Waited => Answer::Waited,
        }
    }

    fn ttl(&self) -> Duration {
        self.ttl
    }

    fn clear(&self) {
        self.kept.clear();
    }

    fn sweep(&self) -> usize {
        self.kept.sweep()
    }

    fn statistics(&self) -> CacheStatistics {
        self.kept.statistics()
    }
}

/// As the resolver keeps it.
fn name(key: &str) -> std::result::Result<String, String> {
    match Host::read(key) {
        Ok(Host::Name(name)) => Ok(name.into_owned()),
        Ok(Host::Address(_)) => Err(format!("the host `{key}` is an address: only names are looked up")),
        Err(error) => Err(error.message.to_string()),
    }
}

fn addresses(name: &str, value: &[u8]) -> std::result::Result<Arc<[IpAddr]>, String> {
    let text = std::str::from_utf8(value).map_err(|_| format!("the addresses of `{name}` are no text"))?;
    let words = text.split(|c: char| c.is_ascii_whitespace() || c == ',').filter(|word| !word.is_empty());
    let mut list = Vec::new();
    for word in words {
        let address = word.parse::<IpAddr>().map_err(|_| {
            let shown: String = word.chars().take(64).collect();
            format!("the addresses of `{name}`: `{}` is none", shown.escape_debug())
        })?;
        if !list.contains(&address) {
            list.push(address);
        }
    }
    match list.is_empty() {
        true => Err(format!("no address of `{name}` is given; absence is told as such")),
        false => Ok(list.into()),
    }
}

fn absent(name: &str) -> Kept {
    let why = format!("no address of `{name}`: by what was put into the cache, there is no such name");
    Kept::Failure(DnsError::new(DnsErrorKind::NotFound, why))
}

/// A failure that says nothing of the name is not known to the host.
fn known(known: Known<Kept>) -> Option<Known<Bytes>> {
    match known {
        Known::Found(Kept::Addresses(addresses)) => Some(Known::Found(text(&addresses.list))),
        Known::Found(Kept::Failure(error)) if error.kind != DnsErrorKind::NotFound => None,
        Known::Found(Kept::Failure(_)) | Known::Absent => Some(Known::Absent),
    }
}

/// One a line.
fn text(list: &[IpAddr]) -> Bytes {
    let lines: Vec<String> = list.iter().map(IpAddr::to_string).collect();
    lines.join("\n").into_bytes().into()
}

fn wrong(why: &str) -> Error {
    Error::new(ErrorKind::InvalidArgument, why)
}

#[cfg(test)]
#[path = "category_tests.rs"]
mod tests;
