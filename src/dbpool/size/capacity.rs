//! What the database can do at once, and so how hold times grow with the connections in use.

use super::closed::Centre;
use super::demand::Demand;
use super::fit;
use super::trial::Trial;
use super::SizeOptions;
use crate::dbpool::{DatabaseInterval, DatabaseValues};

/// Its CPUs are busy this share of the time: more connections would only wait there.
const SATURATED: f64 = 0.93;
/// The same where there is no count of sessions, by how much more the hold time is than without others.
const FLAT: f64 = 0.85;
/// This share of the active sessions waits for locks: they, not connections, are what is short.
const LOCKED: f64 = 0.3;
/// And no fewer than this share of the connections in use: where few of them are active, one or two locks are no pile.
const PILED: f64 = 0.4;
/// So many of them on average, or of few connections this share.
const LOCKED_LEAST: f64 = 1.0;
const LOCKED_OF_FEW: f64 = 0.4;
/// From this share of the active sessions on that wait for the disk, it rather than the CPUs may be the limit.
const AT_THE_DISK: f64 = 0.3;
/// Unless so many sessions for each CPU run at once: then there are too few of these.
const PRESSED: f64 = 2.0;
/// Where hardly anybody waits for the pool, only a crowd so many times what the database is kept busy by, and at least so large,
/// tells that it does no more: else requests come by themselves, and fewer connections could not serve them.
const CROWD: f64 = 2.0;
const CROWD_LEAST: f64 = 8.0;
/// Hold times so many times as long as alone are for waiting in the database.
const QUEUES: f64 = 1.5;
/// So many times as long as with fewer connections, beyond what is chance: the database has begun to queue. Where that is all that is
/// known of it, no more are given.
const LONGER: f64 = 1.2;
/// As many were served as ever, but for this share.
const AS_FAST: f64 = 0.95;
/// Hold times at other sizes tell of the database where concurrency differed by this factor.
const APART: f64 = 1.2;
/// As good as all connections are always in use.
const FULL: f64 = 0.9;
/// Up to so many connections hold times are computed; beyond, they go on as a line.
const MOST: usize = 2048;

/// By what the database's limit is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Known {
    /// Its CPUs and its active sessions.
    Sessions,
    /// How hold times changed with concurrency.
    Concurrency,
    /// Nothing: hold times are taken to stay as they are.
    Nothing,
}

/// What the database can do for this pool.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Capacity {
    pub known: Known,
    /// Hold time with an idle database, in seconds.
    pub idle_seconds: f64,
    /// Part of it that is work in the database.
    pub work_seconds: f64,
    /// What the database does for this pool at once; infinite where no limit is known.
    pub servers: f64,
    /// Its share of the whole in use, 0..1, where it is known.
    pub utilisation: Option<f64>,
    /// Sessions active in the database, on average.
    pub active: Option<f64>,
    pub cpus: Option<f64>,
    pub busy_ratio: Option<f64>,
    /// More connections would not make it do more.
    pub saturated: bool,
    /// Because sessions wait for locks.
    pub locked: bool,
    /// Fewer sessions run than there are CPUs.
    pub cpus_idle: bool,
    /// Of the active sessions this share waits for locks.
    pub locked_ratio: f64,
    /// It may be that more would not: hold times have become longer with the connections, and nothing else is known.
    pub pressed: bool,
    /// Fewer connections were never tried, and did as much as any number so far: the knee may be far below.
    pub unexplored: bool,
    /// The smallest size that served clearly more than the present one, where the limit is known by concurrency.
    pub served_more: Option<u32>,
    /// How much longer for each connection beyond the knee.
    contention: f64,
    /// Hold times with 1, 2, 3... connections in use, and the sessions without a CPU that there are then.
    times: Vec<f64>,
    overloads: Vec<f64>,
}

/// Means over the database's intervals that cover the same time.
struct Sessions {
    active: f64,
    locked_ratio: f64,
    io_ratio: f64,
    /// That waits for neither CPU, lock nor disk.
    otherwise_ratio: f64,
    busy_ratio: Option<f64>,
}

fn sessions(intervals: &[DatabaseInterval], from: f64) -> Option<Sessions> {
    let covering: Vec<&DatabaseInterval> = intervals.iter().filter(|one| one.end_seconds > from).collect();
    let mean = |of: fn(&DatabaseInterval) -> Option<f64>| {
        let (mut sum, mut seconds) = (0.0, 0.0);
        for one in &covering {
            if let Some(value) = of(one) {
                sum += value * one.seconds;
                seconds += one.seconds;
            }
        }
        (seconds > 0.0).then(|| sum / seconds)
    };
    let active = mean(|one| one.active_mean).filter(|active| *active > 0.0)?;
    let share = |of: fn(&DatabaseInterval) -> Option<f64>| (mean(of).unwrap_or(0.0) / active).clamp(0.0, 1.0);
    Some(Sessions {
        active,
        locked_ratio: share(|one| one.waiting_for_lock),
        io_ratio: share(|one| one.waiting_for_io),
        otherwise_ratio: share(|one| one.waiting_otherwise),
        busy_ratio: mean(|one| one.busy_ratio),
    })
}

impl Sessions {
    /// Those that wait for nothing but a CPU.
    fn running(&self) -> f64 {
        let waiting = self.io_ratio + self.locked_ratio + self.otherwise_ratio;
        self.active * (1.0 - waiting).max(0.0)
    }

    /// How many of them the database can serve at once: its CPUs or its disks, whichever are short for such statements. Nothing
    /// where most wait for disks of which nobody knows how much they do at once: idle CPUs then say nothing.
    fn limit(&self, cpus: Option<f64>, parallel_io: Option<f64>) -> Option<f64> {
        // What waits for a lock needs neither.
        let disk = (self.io_ratio / (1.0 - self.locked_ratio).max(0.05)).min(1.0);
        let by_cpus = cpus.map(|cpus| cpus / (1.0 - disk).max(0.01));
        match parallel_io.filter(|disks| *disks > 0.0) {
            Some(disks) if disk > 0.0 => Some(by_cpus.unwrap_or(f64::INFINITY).min(disks / disk)),
            // Nobody counts who waits for the disk.
            Some(disks) => Some(cpus.unwrap_or(0.0).max(disks)),
            None if disk >= AT_THE_DISK && self.active * (1.0 - disk) < PRESSED * cpus? => None,
            None => cpus,
        }
    }
}

impl Capacity {
    /// From what the database said since `from`, what was seen at other sizes, and what the caller knows.
    pub fn of(
        demand: &Demand,
        trials: &[Trial],
        database: (&[DatabaseInterval], Option<&DatabaseValues>, f64),
        options: &SizeOptions,
    ) -> Self {
        let (intervals, values, from) = database;
        let cpus = options.database_cpus.or_else(|| values?.cpus).filter(|cpus| *cpus > 0.0);
        let sessions = sessions(intervals, from);
        let mut capacity = Capacity {
            known: Known::Nothing,
            idle_seconds: demand.use_seconds,
            work_seconds: demand.use_seconds,
            servers: f64::INFINITY,
            utilisation: None,
            active: sessions.as_ref().map(|sessions| sessions.active),
            cpus,
            busy_ratio: sessions.as_ref().and_then(|sessions| sessions.busy_ratio),
            saturated: false,
            locked: false,
            cpus_idle: false,
            locked_ratio: sessions.as_ref().map_or(0.0, |sessions| sessions.locked_ratio),
            pressed: false,
            unexplored: false,
            served_more: None,
            contention: 0.0,
            times: Vec::new(),
            overloads: Vec::new(),
        };
        if let Some(sessions) = sessions {
            let limit = sessions.limit(cpus, options.parallel_io);
            capacity.cpus_idle = cpus.is_some_and(|cpus| sessions.running() < cpus);
            if limit.is_some() || sessions.locked_ratio >= LOCKED {
                capacity.by_sessions(demand, &sessions, limit, options);
            }
        }
        capacity.by_concurrency(demand, trials);
        capacity.tabulate(demand, options);
        capacity.learn_contention(trials);
        capacity
    }

    /// The knee: so many connections keep the database busy, and no more are of use.
    pub fn knee(&self) -> f64 {
        if self.work_seconds <= 0.0 {
            return f64::INFINITY;
        }
        self.servers * self.idle_seconds / self.work_seconds
    }

    /// Hold time with so many connections in use, in seconds.
    pub fn hold_seconds(&self, connections: u32) -> f64 {
        if let Some(time) = self.times.get(connections.max(1) as usize - 1) {
            return *time;
        }
        let Some(last) = self.times.last().filter(|_| self.servers.is_finite()) else {
            return self.idle_seconds;
        };
        last.max(f64::from(connections) * self.work_seconds / self.servers * self.longer(connections))
    }

    /// By how much more than in proportion hold times grow beyond the knee, as a factor.
    fn longer(&self, connections: u32) -> f64 {
        1.0 + self.contention * (f64::from(connections) - self.knee()).max(0.0)
    }

    /// Sessions that wait in the database for a CPU, of this pool, with so many connections in use.
    pub fn overload(&self, connections: u32) -> f64 {
        match self.overloads.get(connections.max(1) as usize - 1) {
            Some(sessions) => *sessions,
            None => self.overload_of(connections),
        }
    }

    fn overload_of(&self, connections: u32) -> f64 {
        if !self.servers.is_finite() {
            return 0.0;
        }
        let hold = self.hold_seconds(connections);
        let delay = (self.idle_seconds - self.work_seconds).max(0.0);
        let active = f64::from(connections) * (1.0 - delay / hold.max(1e-12));
        (active - self.servers).max(0.0)
    }

    fn by_sessions(
        &mut self,
        demand: &Demand,
        sessions: &Sessions,
        limit: Option<f64>,
        options: &SizeOptions,
    ) {
        let replicas = f64::from(options.replicas.max(1));
        // Without a count of what the disks do at once, a session that waits for one holds no CPU.
        let io = if options.parallel_io.is_some() { 0.0 } else { sessions.io_ratio };
        // What it waits for besides is not the database's own.
        let idle = (io + sessions.otherwise_ratio).min(1.0);
        let waiting = sessions.active * sessions.locked_ratio;
        let least = LOCKED_LEAST.min(LOCKED_OF_FEW * demand.in_use);
        let pile = waiting >= (PILED * replicas * demand.in_use).max(least);
        self.locked = sessions.locked_ratio >= LOCKED && pile;
        let running = sessions.active * (1.0 - idle - sessions.locked_ratio).max(0.05);
        // How busy what they wait for is: wholly, where all connections are in use; else by the queue of one server.
        let lock_busy =
            if demand.limited { 1.0 } else { (waiting * waiting / 4.0 + waiting).sqrt() - waiting / 2.0 };
        let servers = match limit {
            // Who waits for locks does not run, whatever the CPUs.
            Some(limit) if self.locked => limit.min((running / lock_busy).max(1.0)),
            Some(limit) => limit,
            None if self.locked => (running / lock_busy).max(1.0),
            None => return,
        };
        let active = if self.locked { sessions.active * (1.0 - idle) } else { running };
        // What our replicas cannot hold is others' work.
        let others = (active - replicas * demand.in_use).max(0.0);
        let own_servers = ((servers - others) / replicas).max(servers / replicas * 0.1);
        let own_active = ((active - others) / replicas).min(demand.in_use);
        if demand.served <= 0.0 || own_active <= 0.0 {
            return;
        }
        let delay = (demand.in_use - own_active).max(0.0) / demand.served;
        let response = own_active / demand.served;
        let utilisation = if self.locked {
            lock_busy
        } else if demand.limited {
            closed_utilisation(demand, delay, response, servers - others.min(servers * 0.9), replicas)
        } else {
            open_utilisation(active, servers)
        };
        self.known = Known::Sessions;
        self.utilisation = Some(utilisation.min(1.0));
        self.saturated = utilisation >= SATURATED;
        self.work_seconds = (utilisation * own_servers / demand.served).min(response);
        self.idle_seconds = delay + self.work_seconds;
        self.servers = own_servers;
    }

    /// Where concurrency differed, hold times say what the database does at once, also where it does not.
    fn by_concurrency(&mut self, demand: &Demand, trials: &[Trial]) {
        let range = |of: fn(f64, f64) -> f64| trials.iter().map(|trial| trial.in_use).reduce(of);
        let (Some(least), Some(most)) = (range(f64::min), range(f64::max)) else { return };
        if most < APART * least.max(0.5) || most < 1.5 {
            return;
        }
        self.pressed = self.known == Known::Nothing && demand.limited && longer_than_before(demand, trials);
        let Some(fit) = fit::fit(trials, demand.in_use) else { return };
        let known = if self.servers.is_finite() { self.work_seconds / self.servers } else { 0.0 };
        if self.known == Known::Nothing {
            self.known = Known::Concurrency;
        } else if fit.bottleneck_seconds < 1.5 * known {
            return;
        }
        let utilisation = demand.served * fit.bottleneck_seconds;
        // Where the pool has room, hold times vary for many reasons: only where they are much longer than alone is it the
        // database.
        let crowd = demand.in_use >= (CROWD * fit.idle_seconds / fit.bottleneck_seconds).max(CROWD_LEAST);
        let queues = crowd && utilisation >= FLAT && demand.use_seconds >= QUEUES * fit.idle_seconds;
        if fit.bottleneck_seconds > 0.0 && (demand.limited || queues) {
            let centre = fit.centre();
            // From here on it is what hold times say, not what was counted.
            self.known = Known::Concurrency;
            self.idle_seconds = fit.idle_seconds;
            self.work_seconds = centre.work_seconds;
            self.servers = centre.servers;
            self.utilisation = Some(utilisation.min(1.0));
            self.saturated |= utilisation >= FLAT;
            let fewer = trials.iter().any(|trial| trial.in_use * APART < demand.in_use);
            let fastest = trials.iter().map(|trial| trial.served_per_second).fold(0.0, f64::max);
            let more = trials.iter().filter(|trial| trial.served_per_second * AS_FAST > demand.served);
            let larger = more.filter_map(|trial| trial.most.filter(|most| Some(*most) > demand.most));
            self.served_more = larger.reduce(f64::min).map(|most| most as u32);
            self.unexplored = !fewer && demand.served >= AS_FAST * fastest;
        }
    }

    fn tabulate(&mut self, demand: &Demand, options: &SizeOptions) {
        if !self.servers.is_finite() {
            self.times = vec![self.idle_seconds];
            return;
        }
        let of_all = self.known == Known::Sessions && options.replicas > 1;
        let replicas = if of_all { options.replicas as usize } else { 1 };
        let centre = Centre {
            delay_seconds: (self.idle_seconds - self.work_seconds).max(0.0),
            work_seconds: self.work_seconds,
            servers: self.servers * replicas as f64,
        };
        let most = (self.knee() * 4.0 + 2.0 * demand.most.unwrap_or(0.0) + 64.0).min(MOST as f64) as usize;
        if replicas == 1 {
            self.times = centre.hold_times(most);
            return;
        }
        // The others of the kind are as busy as this one on the whole, and as full where all are full.
        let crowded = demand.limited || self.saturated;
        let others = (replicas as f64 - 1.0) * demand.in_use;
        let all = centre.hold_times((most * replicas).min(16 * MOST));
        let population = |own: usize| if crowded { own * replicas } else { own + others.round() as usize };
        self.times = (1..=most).map(|own| all[population(own).clamp(1, all.len()) - 1]).collect();
    }

    /// Beyond the knee hold times may grow faster than in proportion: what was seen there says by how much.
    fn learn_contention(&mut self, trials: &[Trial]) {
        let knee = self.knee();
        let (mut sum, mut weights) = (0.0, 0.0);
        // Where requests come by themselves as many as are in use at times, not on average, make holds long.
        let steady = |trial: &Trial| {
            trial.most.is_some_and(|most| trial.in_use >= FULL * most) || trial.in_use > CROWD * knee
        };
        for trial in trials.iter().filter(|trial| trial.in_use > 1.2 * knee && steady(trial)) {
            let beyond = trial.in_use - knee;
            let longer = trial.use_seconds / self.hold_seconds(trial.in_use.round() as u32) - 1.0;
            sum += longer * beyond;
            weights += beyond * beyond;
        }
        if weights > 0.0 {
            self.contention = (sum / weights).max(0.0);
        }
        let sizes = 1..=self.times.len() as u32;
        let longer: Vec<f64> = sizes.clone().map(|size| self.longer(size)).collect();
        self.times.iter_mut().zip(longer).for_each(|(time, longer)| *time *= longer);
        self.overloads = sizes.map(|size| self.overload_of(size)).collect();
    }
}

fn longer_than_before(demand: &Demand, trials: &[Trial]) -> bool {
    let mut fewer = trials.iter().filter(|trial| trial.in_use * APART < demand.in_use);
    fewer.any(|trial| {
        let chance = 3.0 * (1.0 / trial.requests + 1.0 / demand.requests.max(1.0)).sqrt();
        demand.use_seconds >= trial.use_seconds * (LONGER + chance)
    })
}

/// How busy the servers are where so many sessions are active on average and arrivals come by themselves: Sakasegawa's
/// approximation of the queue, turned round.
fn open_utilisation(active: f64, servers: f64) -> f64 {
    let power = (2.0 * (servers + 1.0)).sqrt();
    let sessions = |busy: f64| servers * busy + busy.powf(power) / (1.0 - busy);
    bisect(0.0, 0.9999, |busy| sessions(busy) < active)
}

/// The same where a fixed number of connections is always in use.
fn closed_utilisation(demand: &Demand, delay: f64, response: f64, servers: f64, replicas: f64) -> f64 {
    let throughput = demand.served * replicas;
    bisect(0.0, 1.0, |busy| {
        let work_seconds = busy * servers / throughput;
        let centre = Centre { delay_seconds: delay, work_seconds, servers };
        centre.hold_time((demand.in_use * replicas).min(MOST as f64 * 8.0)) < delay + response
    })
}

fn bisect(mut low: f64, mut high: f64, below: impl Fn(f64) -> bool) -> f64 {
    for _ in 0..24 {
        let middle = (low + high) / 2.0;
        if below(middle) {
            low = middle;
        } else {
            high = middle;
        }
    }
    (low + high) / 2.0
}
