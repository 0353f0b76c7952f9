//! Made-up usage of containers, minute by minute, of kinds that right-sizing meets. The same seed
//! gives the same trace on every machine.

/// Minutes in a day.
pub const DAY: usize = 1440;
const MIB: f64 = 1024.0 * 1024.0;

/// How the usage of a container goes over days.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Follows the day, quieter on weekends.
    Diurnal,
    /// Quiet, with jobs that take a multiple for some minutes.
    Spiky,
    /// Grows or shrinks over the days, steadily or in steps; memory may leak until a restart.
    Ramp,
    /// Restarts often, and takes a multiple while it starts.
    StartUp,
}

impl Kind {
    pub const ALL: [Kind; 4] = [Kind::Diurnal, Kind::Spiky, Kind::Ramp, Kind::StartUp];

    pub const fn name(self) -> &'static str {
        match self {
            Kind::Diurnal => "diurnal",
            Kind::Spiky => "spiky",
            Kind::Ramp => "ramp",
            Kind::StartUp => "start-up heavy",
        }
    }
}

/// How large a container is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scale {
    /// 20 to 100 millicores, 20 to 60 MiB.
    Small,
    /// 0.2 to 8 CPUs, 300 MiB to 8 GiB.
    Large,
}

/// What a container would use if nothing limited it, for each minute.
pub struct Trace {
    /// CPUs, the mean of the minute.
    pub cpu: Vec<f64>,
    /// Bytes that cannot be reclaimed, the most of the minute.
    pub memory: Vec<f64>,
    /// The minutes in which it was started.
    pub starts: Vec<usize>,
}

impl Trace {
    /// 8 to 14 days of that kind.
    pub fn new(kind: Kind, scale: Scale, seed: u64) -> Trace {
        let salt = (kind as u64) << 32 | (scale as u64) << 40;
        let mut random = Random(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ salt);
        let minutes = (8 + random.below(7)) * DAY;
        let (cpus, bytes) = match scale {
            Scale::Small => (random.log_between(0.02, 0.1), random.between(20.0, 60.0) * MIB),
            Scale::Large => (random.log_between(0.2, 8.0), random.log_between(300.0, 8192.0) * MIB),
        };
        let mut trace = Trace { cpu: vec![0.0; minutes], memory: vec![0.0; minutes], starts: vec![0] };
        match kind {
            Kind::Diurnal => trace.diurnal(&mut random, cpus, bytes),
            Kind::Spiky => trace.spiky(&mut random, cpus, bytes),
            Kind::Ramp => trace.ramp(&mut random, cpus, bytes),
            Kind::StartUp => trace.start_up(&mut random, cpus, bytes),
        }
        trace
    }

    /// Load between a night's and a noon's; memory follows it slowly on top of a fixed part.
    fn diurnal(&mut self, random: &mut Random, cpus: f64, bytes: f64) {
        let night = random.between(0.15, 0.6);
        let sharpness = random.between(1.0, 2.0);
        let weekend = random.between(0.5, 1.0);
        let caches = random.between(0.1, 0.5);
        let phase = random.below(7);
        let mut noise = Noise::new(random.between(0.05, 0.2), 0.8);
        let mut steady = Noise::new(0.01, 0.98);
        let mut held = night;
        for minute in 0..self.cpu.len() {
            let day = minute / DAY;
            let angle = (minute % DAY) as f64 / DAY as f64 * std::f64::consts::TAU;
            let shape = (0.5 - 0.5 * angle.cos()).powf(sharpness);
            let factor = if (day + phase) % 7 >= 5 { weekend } else { 1.0 };
            let load = night + (1.0 - night) * shape * factor;
            held += (load - held) * 0.02;
            self.cpu[minute] = cpus * load * noise.factor(random);
            self.memory[minute] = bytes * (1.0 - caches + caches * held) * steady.factor(random);
        }
    }

    fn spiky(&mut self, random: &mut Random, cpus: f64, bytes: f64) {
        let jobs_a_day = random.log_between(4.0, 40.0);
        let height = random.between(2.0, 6.0);
        let weight = random.between(0.05, 0.6);
        let mut noise = Noise::new(random.between(0.05, 0.25), 0.7);
        let mut steady = Noise::new(0.01, 0.98);
        let (mut left, mut cpu_job, mut memory_job) = (0, 0.0, 0.0);
        for minute in 0..self.cpu.len() {
            if left == 0 && random.unit() < jobs_a_day / DAY as f64 {
                left = 1 + random.below(12);
                // Few are far above the others, as sizes of jobs are.
                let size = random.unit().max(1e-3).powf(-0.3);
                cpu_job = height * size;
                memory_job = weight * random.unit() * size.min(2.0);
            }
            let (job, held) = if left > 0 { (cpu_job, memory_job) } else { (0.0, 0.0) };
            left = usize::saturating_sub(left, 1);
            self.cpu[minute] = cpus * 0.3 * (1.0 + job) * noise.factor(random);
            self.memory[minute] = bytes * (0.7 + held) * steady.factor(random);
        }
    }

    fn ramp(&mut self, random: &mut Random, cpus: f64, bytes: f64) {
        let minutes = self.cpu.len();
        let form = random.below(4);
        let a_day = random.between(0.03, 0.15);
        let leak_a_day = random.between(0.02, 0.3);
        let restart_after = (random.between(1.5, 4.0) * DAY as f64) as usize;
        let step_at = minutes / 3 + random.below(minutes / 3);
        let step_to = random.log_between(0.5, 2.0);
        let swing = random.between(0.0, 0.3);
        let mut noise = Noise::new(random.between(0.05, 0.15), 0.8);
        let mut steady = Noise::new(0.01, 0.98);
        let mut started = 0;
        for minute in 0..minutes {
            let days = minute as f64 / DAY as f64;
            let angle = days.fract() * std::f64::consts::TAU;
            let step = if minute >= step_at { step_to } else { 1.0 };
            let (cpu, memory) = match form {
                0 => (1.0 + a_day * days, 1.0 + a_day * days),
                1 => ((1.0 - 0.5 * a_day * days).max(0.2), (1.0 - 0.5 * a_day * days).max(0.2)),
                2 => (step, step),
                _ => (1.0, 1.0 + leak_a_day * (minute - started) as f64 / DAY as f64),
            };
            if (form == 2 && minute == step_at) || (form == 3 && minute - started >= restart_after) {
                started = minute;
                self.starts.push(minute);
            }
            self.cpu[minute] = cpus * 0.6 * cpu * (1.0 - swing * angle.cos()) * noise.factor(random);
            self.memory[minute] = bytes * 0.6 * memory * steady.factor(random);
        }
    }

    fn start_up(&mut self, random: &mut Random, cpus: f64, bytes: f64) {
        let hours_between = random.log_between(4.0, 36.0);
        let length = 2 + random.below(4);
        let height = random.between(3.0, 10.0);
        let memory_height = random.between(0.8, 1.6);
        let mut noise = Noise::new(random.between(0.05, 0.2), 0.8);
        let mut steady = Noise::new(0.01, 0.98);
        let mut started = 0;
        for minute in 0..self.cpu.len() {
            if minute > started + length && random.unit() < 1.0 / (hours_between * 60.0) {
                started = minute;
                self.starts.push(minute);
            }
            let starting = minute < started + length;
            let (cpu, memory) = if starting { (height, memory_height) } else { (1.0, 1.0) };
            self.cpu[minute] = cpus * 0.4 * cpu * noise.factor(random);
            self.memory[minute] = bytes * 0.7 * memory * steady.factor(random);
        }
    }
}

/// Lognormal noise in which each value remembers the one before.
struct Noise {
    spread: f64,
    memory: f64,
    state: f64,
}

impl Noise {
    fn new(spread: f64, memory: f64) -> Self {
        Noise { spread, memory, state: 0.0 }
    }

    fn factor(&mut self, random: &mut Random) -> f64 {
        let fresh = (1.0 - self.memory * self.memory).sqrt() * random.normal();
        self.state = self.memory * self.state + fresh;
        (self.spread * self.state).exp()
    }
}

/// splitmix64 (Steele, Lea and Flood, 2014).
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// 0 to 1.
    fn unit(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1u64 << 53) as f64
    }

    fn between(&mut self, low: f64, high: f64) -> f64 {
        low + (high - low) * self.unit()
    }

    /// Each factor as likely as any other.
    fn log_between(&mut self, low: f64, high: f64) -> f64 {
        self.between(low.ln(), high.ln()).exp()
    }

    fn below(&mut self, end: usize) -> usize {
        (self.unit() * end as f64) as usize
    }

    fn normal(&mut self) -> f64 {
        let radius = (-2.0 * self.unit().max(1e-300).ln()).sqrt();
        radius * (std::f64::consts::TAU * self.unit()).cos()
    }
}
