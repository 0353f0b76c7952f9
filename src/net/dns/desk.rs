//! Where lookups are done and their answers handed out; what the threads share with those who ask.

use std::mem;
use std::panic::{catch_unwind, AssertUnwindSafe};
use std::sync::Arc;

use super::answer::{DnsError, DnsErrorKind, Found};
use super::answers::Answers;
use super::lookup::Lookup;
use super::options::ResolverOptions;
use super::statistics::Counters;
use crate::cache::flights::{Flights, Landing};

pub(super) struct Desk {
    pub(super) answers: Arc<Answers>,
    pub(super) flights: Flights<Arc<str>, Found>,
    pub(super) counters: Counters,
    lookup: Arc<dyn Lookup>,
}

/// One lookup to do.
pub(super) struct Job {
    pub(super) name: Arc<str>,
    pub(super) landing: Landing<Arc<str>, Found>,
    /// To be done whether or not somebody waits for it.
    pub(super) refresh: bool,
}

impl Desk {
    pub(super) fn new(options: &ResolverOptions, answers: Arc<Answers>) -> Self {
        Desk {
            answers,
            flights: Flights::default(),
            counters: Counters::default(),
            lookup: Arc::clone(&options.lookup),
        }
    }

    /// Looks a name up, for as long as it takes.
    pub(super) fn work(&self, job: Job) {
        let Job { name, landing, refresh } = job;
        // While it was queued, all who wanted it may have come to their deadlines.
        let Some(landing) = (if refresh { Some(landing) } else { landing.if_awaited() }) else { return };
        self.counters.lookups.count();
        self.answers.kept.count_fetch();
        let found = self.look_up(&name);
        if found.is_err() {
            self.counters.failures.count();
        }
        // First remembered, so that who comes after the landing finds it.
        self.answers.keep(&name, &found);
        landing.land(found);
    }

    fn look_up(&self, name: &str) -> Found {
        match catch_unwind(AssertUnwindSafe(|| self.lookup.lookup(name))) {
            Ok(Ok(addresses)) if addresses.is_empty() => {
                Err(DnsError::new(DnsErrorKind::NotFound, format!("no address of `{name}`: an empty answer")))
            }
            Ok(found) => found.map(Arc::from),
            Err(payload) => {
                // Dropping it could panic again.
                mem::forget(payload);
                Err(DnsError::new(
                    DnsErrorKind::Failed,
                    format!("no address of `{name}`: the lookup panicked"),
                ))
            }
        }
    }
}
