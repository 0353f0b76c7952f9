//! Labelled traces: what programs of each pattern would show, with noise and with values missing.

use super::WorkloadPoint;
use crate::advise::WorkloadPattern;

const GIB: f64 = 1_073_741_824.0;

/// SplitMix64: small, and the same everywhere.
pub struct Random(u64);

impl Random {
    /// Neighbouring seeds give streams that have nothing in common.
    pub fn new(seed: u64) -> Self {
        let scattered = Random(seed).next();
        Random(Random(scattered ^ 0xA5A5_5A5A_0F0F_F0F0).next())
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// 0 up to 1.
    pub fn unit(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1u64 << 53) as f64
    }

    pub fn between(&mut self, from: f64, to: f64) -> f64 {
        from + (to - from) * self.unit()
    }

    /// Evenly in orders of magnitude.
    pub fn log_between(&mut self, from: f64, to: f64) -> f64 {
        (self.between(from.ln(), to.ln())).exp()
    }

    pub fn chance(&mut self, probability: f64) -> bool {
        self.unit() < probability
    }

    pub fn one_of(&mut self, of: &[f64]) -> f64 {
        of[(self.next() % of.len() as u64) as usize]
    }

    /// Mean 0, deviation 1, nearly normal.
    pub fn normal(&mut self) -> f64 {
        (0..6).map(|_| self.unit()).sum::<f64>() * 2f64.sqrt() - 3.0 * 2f64.sqrt()
    }

    pub fn exponential(&mut self, mean: f64) -> f64 {
        -mean * (1.0 - self.unit()).ln()
    }

    /// How many of `mean` expected things came.
    fn count(&mut self, mean: f64) -> f64 {
        (mean + self.normal() * mean.sqrt()).max(0.0).round()
    }
}

/// What a program does within a step; the container makes a point of it.
#[derive(Clone, Copy, Default)]
struct Doing {
    /// CPUs it would use.
    cpu: f64,
    /// Threads it has: no more than so many run at once.
    threads: f64,
    memory: f64,
    disk_bytes: f64,
    disk_operations: f64,
    /// Share of the time some task waits for I/O.
    stalled: f64,
    network: f64,
    major_faults: f64,
    memory_stalled: f64,
}

pub struct Trace {
    pub kind: &'static str,
    pub points: Vec<WorkloadPoint>,
}

struct Container {
    effective: f64,
    quota: bool,
    memory_limit: f64,
    host_cpus: f64,
    /// CPU time that neighbours take away, of what it wants.
    contention: f64,
    neighbours_iowait: f64,
    spacing: f64,
    has_pressure: bool,
    has_disk: bool,
    has_network: bool,
    has_iowait: bool,
    has_operations: bool,
}

impl Container {
    fn any(random: &mut Random) -> Self {
        let quota = random.chance(0.7);
        let host_cpus = random.one_of(&[2.0, 4.0, 8.0, 16.0, 32.0, 64.0]);
        let effective = if quota {
            random.one_of(&[0.1, 0.25, 0.5, 1.0, 1.5, 2.0, 4.0, 8.0]).min(host_cpus)
        } else {
            host_cpus
        };
        let has_pressure = random.chance(0.7);
        let has_disk = random.chance(0.75);
        Container {
            effective,
            quota,
            memory_limit: 0.0,
            host_cpus,
            contention: if random.chance(0.3) { random.between(0.0, 0.3) } else { 0.0 },
            neighbours_iowait: if random.chance(0.25) { random.between(0.0, 0.06) } else { 0.002 },
            spacing: random.one_of(&[0.3, 1.0, 1.0, 1.0, 2.0, 5.0, 5.0, 10.0]),
            has_pressure,
            has_disk,
            has_network: random.chance(0.8),
            has_iowait: !has_pressure || random.chance(0.9),
            has_operations: has_disk && random.chance(0.8),
        }
    }

    /// A limit that leaves this share of it in use; or none, and the host's memory in its place.
    fn holds(mut self, random: &mut Random, bytes: f64, share: (f64, f64), unlimited: f64) -> Self {
        let share = random.between(share.0, share.1);
        self.memory_limit = if random.chance(unlimited) {
            // 4 GiB a CPU of the host, as general purpose machines have.
            (self.host_cpus * 4.0 * GIB).max(bytes * 1.3)
        } else {
            bytes / share
        };
        self
    }

    fn show(&self, random: &mut Random, seconds: f64, doing: Doing) -> WorkloadPoint {
        let wanted = doing.cpu * (1.0 + 0.02 * random.normal());
        let given = wanted.min(doing.threads).min(self.effective) * (1.0 - self.contention * random.unit());
        let cpu = given.max(0.0);
        let refused = (wanted.min(doing.threads) - self.effective).max(0.0);
        let share = (cpu / self.effective).min(1.0);
        // Queueing: the busier, the longer somebody waits.
        let queue = 0.25 * share * share * doing.threads.min(4.0) / 2.0;
        // What neighbours took was waited for: by each thread its part, and some of them always.
        let running = wanted.min(doing.threads).min(self.effective);
        let starved = 1.0 - (cpu / running.max(1e-6)).powf(running.max(1.0));
        let pressure = if refused > 0.0 { random.between(0.6, 0.99) } else { 0.0 }
            .max(queue * random.between(0.3, 1.0))
            .max(starved * running.min(1.0) * random.between(0.9, 1.0));
        let iowait =
            doing.stalled * random.between(0.4, 0.9) / self.host_cpus.min(8.0) + self.neighbours_iowait;
        let keep = |known: bool, value: f64| known.then_some(value.max(0.0));
        WorkloadPoint {
            seconds,
            cpu_cpus: Some(cpu),
            effective_cpus: Some(self.effective),
            cpu_throttled_cpus: keep(self.quota, refused),
            cpu_pressure: keep(self.has_pressure, pressure.min(1.0)),
            memory_needed_bytes: Some(doing.memory.min(self.memory_limit * 0.99)),
            memory_limit_bytes: Some(self.memory_limit),
            memory_pressure: keep(self.has_pressure, doing.memory_stalled),
            io_bytes_per_second: keep(self.has_disk, doing.disk_bytes),
            io_operations_per_second: keep(self.has_operations, doing.disk_operations),
            io_pressure: keep(self.has_pressure, (doing.stalled * random.between(0.7, 1.3)).min(1.0)),
            host_iowait_ratio: keep(self.has_iowait, iowait.min(1.0)),
            network_bytes_per_second: keep(self.has_network, doing.network),
            major_faults_per_second: Some(doing.major_faults),
        }
    }

    /// Steps through so many seconds, asking what is done in each.
    fn run(
        &self,
        random: &mut Random,
        seconds: f64,
        mut doing: impl FnMut(&mut Random, f64, f64) -> Doing,
    ) -> Vec<WorkloadPoint> {
        let mut points = Vec::new();
        let mut at = 0.0;
        while at < seconds {
            let step = self.spacing * random.between(0.97, 1.03);
            at += step;
            let done = doing(random, at, step);
            points.push(self.show(random, at, done));
        }
        points
    }
}

/// One trace of a pattern, for as long as it says.
pub fn trace(label: WorkloadPattern, seed: u64, seconds: f64) -> Trace {
    let mut random = Random::new(seed ^ (label as u64) << 40);
    let (kind, points) = match label {
        WorkloadPattern::CpuIntensive => cpu_intensive(&mut random, seconds),
        WorkloadPattern::MemoryIntensive => memory_intensive(&mut random, seconds),
        WorkloadPattern::IoIntensive => io_intensive(&mut random, seconds),
        WorkloadPattern::Burst => burst(&mut random, seconds),
        _ => balanced(&mut random, seconds),
    };
    Trace { kind, points }
}

/// A web server: requests come at a rate that swings, each costs some CPU time and some bytes.
fn balanced(random: &mut Random, seconds: f64) -> (&'static str, Vec<WorkloadPoint>) {
    let container = Container::any(random);
    let use_of_it = random.between(0.08, 0.6);
    let cpu = (container.effective * use_of_it).min(12.0);
    let cost = random.log_between(0.0005, 0.02); // CPU seconds a request
    let size = random.log_between(1e3, 60e3).min(cost * 15e6); // bytes a request
    let logged = random.log_between(50.0, 2e3);
    let memory = (cpu * random.log_between(0.2, 3.0) * GIB).max(30e6);
    let container = container.holds(random, memory, (0.15, 0.7), 0.25);
    let swing = random.between(0.0, 0.5);
    let period = random.between(120.0, 900.0);
    let noise = random.between(0.02, 0.2);
    let threads = random.one_of(&[2.0, 4.0, 8.0, 32.0]).max(cpu * 2.0);
    let points = container.run(random, seconds, |random, at, step| {
        let rate = cpu / cost
            * (1.0 + swing * (at / period * std::f64::consts::TAU).sin())
            * (1.0 + noise * random.normal());
        let requests = random.count((rate * step).max(0.0)) / step;
        Doing {
            cpu: requests * cost,
            threads,
            memory: memory * (1.0 + 0.02 * random.normal()),
            disk_bytes: requests * logged,
            disk_operations: random.between(0.0, 15.0),
            stalled: random.between(0.0, 0.02),
            network: requests * size,
            ..Doing::default()
        }
    });
    ("web", points)
}

/// Encoders and the like: all threads compute; between two files a moment of reading.
fn cpu_intensive(random: &mut Random, seconds: f64) -> (&'static str, Vec<WorkloadPoint>) {
    let container = Container::any(random);
    let kind = (random.unit() * 3.0) as u32;
    // One thread in a larger container, as many as it has CPUs, or more.
    let (name, threads): (_, f64) = match kind {
        0 => ("one thread", 1.0),
        1 => ("encoder", container.effective.max(1.0).ceil()),
        _ => ("oversubscribed", (container.effective * random.between(1.2, 3.0)).max(2.0)),
    };
    let efficiency = if kind == 0 { random.between(0.98, 1.0) } else { random.between(0.7, 1.0) };
    let memory = (threads * random.log_between(0.05, 1.2) * GIB).max(30e6);
    let container = container.holds(random, memory, (0.1, 0.7), 0.3);
    let read = random.log_between(0.1e6, 30e6) * threads.min(container.effective);
    let pause = if random.chance(0.3) && kind != 0 { random.between(0.01, 0.06) } else { 0.0 };
    let points = container.run(random, seconds, |random, _, step| {
        let paused = random.chance(pause / step.max(1.0));
        let cpu = threads * efficiency * if paused { 0.2 } else { 1.0 + 0.01 * random.normal() };
        Doing {
            cpu,
            threads,
            memory: memory * (1.0 + 0.03 * random.normal()),
            disk_bytes: read * random.between(0.2, 1.8),
            disk_operations: read / 200e3,
            stalled: if paused { 0.4 } else { random.between(0.0, 0.04) },
            network: random.between(0.0, 50e3),
            ..Doing::default()
        }
    });
    (name, points)
}

/// An in-memory store with a snapshot now and then, or a JVM with a large heap and its collector.
fn memory_intensive(random: &mut Random, seconds: f64) -> (&'static str, Vec<WorkloadPoint>) {
    let container = Container::any(random);
    let store = random.chance(0.5);
    let use_of_it = if store { random.log_between(0.01, 0.3) } else { random.log_between(0.03, 0.4) };
    let cpu = (container.effective * use_of_it).min(if store { 1.0 } else { 6.0 });
    let memory = (cpu * random.log_between(5.0, 80.0) * GIB).clamp(0.2 * GIB, 100.0 * GIB);
    let container = container.holds(random, memory, (0.65, 0.95), 0.25);
    let grows = if random.chance(0.3) { random.between(0.0, 0.1) } else { 0.0 };
    let traffic = cpu * random.log_between(1e6, 60e6);
    let every = random.between(60.0, 600.0);
    let thrashes = random.chance(0.1);
    let snapshots = store && random.chance(0.6);
    let points = container.run(random, seconds, |random, at, _| {
        let busy = at % every < if snapshots { 6.0 } else { 1.5 };
        let extra = match (store, busy) {
            (true, true) if snapshots => 0.8,
            (false, true) => cpu * 1.5,
            _ => 0.0,
        };
        let saw = if store { 1.0 } else { 0.85 + 0.15 * (at % every / every) };
        Doing {
            cpu: cpu * (1.0 + 0.15 * random.normal()).max(0.1) + extra,
            threads: 8.0,
            memory: memory * saw * (1.0 - grows + grows * at / seconds),
            disk_bytes: if snapshots && busy { 80e6 } else { random.between(0.0, 100e3) },
            disk_operations: if snapshots && busy { 300.0 } else { random.between(0.0, 5.0) },
            stalled: if snapshots && busy { 0.15 } else { random.between(0.0, 0.02) },
            network: traffic * (1.0 + 0.2 * random.normal()).max(0.0),
            major_faults: if thrashes { random.between(200.0, 900.0) } else { random.between(0.0, 2.0) },
            memory_stalled: if thrashes { random.between(0.15, 0.5) } else { 0.0 },
        }
    });
    (if store { "store" } else { "jvm" }, points)
}

/// ETL, backup, a database that commits, random reads, a proxy.
fn io_intensive(random: &mut Random, seconds: f64) -> (&'static str, Vec<WorkloadPoint>) {
    let mut container = Container::any(random);
    let kind = (random.unit() * 4.0) as u32;
    let name = ["etl", "backup", "commits", "proxy"][kind as usize % 4];
    container.effective = container.effective.max(0.25);
    // Nobody sees the I/O of a container of which nothing of it is counted.
    container.has_network |= kind == 3;
    if !container.has_pressure && !container.has_disk {
        container.host_cpus = container.host_cpus.min(4.0);
        container.effective = container.effective.min(container.host_cpus);
    }
    let (bytes, per_cpu, stalled, operation) = match kind {
        0 => (random.log_between(10e6, 200e6), random.log_between(60e6, 300e6), (0.25, 0.8), 500e3),
        1 => (random.log_between(20e6, 500e6), random.log_between(200e6, 1500e6), (0.4, 0.95), 1e6),
        2 => (random.log_between(1e6, 20e6), random.log_between(10e6, 60e6), (0.5, 0.97), 8e3),
        _ => (random.log_between(5e6, 300e6), random.log_between(100e6, 900e6), (0.0, 0.02), 1e6),
    };
    let cpu = (bytes / per_cpu).min(container.effective * 0.85);
    let bytes = cpu * per_cpu;
    let memory = random.log_between(40e6, 600e6);
    let container = container.holds(random, memory, (0.1, 0.6), 0.3);
    let phases = if kind == 0 { random.between(5.0, 60.0) } else { f64::INFINITY };
    let stalled_mean = random.between(stalled.0, stalled.1);
    let points = container.run(random, seconds, |random, at, _| {
        // An ETL reads, and then works on what it read.
        let works = (at / phases) as u64 % 3 == 2;
        let noise = (1.0 + 0.25 * random.normal()).max(0.05);
        let (moved, cpu) = if works { (bytes * 0.2, cpu * 1.5) } else { (bytes * noise, cpu * noise) };
        let disk = if kind == 3 { 20e3 } else { moved };
        Doing {
            cpu,
            threads: 4.0,
            memory: memory * (1.0 + 0.05 * random.normal()),
            disk_bytes: disk,
            disk_operations: disk / operation,
            stalled: if works { 0.1 } else { stalled_mean * (1.0 + 0.15 * random.normal()) },
            network: if kind == 3 { moved } else { random.between(0.0, 100e3) },
            ..Doing::default()
        }
    });
    (name, points)
}

/// Jobs that come by the clock, or when there is something in a queue.
fn burst(random: &mut Random, seconds: f64) -> (&'static str, Vec<WorkloadPoint>) {
    let container = Container::any(random);
    let cron = random.chance(0.5);
    let spacing = container.spacing;
    let period = if cron { random.log_between(60.0, 400.0) } else { random.log_between(15.0, 90.0) }
        .max(spacing * 6.0);
    let part = random.between(0.02, 0.22);
    let work = (period * part).max(spacing * 1.5);
    let threads = random.one_of(&[1.0, 1.0, 2.0, 8.0]).min(container.effective.max(1.0));
    let cpu = threads * random.between(0.5, 1.0);
    let moves = random.chance(0.4);
    let base = random.log_between(0.0005, 0.01) * container.effective.min(2.0);
    let memory = random.log_between(30e6, 500e6);
    let container = container.holds(random, memory, (0.05, 0.5), 0.3);
    let mut next = random.between(0.0, period);
    let mut until = 0.0;
    let points = container.run(random, seconds, |random, at, _| {
        if at >= next {
            until = at + if cron { work } else { random.exponential(work).max(spacing) };
            next = if cron { next + period } else { until + random.exponential(period - work) };
        }
        let working = at < until;
        let bytes = if working && moves { 30e6 } else { random.between(0.0, 20e3) };
        Doing {
            cpu: if working { cpu * random.between(0.85, 1.0) } else { base * random.between(0.2, 3.0) },
            threads,
            memory: memory * if working { 1.0 } else { 0.8 },
            disk_bytes: bytes,
            disk_operations: bytes / 300e3,
            stalled: if working && moves { 0.3 } else { 0.003 },
            network: random.between(0.0, 20e3),
            ..Doing::default()
        }
    });
    (if cron { "cron" } else { "queue" }, points)
}
