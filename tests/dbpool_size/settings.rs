//! What is simulated: loads, databases, and how much of them a pool is told.

use crate::random::Random;

/// How requests come.
#[derive(Debug, Clone, Copy)]
pub enum Arrivals {
    Poisson {
        rate: f64,
    },
    /// Poisson at a low and at a high rate by turns, each for an exponential time of that mean (MMPP).
    Bursts {
        low: f64,
        high: f64,
        low_seconds: f64,
        high_seconds: f64,
    },
    /// Poisson, the rate following a sine.
    Diurnal {
        mean: f64,
        swing: f64,
        period: f64,
    },
    /// Users who ask again some exponential time after they were served.
    Users {
        users: usize,
        think: f64,
    },
}

impl Arrivals {
    /// Requests per second at most.
    pub fn most(&self) -> f64 {
        match *self {
            Arrivals::Poisson { rate } => rate,
            Arrivals::Bursts { high, .. } => high,
            Arrivals::Diurnal { mean, swing, .. } => mean * (1.0 + swing),
            Arrivals::Users { users, think } => users as f64 / think.max(1e-3),
        }
    }
}

/// How long something takes, in seconds.
#[derive(Debug, Clone, Copy)]
pub enum Times {
    Exponential {
        mean: f64,
    },
    LogNormal {
        mean: f64,
        variation: f64,
    },
    /// Pareto of that shape, above 2.
    Pareto {
        mean: f64,
        shape: f64,
    },
    Bimodal {
        short: f64,
        long: f64,
        long_share: f64,
    },
}

impl Times {
    pub fn mean(&self) -> f64 {
        match *self {
            Times::Exponential { mean } | Times::LogNormal { mean, .. } | Times::Pareto { mean, .. } => mean,
            Times::Bimodal { short, long, long_share } => short + (long - short) * long_share,
        }
    }

    pub fn draw(&self, random: &mut Random) -> f64 {
        match *self {
            Times::Exponential { mean } => random.exponential(mean),
            Times::LogNormal { mean, variation } => {
                let deviation = (1.0 + variation).ln().sqrt();
                mean * (deviation * random.normal() - deviation * deviation / 2.0).exp()
            }
            Times::Pareto { mean, shape } => {
                mean * (shape - 1.0) / shape * (1.0 - random.unit()).powf(-1.0 / shape)
            }
            Times::Bimodal { short, long, long_share } => {
                let mean = if random.unit() < long_share { long } else { short };
                mean * random.between(0.8, 1.2)
            }
        }
    }
}

/// What the pool is told of its database.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Told {
    /// Its sessions, its settings, its CPUs.
    All,
    /// All but how many CPUs it has.
    NoCpus,
    Nothing,
}

/// What does the work in the database.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Work {
    /// Its cores.
    Cores,
    /// Its cores; of the requests that share changes one and the same row, one after the other.
    HotRow { share: f64 },
    /// Its disks, as many at once as the setting has `cores`; of its CPUs it has more than it needs. The share of its sessions
    /// that the database sees waiting for the disk is never quite all.
    Disks { cpus: f64, told: bool },
}

/// A pool, its load and its database.
#[derive(Debug, Clone, Copy)]
pub struct Setting {
    pub family: &'static str,
    pub arrivals: Arrivals,
    pub times: Times,
    /// Share of the hold time that is work on the database's CPUs; the rest nothing waits for.
    pub work: f64,
    pub cores: f64,
    /// How much slower each session makes all others, once there are more than cores.
    pub contention: f64,
    pub told: Told,
    pub replicas: usize,
    pub max_connections: Option<u32>,
    pub create_seconds: f64,
    pub by: Work,
}

impl Setting {
    /// No value that advice reads tells how much the database does at once: nobody counted its disks, or its CPUs.
    pub fn limit_is_untold(&self) -> bool {
        self.told != Told::All || matches!(self.by, Work::Disks { told: false, .. })
    }

    /// What the database does at most, in requests a second.
    pub fn fastest(&self) -> f64 {
        let work_seconds = self.idle_seconds() * self.work;
        match self.by {
            Work::HotRow { share } => (self.cores / work_seconds).min(1.0 / (work_seconds * share)),
            Work::Cores | Work::Disks { .. } => self.cores / work_seconds,
        }
    }

    /// Hold time with an idle database.
    pub fn idle_seconds(&self) -> f64 {
        self.times.mean()
    }

    /// The most connections that the database accepts of one pool.
    pub fn cap(&self) -> u32 {
        self.max_connections.map_or(400, |most| (most - RESERVED) / self.replicas as u32)
    }
}

/// Connections reserved at the database.
pub const RESERVED: u32 = 3;

/// One of each kind, with its numbers drawn by that seed.
pub fn settings(seed: u64) -> Vec<Setting> {
    let mut random = Random::new(seed);
    let r = &mut random;
    // Of a service whose database has room: what is asked for at most is half of what its cores can do.
    let roomy = |r: &mut Random, family, arrivals: Arrivals, times: Times, work: f64| {
        let work_load = arrivals.most() * times.mean() * work;
        Setting {
            family,
            arrivals,
            times,
            work,
            cores: (work_load / r.between(0.2, 0.5)).ceil().max(2.0),
            contention: 0.0,
            told: Told::All,
            replicas: 1,
            max_connections: None,
            create_seconds: r.between(0.002, 0.02),
            by: Work::Cores,
        }
    };
    // Of users who keep a database of so few cores busy.
    let busy = |r: &mut Random, family, times: Times, work: f64, crowd: f64| {
        let cores = r.between(2.0, 8.5).floor();
        let think = r.log_between(0.02, 0.5);
        let fastest = cores / (times.mean() * work);
        let users = (crowd * fastest * (think + times.mean())).ceil() as usize;
        Setting {
            family,
            arrivals: Arrivals::Users { users: users.min(400), think },
            times,
            work,
            cores,
            contention: 0.0,
            told: Told::All,
            replicas: 1,
            max_connections: None,
            create_seconds: r.between(0.002, 0.02),
            by: Work::Cores,
        }
    };
    // Of users who are held up by one row, or by the disks.
    let held_up = |r: &mut Random, family, by: fn(&mut Random) -> Work, contention: f64| {
        let times = Times::Exponential { mean: r.log_between(0.005, 0.03) };
        let work = r.between(0.3, 0.9);
        let mut setting = busy(r, family, times, work, 1.0);
        setting.by = by(r);
        setting.contention = contention;
        if let Arrivals::Users { think, .. } = setting.arrivals {
            let users = r.between(1.3, 3.0) * setting.fastest() * (think + setting.idle_seconds());
            setting.arrivals = Arrivals::Users { users: (users.ceil() as usize).clamp(8, 400), think };
        }
        setting
    };
    let hot_row = |r: &mut Random| Work::HotRow { share: r.between(0.5, 1.0) };
    let disks = |r: &mut Random| Work::Disks { cpus: r.between(4.0, 16.0).floor(), told: r.unit() < 0.5 };
    let exponential = |r: &mut Random, from, to| Times::Exponential { mean: r.log_between(from, to) };
    let heavy = |r: &mut Random, from, to| Times::LogNormal {
        mean: r.log_between(from, to),
        variation: r.between(3.0, 10.0),
    };
    let bimodal = |r: &mut Random| {
        let short = r.log_between(0.002, 0.01);
        Times::Bimodal { short, long: short * r.between(10.0, 40.0), long_share: r.between(0.03, 0.15) }
    };
    let poisson = |load: f64, times: Times| Arrivals::Poisson { rate: load / times.mean() };
    let bursts = |r: &mut Random, load: f64, times: Times| {
        let low = load / times.mean();
        Arrivals::Bursts {
            low,
            high: low * r.between(3.0, 8.0),
            low_seconds: r.between(10.0, 40.0),
            high_seconds: r.between(2.0, 10.0),
        }
    };
    let mut all = Vec::new();

    let times = exponential(r, 0.002, 0.02);
    let load = r.log_between(0.5, 12.0);
    all.push(roomy(r, "Poisson, exponential", poisson(load, times), times, 0.5));

    let times = heavy(r, 0.003, 0.03);
    let load = r.log_between(1.0, 12.0);
    all.push(roomy(r, "Poisson, heavy-tailed", poisson(load, times), times, 0.3));

    let times = Times::Pareto { mean: r.log_between(0.003, 0.03), shape: r.between(2.2, 3.0) };
    let load = r.log_between(1.0, 12.0);
    all.push(roomy(r, "Poisson, Pareto", poisson(load, times), times, 0.3));

    let times = bimodal(r);
    let load = r.log_between(1.0, 12.0);
    all.push(roomy(r, "Poisson, bimodal", poisson(load, times), times, 0.4));

    let times = exponential(r, 0.2, 1.0);
    let load = r.log_between(2.0, 20.0);
    all.push(roomy(r, "Poisson, slow statements", poisson(load, times), times, 0.6));

    let times = exponential(r, 0.02, 0.05);
    let load = r.log_between(30.0, 80.0);
    all.push(roomy(r, "Poisson, large", poisson(load, times), times, 0.3));

    let times = exponential(r, 0.004, 0.03);
    let load = r.log_between(0.5, 4.0);
    let arrivals = bursts(r, load, times);
    all.push(roomy(r, "bursts, exponential", arrivals, times, 0.4));

    let times = if r.unit() < 0.5 { heavy(r, 0.005, 0.02) } else { bimodal(r) };
    let load = r.log_between(0.5, 4.0);
    let arrivals = bursts(r, load, times);
    all.push(roomy(r, "bursts, heavy-tailed or bimodal", arrivals, times, 0.4));

    let times = exponential(r, 0.005, 0.05);
    let mean = r.log_between(1.0, 12.0) / times.mean();
    let arrivals = Arrivals::Diurnal { mean, swing: r.between(0.5, 0.95), period: r.between(100.0, 200.0) };
    all.push(roomy(r, "diurnal, exponential", arrivals, times, 0.4));

    let times = heavy(r, 0.005, 0.05);
    let mean = r.log_between(1.0, 12.0) / times.mean();
    let arrivals = Arrivals::Diurnal { mean, swing: r.between(0.5, 0.95), period: r.between(100.0, 200.0) };
    all.push(roomy(r, "diurnal, heavy-tailed", arrivals, times, 0.4));

    let times = exponential(r, 0.01, 0.05);
    let think = times.mean() * r.between(1.0, 10.0);
    let arrivals = Arrivals::Users { users: r.log_between(10.0, 120.0) as usize, think };
    all.push(roomy(r, "users, database has room", arrivals, times, 0.3));

    let times = exponential(r, 0.005, 0.03);
    let crowd = r.between(1.3, 3.0);
    let work = r.between(0.3, 0.9);
    all.push(busy(r, "users, database is the limit", times, work, crowd));

    let times = exponential(r, 0.005, 0.03);
    let crowd = r.between(1.3, 3.0);
    let work = r.between(0.3, 0.9);
    let contention = r.log_between(0.005, 0.05);
    let setting = busy(r, "the same, contention", times, work, crowd);
    all.push(Setting { contention, ..setting });

    let times = exponential(r, 0.005, 0.03);
    let crowd = r.between(1.5, 3.0);
    let work = r.between(0.4, 0.9);
    let contention = r.log_between(0.002, 0.03);
    let setting = busy(r, "the same, database unknown", times, work, crowd);
    let told = if r.unit() < 0.5 { Told::Nothing } else { Told::NoCpus };
    all.push(Setting { contention, told, ..setting });

    let times = exponential(r, 0.01, 0.04);
    let load = r.log_between(2.0, 8.0);
    let replicas = r.between(2.0, 5.0) as usize;
    let setting = roomy(r, "replicas, few connections", poisson(load, times), times, 0.4);
    let most = RESERVED + (load * r.between(1.5, 3.0) + 3.0).ceil() as u32 * replicas as u32;
    let cores = setting.cores * replicas as f64;
    all.push(Setting { replicas, cores, max_connections: Some(most), ..setting });

    let times = exponential(r, 0.01, 0.04);
    let work = r.between(0.5, 0.9);
    let cores = r.between(2.0, 8.5).floor();
    let rate = cores / (times.mean() * work) * r.between(0.5, 0.8);
    let setting = roomy(r, "Poisson, database nearly full", Arrivals::Poisson { rate }, times, work);
    all.push(Setting { cores, contention: r.log_between(0.002, 0.02), ..setting });

    let times = exponential(r, 0.01, 0.05);
    let load = r.log_between(12.0, 50.0);
    let setting = roomy(r, "Poisson, database unknown", poisson(load, times), times, 0.3);
    all.push(Setting { told: if r.unit() < 0.5 { Told::Nothing } else { Told::NoCpus }, ..setting });

    all.push(held_up(r, "users, a hot row is the limit", hot_row, 0.0));
    let contention = r.log_between(0.005, 0.05);
    all.push(held_up(r, "the same hot row, contention", hot_row, contention));
    all.push(held_up(r, "users, disks are the limit", disks, 0.0));
    let contention = r.log_between(0.005, 0.05);
    all.push(held_up(r, "the same disks, contention", disks, contention));

    let times = exponential(r, 0.005, 0.03);
    let work = r.between(0.3, 0.9);
    let setting = roomy(r, "Poisson, a hot row nearly full", poisson(1.0, times), times, work);
    let by = hot_row(r);
    let rate = Setting { by, ..setting }.fastest() * r.between(0.5, 0.8);
    all.push(Setting { by, arrivals: Arrivals::Poisson { rate }, ..setting });

    all
}
