//! What a pool knows of its connections and leases: plain bookkeeping, under the ledger's lock, that neither waits nor
//! touches a socket.

use std::collections::{BTreeMap, HashMap, VecDeque};
use std::sync::Arc;
use std::time::{Duration, Instant};

use ureq::unversioned::transport::Transport;

use super::ages::Ages;
use super::authority::Authority;
use super::seat::{Seat, Stage};
use super::statistics::{HostStatistics, PoolStatistics};

/// When a kept connection is looked at for the first time: many servers close theirs after 5 s, and what they have closed
/// is to be closed here as well.
const LOOK: Duration = Duration::from_secs(6);

/// What a kept connection must agree in, beside host and port, to serve a request: the agent that it was made by, and
/// whether it speaks TLS.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Fit {
    pub(super) agent: u32,
    pub(super) tls: bool,
}

/// A connection that is kept.
pub(super) struct Idle {
    pub(super) host: Authority,
    fit: Fit,
    since: Instant,
    /// When it has been idle too long.
    until: Instant,
    /// When it is looked at, whether its server has closed it.
    look_at: Instant,
    pub(super) transport: Box<dyn Transport>,
}

impl Idle {
    fn due(&self) -> Instant {
        self.until.min(self.look_at)
    }

    fn is_over(&mut self, now: Instant) -> bool {
        if now >= self.until {
            return true;
        }
        if now < self.look_at {
            return false;
        }
        // The longer it is quiet, the less there is to be expected.
        self.look_at = now + now.saturating_duration_since(self.since);
        !self.transport.is_open()
    }
}

/// Whether a connection may be made.
pub(super) enum Room {
    Free,
    /// Once this one is closed.
    InsteadOf(Box<dyn Transport>),
    /// Not yet: connections that are being closed still count.
    None,
}

pub(super) struct Books {
    most: usize,
    most_per_host: usize,
    /// Whether what comes back is kept.
    pub(super) keeps: bool,
    /// Those with a lease, a connection or somebody waiting; no others.
    hosts: HashMap<Authority, Host>,
    /// By the order in which they came back: the first has been idle longest.
    idle: BTreeMap<u64, Idle>,
    next: u64,
    /// Before this none of them is due to be closed or looked at.
    soonest: Option<Instant>,
    /// How long they are kept.
    ages: Ages,
    leases: usize,
    lent: usize,
    closing: usize,
    /// Who has the turn at the host and waits for that of the pool.
    queue: VecDeque<Arc<Seat>>,
    /// When connections that are idle too long were looked for.
    pub(super) swept: Instant,
    /// What was counted so far; the rest of it is filled in when asked for.
    pub(super) counts: PoolStatistics,
}

#[derive(Default)]
struct Host {
    leases: usize,
    /// Connections that requests use, or that are being made.
    lent: usize,
    /// Connections that are no longer kept and not yet closed.
    closing: usize,
    idle: VecDeque<u64>,
    waiting: VecDeque<Arc<Seat>>,
    created: u64,
    reused: u64,
    waited: u64,
    /// For how long its server says that it keeps connections.
    told: Option<Duration>,
}

impl Host {
    fn open(&self) -> usize {
        self.lent + self.idle.len() + self.closing
    }

    fn is_nothing(&self) -> bool {
        self.leases == 0 && self.open() == 0 && self.waiting.is_empty()
    }
}

impl Books {
    pub(super) fn new(most: usize, most_per_host: usize, keeps: bool, ages: Ages) -> Self {
        Books {
            most,
            most_per_host: most_per_host.min(most),
            keeps,
            hosts: HashMap::new(),
            idle: BTreeMap::new(),
            next: 0,
            soonest: None,
            ages,
            leases: 0,
            lent: 0,
            closing: 0,
            queue: VecDeque::new(),
            swept: Instant::now(),
            counts: PoolStatistics::default(),
        }
    }

    fn open(&self) -> usize {
        self.lent + self.idle.len() + self.closing
    }

    // Leases.

    /// Takes leases at once, or a seat to wait in.
    pub(super) fn lease(&mut self, host: &Authority, units: usize) -> Option<Arc<Seat>> {
        let entry = self.hosts.entry(host.clone()).or_default();
        let has_turn = entry.waiting.is_empty() && entry.leases + units <= self.most_per_host;
        let has_room = self.queue.is_empty() && self.leases + units <= self.most;
        if has_turn && has_room {
            entry.leases += units;
            self.lend(units);
            return None;
        }
        entry.waited += 1;
        self.counts.waited += 1;
        // Where the pool is full as well, more for the host would be no help.
        self.counts.waited_for_host += u64::from(has_room);
        let seat = Arc::new(Seat::new(host.clone(), units));
        if has_turn {
            entry.leases += units;
            seat.move_to(Stage::Pool);
            self.queue.push_back(seat.clone());
        } else {
            entry.waiting.push_back(seat.clone());
        }
        Some(seat)
    }

    fn lend(&mut self, units: usize) {
        self.leases += units;
        self.counts.most_in_use = self.counts.most_in_use.max(self.leases);
    }

    pub(super) fn release(&mut self, host: &Authority, units: usize) {
        self.leases -= units;
        if let Some(entry) = self.hosts.get_mut(host) {
            entry.leases -= units;
        }
        self.advance(host);
    }

    /// Somebody waits no longer.
    pub(super) fn leave(&mut self, seat: &Arc<Seat>) {
        let Some(entry) = self.hosts.get_mut(&seat.host) else { return };
        let others = |other: &Arc<Seat>| !Arc::ptr_eq(other, seat);
        match seat.stage() {
            Stage::Host => entry.waiting.retain(others),
            Stage::Pool => {
                entry.leases -= seat.units;
                self.queue.retain(others);
            }
            Stage::Granted | Stage::Dismissed => {}
        }
        self.advance(&seat.host);
    }

    /// Sends everybody away who waits.
    pub(super) fn dismiss(&mut self) {
        for entry in self.hosts.values_mut() {
            entry.waiting.drain(..).for_each(|seat| seat.move_to(Stage::Dismissed));
        }
        for seat in std::mem::take(&mut self.queue) {
            if let Some(entry) = self.hosts.get_mut(&seat.host) {
                entry.leases -= seat.units;
            }
            seat.move_to(Stage::Dismissed);
        }
        self.hosts.retain(|_, entry| !entry.is_nothing());
    }

    /// After something came free at a host: calls whose turn it is.
    fn advance(&mut self, host: &Authority) {
        if let Some(entry) = self.hosts.get_mut(host) {
            while let Some(seat) = entry.waiting.front() {
                if entry.leases + seat.units > self.most_per_host {
                    break;
                }
                entry.leases += seat.units;
                seat.move_to(Stage::Pool);
                self.queue.extend(entry.waiting.pop_front());
            }
        }
        while let Some(seat) = self.queue.front() {
            if self.leases + seat.units > self.most {
                break;
            }
            let units = seat.units;
            seat.move_to(Stage::Granted);
            self.queue.pop_front();
            self.lend(units);
        }
        self.forget(host);
    }

    /// What of the two binds a host: its own bound, or else that of the pool.
    pub(super) fn is_host_full(&self, host: &Authority, units: usize) -> bool {
        self.hosts.get(host).is_some_and(|entry| entry.leases + units > self.most_per_host)
    }

    // Connections.

    /// Lends the connection that came back last and fits.
    pub(super) fn kept(&mut self, host: &Authority, fit: Fit) -> Option<Box<dyn Transport>> {
        let entry = self.hosts.get_mut(host)?;
        let idle = &self.idle;
        let fits = |number: &u64| idle.get(number).is_some_and(|idle| idle.fit == fit);
        let at = entry.idle.iter().rposition(fits)?;
        let number = entry.idle.remove(at)?;
        let idle = self.idle.remove(&number)?;
        entry.lent += 1;
        entry.reused += 1;
        self.lent += 1;
        self.counts.reused += 1;
        Some(idle.transport)
    }

    /// One that was just lent had been closed by the server meanwhile.
    pub(super) fn was_closed(&mut self, host: &Authority) {
        self.counts.reused -= 1;
        self.counts.closed_idle += 1;
        if let Some(entry) = self.hosts.get_mut(host) {
            entry.reused -= 1;
        }
        self.gone(host);
    }

    /// Room for one more connection, which then counts as lent.
    pub(super) fn room(&mut self, host: &Authority) -> Room {
        let entry = self.hosts.entry(host.clone()).or_default();
        let is_host_full = entry.open() >= self.most_per_host;
        let victim = match is_host_full {
            true => entry.idle.front().copied(),
            false => self.idle.keys().next().copied(),
        };
        let room = if !is_host_full && self.open() < self.most {
            Room::Free
        } else {
            match victim.and_then(|number| self.take_out(number)) {
                Some(idle) => {
                    self.counts.closed_idle += 1;
                    self.forget(&idle.host);
                    Room::InsteadOf(idle.transport)
                }
                None => return Room::None,
            }
        };
        self.hosts.entry(host.clone()).or_default().lent += 1;
        self.lent += 1;
        room
    }

    /// A connection was made, in the room that there was for it.
    pub(super) fn made(&mut self, host: &Authority) {
        self.counts.created += 1;
        if let Some(entry) = self.hosts.get_mut(host) {
            entry.created += 1;
        }
    }

    /// A lent connection comes back: it is kept, or given out to be closed, and then counted by [`closed`](Self::closed).
    pub(super) fn give_back(
        &mut self,
        host: &Authority,
        fit: Fit,
        transport: Box<dyn Transport>,
    ) -> Option<Box<dyn Transport>> {
        let entry = self.hosts.entry(host.clone()).or_default();
        entry.lent -= 1;
        self.lent -= 1;
        let age = self.ages.of(host, entry.told);
        if !self.keeps || age.is_zero() {
            entry.closing += 1;
            self.closing += 1;
            return Some(transport);
        }
        entry.idle.push_back(self.next);
        let since = Instant::now();
        let (until, look_at) = (since + age, since + LOOK);
        let idle = Idle { host: host.clone(), fit, since, until, look_at, transport };
        self.soonest = Some(self.soonest.map_or(idle.due(), |soonest| soonest.min(idle.due())));
        self.idle.insert(self.next, idle);
        self.next += 1;
        None
    }

    /// A lent connection was closed, or never came to be.
    pub(super) fn gone(&mut self, host: &Authority) {
        self.lent -= 1;
        if let Some(entry) = self.hosts.get_mut(host) {
            entry.lent -= 1;
        }
        self.forget(host);
    }

    /// What was given out to be closed is.
    pub(super) fn closed(&mut self, host: &Authority) {
        self.closing -= 1;
        if let Some(entry) = self.hosts.get_mut(host) {
            entry.closing -= 1;
        }
        self.forget(host);
    }

    /// Those idle for too long, and those that their servers have closed meanwhile, to be closed.
    pub(super) fn expired(&mut self, now: Instant) -> Vec<Idle> {
        if self.soonest.is_none_or(|soonest| now < soonest) {
            return Vec::new();
        }
        let numbers: Vec<u64> =
            self.idle.iter_mut().filter_map(|(number, idle)| idle.is_over(now).then_some(*number)).collect();
        let expired = numbers.into_iter().filter_map(|number| self.retire(number)).collect();
        self.look_for_due();
        expired
    }

    /// A server says for how long it keeps connections.
    pub(super) fn told(&mut self, host: &Authority, told: Duration) {
        let Some(entry) = self.hosts.get_mut(host) else { return };
        if entry.told.replace(told) == Some(told) {
            return;
        }
        self.age_again();
    }

    /// Connections of these hosts are kept for so long, because they will be used again by then; and of no others.
    pub(super) fn watch(&mut self, ages: HashMap<Authority, Duration>) {
        self.ages.watch(ages);
        self.age_again();
    }

    fn age_again(&mut self) {
        for idle in self.idle.values_mut() {
            let told = self.hosts.get(&idle.host).and_then(|entry| entry.told);
            idle.until = idle.since + self.ages.of(&idle.host, told);
        }
        self.look_for_due();
    }

    fn look_for_due(&mut self) {
        self.soonest = self.idle.values().map(Idle::due).min();
    }

    /// Those of a host, or all, to be closed.
    pub(super) fn unused(&mut self, host: Option<&Authority>) -> Vec<Idle> {
        let numbers: Vec<u64> = match host {
            Some(host) => self.hosts.get(host).map(|entry| entry.idle.iter().copied().collect()),
            None => Some(self.idle.keys().copied().collect()),
        }
        .unwrap_or_default();
        numbers.into_iter().filter_map(|number| self.retire(number)).collect()
    }

    fn retire(&mut self, number: u64) -> Option<Idle> {
        let idle = self.take_out(number)?;
        self.hosts.entry(idle.host.clone()).or_default().closing += 1;
        self.closing += 1;
        self.counts.closed_idle += 1;
        Some(idle)
    }

    fn take_out(&mut self, number: u64) -> Option<Idle> {
        let idle = self.idle.remove(&number)?;
        if let Some(entry) = self.hosts.get_mut(&idle.host) {
            // The oldest, mostly.
            if let Some(at) = entry.idle.iter().position(|other| *other == number) {
                entry.idle.remove(at);
            }
        }
        Some(idle)
    }

    /// Hosts that something is known of.
    #[cfg(test)]
    pub(super) fn hosts(&self) -> usize {
        self.hosts.len()
    }

    fn forget(&mut self, host: &Authority) {
        if self.hosts.get(host).is_some_and(Host::is_nothing) {
            self.hosts.remove(host);
        }
    }

    pub(super) fn statistics(&self) -> PoolStatistics {
        let of_host = |(name, host): (&Authority, &Host)| HostStatistics {
            host: name.to_string(),
            open: host.open(),
            in_use: host.lent,
            idle: host.idle.len(),
            created: host.created,
            reused: host.reused,
            waited: host.waited,
        };
        let waiting = self.hosts.values().map(|host| host.waiting.len()).sum::<usize>();
        PoolStatistics {
            open: self.open(),
            in_use: self.lent,
            idle: self.idle.len(),
            waiting: waiting + self.queue.len(),
            per_host: self.hosts.iter().filter(|(_, host)| host.open() > 0).map(of_host).collect(),
            ..self.counts.clone()
        }
    }
}
