//! The resolver: asks the memory, then the threads, and is back by the deadline.

use std::net::IpAddr;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::answer::{Answer, DnsError, DnsErrorKind};
use super::answers::{Answers, Recalled};
use super::crew::{Crew, Refused};
use super::desk::{Desk, Job};
use super::host::Host;
use super::options::ResolverOptions;
use super::statistics::DnsStatistics;
use crate::cache::flights::{Boarding, Outcome};
use crate::sys::per_process::PerProcess;

/// What a timeout beyond the end of time is taken for.
const FOREVER: Duration = Duration::from_secs(365 * 24 * 3600);

/// Looks names up on threads of its own and remembers the answers.
///
/// - All who ask for one name at the same time wait for one lookup.
/// - A stale answer is given at once, and refreshed behind it.
/// - When both threads are stuck in a silent name server, what is remembered is still answered, and everything else
///   at its deadline.
/// - A child of a fork begins with nothing remembered and no threads.
///
/// Dropped, it lets its threads end by themselves and waits for none; [`close`](Resolver::close) waits.
pub(crate) struct Resolver {
    options: ResolverOptions,
    closed: AtomicBool,
    /// Begins empty in a child by itself.
    answers: Arc<Answers>,
    own: PerProcess<Own>,
}

impl std::fmt::Debug for Resolver {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Resolver").field("closed", &self.closed).finish_non_exhaustive()
    }
}

/// What one process has of a resolver.
struct Own {
    desk: Arc<Desk>,
    crew: Crew<Job>,
}

impl Resolver {
    /// Starts no thread yet.
    pub(crate) fn new(options: ResolverOptions) -> Self {
        let answers = Arc::new(Answers::new(&options));
        let own = PerProcess::new(Own::new(&options, &answers));
        Resolver { options, closed: AtomicBool::new(false), answers, own }
    }

    /// What it remembers.
    pub(crate) fn answers(&self) -> &Arc<Answers> {
        &self.answers
    }

    /// The addresses of a host as it is written in a URL: a name, or an address, also in brackets.
    ///
    /// Waits until the deadline at most. What is remembered is answered even after it.
    ///
    /// # Errors
    ///
    /// See [`DnsErrorKind`]. A failure is remembered as well, for a shorter time.
    pub(crate) fn resolve(&self, host: &str, deadline: Instant) -> Result<Answer, DnsError> {
        let read = Host::read(host)?;
        if self.is_closed() {
            return Err(closed(host));
        }
        let name = match read {
            Host::Address(address) => return Ok(looked_up(Arc::new([address]))),
            Host::Name(name) => name,
        };
        let own = self.own.get(|| Own::new(&self.options, &self.answers));
        let counters = &own.desk.counters;
        match own.desk.answers.recall(&name) {
            Some(Recalled::Fresh(found)) => {
                counters.hits.count();
                found.map(|addresses| Answer { addresses, stale: false, from_cache: true })
            }
            Some(Recalled::Stale { addresses, refresh }) => {
                counters.stale.count();
                if refresh {
                    own.refresh(Arc::from(name));
                }
                Ok(Answer { addresses, stale: true, from_cache: true })
            }
            None => self.wait(own, &Arc::from(name), deadline),
        }
    }

    /// Ends the threads, and gives the number of those that are stuck in a lookup after `timeout`: they end with it,
    /// and hold nothing but memory. Who waits is let go, and every later call fails. Calling it again waits again.
    pub(crate) fn close(&self, timeout: Duration) -> usize {
        let now = Instant::now();
        let deadline = now.checked_add(timeout).unwrap_or(now + FOREVER);
        self.dismiss().map_or(0, |own| own.crew.join(deadline))
    }

    /// What it did so far in this process.
    pub(crate) fn statistics(&self) -> DnsStatistics {
        let Some(own) = self.own.current() else { return DnsStatistics::default() };
        let counters = &own.desk.counters;
        DnsStatistics {
            lookups: counters.lookups.value(),
            hits: counters.hits.value(),
            stale: counters.stale.value(),
            failures: counters.failures.value(),
            in_flight: own.crew.outstanding(),
            threads: own.crew.threads(),
        }
    }

    /// Waits for a lookup under way, or for one that it begins.
    fn wait(&self, own: &Own, name: &Arc<str>, deadline: Instant) -> Result<Answer, DnsError> {
        loop {
            let Boarding { seat, landing } = own.desk.flights.board(name);
            if let Some(landing) = landing {
                // Another lookup may have ended between the first look and here.
                if let Some(Recalled::Fresh(found)) = own.desk.answers.recall_again(name) {
                    landing.land(found);
                } else {
                    let job = Job { name: Arc::clone(name), landing, refresh: false };
                    match own.crew.hand_over(job, deadline) {
                        Ok(()) => {}
                        Err(Refused::Closed) => return Err(closed(name)),
                        Err(Refused::Full) => return Err(timed_out(name)),
                        Err(Refused::NoThread(error, job)) => job.landing.land(Err(no_thread(name, &error))),
                    }
                }
            }
            match seat.wait_until(deadline) {
                Some(Outcome::Landed(found)) => return found.map(looked_up),
                // Closed; or whoever was to do it came to a deadline before there was room in the queue.
                Some(Outcome::Lost) if self.is_closed() => return Err(closed(name)),
                Some(Outcome::Lost) => {}
                None => return Err(timed_out(name)),
            }
        }
    }

    /// Lets go of everybody who waits, and of idle threads.
    fn dismiss(&self) -> Option<&Own> {
        self.closed.store(true, Ordering::SeqCst);
        // In a child of a fork that never asked for anything there is nothing to end.
        let own = self.own.current()?;
        own.crew.dismiss();
        own.desk.flights.lose_all();
        Some(own)
    }

    fn is_closed(&self) -> bool {
        self.closed.load(Ordering::SeqCst)
    }
}

impl Drop for Resolver {
    fn drop(&mut self) {
        self.dismiss();
    }
}

impl Own {
    fn new(options: &ResolverOptions, answers: &Arc<Answers>) -> Self {
        let desk = Arc::new(Desk::new(options, Arc::clone(answers)));
        let working = Arc::clone(&desk);
        Own { desk, crew: Crew::new(options.idle, move |job| working.work(job)) }
    }

    /// Begins a lookup behind the caller's back, unless one is under way. Should there be no room for it, or no
    /// thread, then the next one who is given the stale answer tries again.
    fn refresh(&self, name: Arc<str>) {
        if let Some(landing) = self.desk.flights.board(&name).landing {
            let refused = self.crew.hand_over(Job { name, landing, refresh: true }, Instant::now());
            drop(refused);
        }
    }
}

fn looked_up(addresses: Arc<[IpAddr]>) -> Answer {
    Answer { addresses, stale: false, from_cache: false }
}

fn closed(host: &str) -> DnsError {
    DnsError::new(DnsErrorKind::Closed, format!("no address of `{host}`: the resolver is closed"))
}

fn timed_out(name: &str) -> DnsError {
    let why = "no answer by the deadline: a name server is silent, for this name or for others before it";
    DnsError::new(DnsErrorKind::TimedOut, format!("no address of `{name}`: {why}"))
}

fn no_thread(name: &str, error: &std::io::Error) -> DnsError {
    DnsError::new(DnsErrorKind::Failed, format!("no address of `{name}`: no thread to look it up: {error}"))
}
