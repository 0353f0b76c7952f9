//! Pools in front of one database, request by request.
//!
//! A request takes a connection, or waits for one in turn; holds it for a time that nothing else waits for, then works in
//! the database, where all active sessions share the cores evenly (processor sharing), and gives it back. Beyond the size
//! a pool opens connections up to the overflow, which takes a time, and closes them as soon as nobody waits, as
//! SQLAlchemy does.

use std::cmp::Ordering;
use std::collections::{BinaryHeap, VecDeque};

use plimsoll::dbpool::{DatabaseStats, DatabaseSystem, PoolStats};

use crate::random::Random;
use crate::settings::{Arrivals, Setting, Told, Work, RESERVED};

/// How long a request waits at most.
pub const TIMEOUT: f64 = 30.0;
/// Of sessions at work with the disk so many are seen waiting for it at a moment.
const AT_THE_DISK: f64 = 0.9;

/// How a pool is set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pool {
    pub size: u32,
    pub overflow: u32,
}

impl Pool {
    pub fn most(&self) -> u32 {
        self.size + self.overflow
    }
}

/// What came of it, for the first pool; the others are like it.
#[derive(Debug, Clone, Default)]
pub struct Outcome {
    /// 95th percentile of wait and use together.
    pub total_p95: f64,
    pub open_mean: f64,
    pub in_use_mean: f64,
    /// Sessions in the database without a core, for each pool.
    pub overload: f64,
    /// Share of the time that the cores, the disks or the hot row were in use: whichever was more.
    pub limit_used: f64,
    /// What the pool reported, second by second.
    pub reports: Vec<Report>,
}

#[derive(Debug, Clone)]
pub struct Report {
    pub seconds: f64,
    pub pool: PoolStats,
    pub database: Option<DatabaseStats>,
}

#[derive(Debug, Clone, Copy)]
enum Event {
    Arrival {
        pool: usize,
    },
    /// The rate of arrivals changes.
    Turn {
        pool: usize,
    },
    /// A connection was opened for the request.
    Opened {
        request: usize,
        since: f64,
    },
    /// The request begins its work in the database.
    Work {
        request: usize,
    },
}

/// Something at a time, or at a virtual time; the earliest comes first, and of two the older.
struct At<T>(f64, u64, T);

impl<T> PartialEq for At<T> {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}
impl<T> Eq for At<T> {}
impl<T> PartialOrd for At<T> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
impl<T> Ord for At<T> {
    fn cmp(&self, other: &Self) -> Ordering {
        other.0.total_cmp(&self.0).then(other.1.cmp(&self.1))
    }
}

#[derive(Clone, Copy)]
struct Request {
    pool: usize,
    arrived: f64,
    granted: f64,
    time: f64,
    /// It changes the row that others change, too.
    hot: bool,
}

struct Client {
    arrivals: Random,
    times: Random,
    in_burst: bool,
    open: u32,
    in_use: u32,
    queue: VecDeque<usize>,
    stats: PoolStats,
    peak: u32,
}

struct World<'a> {
    setting: &'a Setting,
    pool: Pool,
    now: f64,
    order: u64,
    events: BinaryHeap<At<Event>>,
    requests: Vec<Request>,
    free: Vec<usize>,
    clients: Vec<Client>,
    /// Work done for each session in the database since the beginning.
    served: f64,
    active: BinaryHeap<At<usize>>,
    /// Somebody changes the hot row; those who wait for that, in turn.
    row_held: bool,
    row_queue: VecDeque<usize>,
    row_seconds: f64,
    totals: Vec<f32>,
    active_seconds: f64,
    overload_seconds: f64,
    cores_seconds: f64,
    open_seconds: f64,
    held_seconds: f64,
    commits: f64,
}

/// Runs the setting for that many seconds with all its pools set so.
pub fn simulate(setting: &Setting, pool: Pool, seed: u64, seconds: f64, report: bool) -> Outcome {
    let clients = (0..setting.replicas).map(|replica| Client {
        arrivals: Random::new(seed ^ (replica as u64 + 1) << 20),
        times: Random::new(seed ^ (replica as u64 + 1) << 40),
        in_burst: false,
        open: pool.size,
        in_use: 0,
        queue: VecDeque::new(),
        stats: PoolStats::default(),
        peak: 0,
    });
    let mut world = World {
        setting,
        pool,
        now: 0.0,
        order: 0,
        events: BinaryHeap::new(),
        requests: Vec::new(),
        free: Vec::new(),
        clients: clients.collect(),
        served: 0.0,
        active: BinaryHeap::new(),
        row_held: false,
        row_queue: VecDeque::new(),
        row_seconds: 0.0,
        totals: Vec::new(),
        active_seconds: 0.0,
        overload_seconds: 0.0,
        cores_seconds: 0.0,
        open_seconds: 0.0,
        held_seconds: 0.0,
        commits: 0.0,
    };
    for client in &mut world.clients {
        let counters = &mut client.stats;
        for counter in [
            &mut counters.requests,
            &mut counters.queued,
            &mut counters.wait_seconds,
            &mut counters.use_seconds,
            &mut counters.use_seconds_squared,
            &mut counters.timeouts,
            &mut counters.created,
            &mut counters.create_seconds,
        ] {
            *counter = Some(0.0);
        }
    }
    world.begin();
    let mut outcome = Outcome::default();
    let mut second = 0.0;
    while second < seconds {
        if report {
            outcome.reports.push(world.report());
        }
        second += 1.0;
        world.run_until(second);
    }
    world.finish(outcome)
}

fn add(counter: &mut Option<f64>, more: f64) {
    *counter = Some(counter.unwrap_or(0.0) + more);
}

impl World<'_> {
    fn begin(&mut self) {
        for pool in 0..self.clients.len() {
            match self.setting.arrivals {
                Arrivals::Users { users, think } => {
                    for _ in 0..users {
                        let at = self.clients[pool].arrivals.exponential(think);
                        self.schedule(at, Event::Arrival { pool });
                    }
                }
                Arrivals::Bursts { low_seconds, .. } => {
                    let at = self.clients[pool].arrivals.exponential(low_seconds);
                    self.schedule(at, Event::Turn { pool });
                    self.next_arrival(pool);
                }
                _ => self.next_arrival(pool),
            }
        }
    }

    fn schedule(&mut self, at: f64, event: Event) {
        self.order += 1;
        self.events.push(At(at, self.order, event));
    }

    /// The next candidate of a Poisson process at the highest rate; those too many are left out when they come.
    fn next_arrival(&mut self, pool: usize) {
        let wait = self.clients[pool].arrivals.exponential(1.0 / self.setting.arrivals.most());
        self.schedule(self.now + wait, Event::Arrival { pool });
    }

    fn rate(&self, pool: usize) -> f64 {
        match self.setting.arrivals {
            Arrivals::Bursts { low, high, .. } => {
                if self.clients[pool].in_burst {
                    high
                } else {
                    low
                }
            }
            Arrivals::Diurnal { mean, swing, period } => {
                mean * (1.0 + swing * (std::f64::consts::TAU * self.now / period).sin())
            }
            _ => self.setting.arrivals.most(),
        }
    }

    /// Work done for each active session in a second.
    fn speed(&self) -> f64 {
        let (active, cores) = (self.active.len() as f64, self.setting.cores);
        let share = (cores / active.max(1e-9)).min(1.0);
        share / (1.0 + self.setting.contention * self.idlers())
    }

    /// Sessions in the database that wait for a core, or for the hot row.
    fn idlers(&self) -> f64 {
        (self.active.len() as f64 - self.setting.cores).max(0.0) + self.row_queue.len() as f64
    }

    fn pass(&mut self, to: f64) {
        let passed = to - self.now;
        let active = self.active.len() as f64;
        self.served += passed * self.speed();
        self.active_seconds += passed * (active + self.row_queue.len() as f64);
        self.overload_seconds += passed * self.idlers();
        self.row_seconds += if self.row_held { passed } else { 0.0 };
        self.cores_seconds += passed * active.min(self.setting.cores);
        self.open_seconds += passed * f64::from(self.clients[0].open);
        self.held_seconds += passed * self.clients.iter().map(|client| f64::from(client.in_use)).sum::<f64>();
        self.now = to;
    }

    fn run_until(&mut self, end: f64) {
        loop {
            let event = self.events.peek().map_or(f64::INFINITY, |event| event.0);
            let done = self
                .active
                .peek()
                .map_or(f64::INFINITY, |first| self.now + (first.0 - self.served).max(0.0) / self.speed());
            let next = event.min(done);
            if next > end {
                return self.pass(end);
            }
            self.pass(next);
            if done <= event {
                let At(_, _, request) = self.active.pop().unwrap();
                self.give_back(request);
            } else {
                let At(_, _, event) = self.events.pop().unwrap();
                self.happen(event);
            }
        }
    }

    fn happen(&mut self, event: Event) {
        match event {
            Event::Arrival { pool } => {
                if matches!(self.setting.arrivals, Arrivals::Users { .. }) {
                    return self.ask(pool);
                }
                let chance = self.rate(pool) / self.setting.arrivals.most();
                if self.clients[pool].arrivals.unit() < chance {
                    self.ask(pool);
                }
                self.next_arrival(pool);
            }
            Event::Turn { pool } => {
                let Arrivals::Bursts { low_seconds, high_seconds, .. } = self.setting.arrivals else {
                    return;
                };
                let client = &mut self.clients[pool];
                client.in_burst = !client.in_burst;
                let mean = if client.in_burst { high_seconds } else { low_seconds };
                let at = self.now + client.arrivals.exponential(mean);
                self.schedule(at, Event::Turn { pool });
            }
            Event::Opened { request, since } => {
                let pool = self.requests[request].pool;
                add(&mut self.clients[pool].stats.created, 1.0);
                add(&mut self.clients[pool].stats.create_seconds, self.now - since);
                self.grant(request);
            }
            Event::Work { request } if self.requests[request].hot && self.row_held => {
                self.row_queue.push_back(request);
            }
            Event::Work { request } => self.work(request),
        }
    }

    fn work(&mut self, request: usize) {
        self.order += 1;
        self.row_held |= self.requests[request].hot;
        let work = self.requests[request].time * self.setting.work;
        self.active.push(At(self.served + work, self.order, request));
    }

    fn ask(&mut self, pool: usize) {
        let time = self.setting.times.draw(&mut self.clients[pool].times);
        let hot = match self.setting.by {
            Work::HotRow { share } => self.clients[pool].times.unit() < share,
            Work::Cores | Work::Disks { .. } => false,
        };
        let request = Request { pool, arrived: self.now, granted: 0.0, time, hot };
        let place = match self.free.pop() {
            Some(place) => {
                self.requests[place] = request;
                place
            }
            None => {
                self.requests.push(request);
                self.requests.len() - 1
            }
        };
        let most = self.pool.most();
        let client = &mut self.clients[pool];
        if client.in_use < client.open {
            client.in_use += 1;
            self.grant(place);
        } else if client.open < most {
            client.open += 1;
            client.in_use += 1;
            let opened = Event::Opened { request: place, since: self.now };
            self.schedule(self.now + self.setting.create_seconds, opened);
        } else {
            add(&mut client.stats.queued, 1.0);
            client.queue.push_back(place);
        }
        let client = &mut self.clients[pool];
        client.peak = client.peak.max(client.in_use);
    }

    fn grant(&mut self, place: usize) {
        let now = self.now;
        let request = &mut self.requests[place];
        request.granted = now;
        let (pool, wait) = (request.pool, now - request.arrived);
        let delay = request.time * (1.0 - self.setting.work);
        let stats = &mut self.clients[pool].stats;
        add(&mut stats.requests, 1.0);
        add(&mut stats.wait_seconds, wait);
        self.schedule(now + delay, Event::Work { request: place });
    }

    fn leave(&mut self, place: usize) {
        self.free.push(place);
        if let Arrivals::Users { think, .. } = self.setting.arrivals {
            let pool = self.requests[place].pool;
            let at = self.now + self.clients[pool].arrivals.exponential(think);
            self.schedule(at, Event::Arrival { pool });
        }
    }

    fn give_back(&mut self, place: usize) {
        self.commits += 1.0;
        let request = self.requests[place];
        let pool = request.pool;
        if request.hot {
            self.row_held = false;
            if let Some(next) = self.row_queue.pop_front() {
                self.work(next);
            }
        }
        let used = self.now - request.granted;
        let stats = &mut self.clients[pool].stats;
        add(&mut stats.use_seconds, used);
        add(&mut stats.use_seconds_squared, used * used);
        if pool == 0 {
            self.totals.push((self.now - request.arrived) as f32);
        }
        self.leave(place);
        while let Some(next) = self.clients[pool].queue.pop_front() {
            if self.now - self.requests[next].arrived <= TIMEOUT {
                return self.grant(next);
            }
            add(&mut self.clients[pool].stats.timeouts, 1.0);
            if pool == 0 {
                self.totals.push(TIMEOUT as f32);
            }
            self.leave(next);
        }
        let client = &mut self.clients[pool];
        client.in_use -= 1;
        if client.open > self.pool.size {
            client.open -= 1;
        }
    }

    fn report(&mut self) -> Report {
        let setting = self.setting;
        let client = &mut self.clients[0];
        let mut pool = client.stats;
        pool.size = Some(f64::from(self.pool.size));
        pool.max_overflow = Some(f64::from(self.pool.overflow));
        pool.open = Some(f64::from(client.open));
        pool.in_use = Some(f64::from(client.in_use));
        pool.idle = Some(f64::from(client.open - client.in_use));
        pool.waiting = Some(client.queue.len() as f64);
        pool.in_use_peak = Some(f64::from(client.peak));
        client.peak = client.in_use;
        let database = (setting.told != Told::Nothing).then(|| {
            let mut stats = DatabaseStats::new(DatabaseSystem::PostgreSql);
            let values = &mut stats.values;
            let open: u32 = self.clients.iter().map(|client| client.open).sum();
            values.max_connections = Some(f64::from(setting.max_connections.unwrap_or(500)));
            values.reserved_connections = Some(f64::from(RESERVED));
            values.connections = Some(f64::from(open));
            values.connections_own = Some(f64::from(open));
            let active = self.active.len() as f64;
            values.connections_active = Some(active + self.row_queue.len() as f64);
            values.connections_waiting_for_lock = Some(self.row_queue.len() as f64);
            let (cpus, disk) = match setting.by {
                Work::Disks { cpus, .. } => (cpus, AT_THE_DISK),
                Work::Cores | Work::HotRow { .. } => (setting.cores, 0.0),
            };
            values.connections_waiting_for_io = Some((disk * active).round());
            values.cpus = (setting.told == Told::All).then_some(cpus);
            values.commits = Some(self.commits);
            values.rollbacks = Some(0.0);
            values.active_seconds = Some(self.active_seconds);
            values.idle_in_transaction_seconds =
                Some((self.held_seconds - self.active_seconds).max(0.0) * 0.5);
            stats
        });
        Report { seconds: self.now, pool, database }
    }

    fn finish(mut self, outcome: Outcome) -> Outcome {
        // Those that still wait have waited, too.
        let now = self.now;
        let requests = &self.requests;
        let waited = |place: &usize| (now - requests[*place].arrived).min(TIMEOUT) as f32;
        self.totals.extend(self.clients[0].queue.iter().map(waited));
        let count = self.totals.len();
        let place = ((count as f64 * 0.95).ceil() as usize).clamp(1, count.max(1)) - 1;
        let total_p95 = match count {
            0 => 0.0,
            _ => f64::from(*self.totals.select_nth_unstable_by(place, f32::total_cmp).1),
        };
        Outcome {
            total_p95,
            open_mean: self.open_seconds / now,
            in_use_mean: self.held_seconds / now / self.clients.len() as f64,
            overload: self.overload_seconds / now / self.clients.len() as f64,
            limit_used: (self.cores_seconds / now / self.setting.cores).max(self.row_seconds / now),
            ..outcome
        }
    }
}
