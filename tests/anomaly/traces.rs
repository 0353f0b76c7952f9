//! Generated signals that are quiet: noisy, bursty, periodic or drifting, but always in their own way.

/// Random numbers that are the same each time (splitmix64).
pub struct Random(u64);

impl Random {
    pub fn new(seed: u64) -> Self {
        Random(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ 0xD1B5_4A32_D192_ED03)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// 0 to 1, neither of them.
    pub fn uniform(&mut self) -> f64 {
        ((self.next() >> 11) as f64 + 0.5) / (1u64 << 53) as f64
    }

    pub fn between(&mut self, low: f64, high: f64) -> f64 {
        low + (high - low) * self.uniform()
    }

    /// Between two numbers, each order of magnitude equally likely.
    pub fn scale(&mut self, low: f64, high: f64) -> f64 {
        self.between(low.ln(), high.ln()).exp()
    }

    pub fn chance(&mut self, probability: f64) -> bool {
        self.uniform() < probability
    }

    pub fn normal(&mut self) -> f64 {
        (-2.0 * self.uniform().ln()).sqrt() * (std::f64::consts::TAU * self.uniform()).cos()
    }

    pub fn exponential(&mut self) -> f64 {
        -self.uniform().ln()
    }

    /// Student's t with so many degrees of freedom.
    pub fn student(&mut self, degrees: u32) -> f64 {
        let squares: f64 = (0..degrees).map(|_| self.normal().powi(2)).sum();
        self.normal() / (squares / f64::from(degrees)).sqrt()
    }

    pub fn poisson(&mut self, mean: f64) -> f64 {
        if mean > 50.0 {
            return (mean + mean.sqrt() * self.normal()).round().max(0.0);
        }
        let (mut count, mut left) = (0.0, self.exponential());
        while left < mean {
            count += 1.0;
            left += self.exponential();
        }
        count
    }
}

/// A signal: the value at a second.
pub type Trace = Box<dyn FnMut(f64) -> f64>;

/// What a kind of signal is called, how one of it is made, and whether a shift can be planted in it. A spread of 0
/// (flat lines) makes no magnitude, and where the signal wanders or jumps by itself there is no fact of the matter.
pub struct Kind {
    pub name: &'static str,
    pub make: fn(Random) -> Trace,
    pub plant: bool,
}

macro_rules! kinds {
    ($($name:literal $make:ident $plant:literal;)*) => {
        pub const KINDS: &[Kind] = &[$(Kind { name: $name, make: $make, plant: $plant },)*];
    };
}

#[rustfmt::skip]
kinds! {
    "flat" flat false;
    "flat with single-bit jitter" jitter false;
    "quantised noise" quantised true;
    "flushes every 5 or 30 s" flushes true;
    "bursts at random" bursts true;
    "Gaussian noise" gaussian true;
    "heavy-tailed noise" heavy true;
    "log-normal noise" log_normal true;
    "counts" counts true;
    "slow drift" drift true;
    "slow wave" wave true;
    "sawtooth" sawtooth true;
    "job every minute" minutely true;
    "job every 10 minutes or hour" hourly true;
    "autoregressive" autoregressive true;
    "random walk" walk false;
    "on and off" telegraph false;
    "log-normal, autoregressive" log_autoregressive false;
    "memory of a heap" heap false;
    "load average of rare work" load false;
}

fn flat(mut random: Random) -> Trace {
    let value = if random.chance(0.3) { 0.0 } else { random.scale(1e-3, 1e12) };
    Box::new(move |_| value)
}

/// One quantum up or down for some seconds, every few minutes.
fn jitter(mut random: Random) -> Trace {
    let quantum = if random.chance(0.5) { 1.0 } else { 4096.0 };
    let value = quantum * random.scale(1.0, 1e6).floor();
    let every = random.scale(30.0, 1800.0);
    let (mut until, mut now) = (0.0, value);
    Box::new(move |second| {
        if second >= until {
            now = value;
            if random.chance(1.0 / every) {
                until = second + random.between(1.0, 6.0);
                now = value + if random.chance(0.5) { quantum } else { -quantum };
            }
        }
        now
    })
}

fn quantised(mut random: Random) -> Trace {
    let (level, spread, quantum) =
        (random.between(0.0, 100.0), random.scale(0.2, 5.0), random.scale(1e-3, 1e6));
    Box::new(move |_| ((level + spread * random.normal()).round() * quantum).max(0.0))
}

fn flushes(mut random: Random) -> Trace {
    let every = if random.chance(0.5) { 5.0 } else { 30.0 };
    let (size, lasts) = (random.scale(1e3, 1e8), random.between(1.0, 2.5));
    let (phase, vary) = (random.between(0.0, every), random.between(0.0, 0.5));
    Box::new(move |second| {
        let at = (second + phase) % every;
        if at < lasts {
            size * (1.0 + vary * random.normal()).max(0.1)
        } else {
            0.0
        }
    })
}

fn bursts(mut random: Random) -> Trace {
    let (often, size) = (random.scale(0.003, 0.5), random.scale(1.0, 1e8));
    Box::new(move |_| if random.chance(often) { size * random.exponential() } else { 0.0 })
}

fn gaussian(mut random: Random) -> Trace {
    let (level, spread) = (random.scale(1.0, 1e9), random.scale(1e-3, 0.2));
    Box::new(move |_| level * (1.0 + spread * random.normal()))
}

fn heavy(mut random: Random) -> Trace {
    let (level, spread) = (random.between(-10.0, 100.0), random.scale(0.1, 10.0));
    let degrees = if random.chance(0.5) { 2 } else { 3 };
    Box::new(move |_| level + spread * random.student(degrees))
}

fn log_normal(mut random: Random) -> Trace {
    let (level, spread) = (random.scale(1e-4, 1e6), random.between(0.1, 1.0));
    Box::new(move |_| level * (spread * random.normal()).exp())
}

fn counts(mut random: Random) -> Trace {
    let mean = random.scale(0.05, 1000.0);
    Box::new(move |_| random.poisson(mean))
}

fn drift(mut random: Random) -> Trace {
    let (level, hourly) = (random.scale(1.0, 1e9), random.between(-0.1, 0.3));
    let spread = random.scale(1e-4, 0.05);
    Box::new(move |second| level * (1.0 + hourly * second / 3600.0 + spread * random.normal()).max(0.0))
}

fn wave(mut random: Random) -> Trace {
    let (level, height, spread) = (random.scale(1.0, 1e6), random.between(0.1, 0.9), random.scale(0.01, 0.2));
    let (period, phase) = (random.scale(120.0, 86_400.0), random.between(0.0, std::f64::consts::TAU));
    Box::new(move |second| {
        let wave = height * (std::f64::consts::TAU * second / period + phase).sin();
        level * (1.0 + wave + spread * random.normal()).max(0.0)
    })
}

fn sawtooth(mut random: Random) -> Trace {
    let (base, height) = (random.scale(1.0, 1e9), random.between(0.1, 3.0));
    let (period, phase) = (random.scale(10.0, 1800.0), random.uniform());
    let spread = random.scale(1e-4, 0.03);
    Box::new(move |second| {
        base * (1.0 + height * ((second / period + phase) % 1.0) + spread * random.normal())
    })
}

fn minutely(mut random: Random) -> Trace {
    job(random.between(1.0, 25.0), 60.0, random)
}

fn hourly(mut random: Random) -> Trace {
    let every = if random.chance(0.5) { 600.0 } else { 3600.0 };
    job(random.between(5.0, 60.0), every, random)
}

fn job(lasts: f64, every: f64, mut random: Random) -> Trace {
    let (idle, busy) = (random.scale(1e-4, 0.1), random.between(0.2, 2.0));
    let (phase, jitter) = (random.between(0.0, every), random.between(0.0, 2.0));
    Box::new(move |second| {
        let at = (second + phase + jitter * random.uniform()) % every;
        let spread = 1.0 + 0.1 * random.normal();
        if at < lasts {
            busy * spread
        } else {
            idle * spread
        }
    })
}

fn autoregressive(mut random: Random) -> Trace {
    let keeps = 1.0 - random.scale(1e-3, 0.5);
    let (level, spread) = (random.scale(1.0, 1e9), random.scale(1e-3, 0.3));
    let mut state = random.normal();
    Box::new(move |_| {
        state = keeps * state + (1.0 - keeps * keeps).sqrt() * random.normal();
        level * (1.0 + spread * state)
    })
}

fn walk(mut random: Random) -> Trace {
    let (mut level, step) = (random.scale(1e6, 1e10), random.scale(1e-5, 1e-3));
    Box::new(move |_| {
        level *= 1.0 + step * random.normal();
        level
    })
}

fn telegraph(mut random: Random) -> Trace {
    let (low, high, spread) = (random.scale(0.01, 1.0), random.between(1.0, 4.0), random.scale(0.001, 0.1));
    let (dwell_low, dwell_high) = (random.scale(3.0, 300.0), random.scale(3.0, 300.0));
    let mut is_high = random.chance(0.5);
    Box::new(move |_| {
        let dwell = if is_high { dwell_high } else { dwell_low };
        is_high ^= random.chance(1.0 / dwell);
        (if is_high { high } else { low }) * (1.0 + spread * random.normal())
    })
}

fn log_autoregressive(mut random: Random) -> Trace {
    let keeps = 1.0 - random.scale(1e-3, 0.3);
    let (level, spread) = (random.scale(1e-3, 1e6), random.between(0.1, 1.0));
    let mut state = random.normal();
    Box::new(move |_| {
        state = keeps * state + (1.0 - keeps * keeps).sqrt() * random.normal();
        level * (spread * state).exp()
    })
}

/// Pages; grows in steps of any size, and a collector takes back what grew, but not always all.
fn heap(mut random: Random) -> Trace {
    let page = 4096.0;
    let live = page * random.scale(1e3, 1e6);
    let (grows, young) = (random.between(0.05, 1.0), live * random.between(0.1, 1.0));
    let fills = random.scale(20.0, 900.0);
    let mut used = 0.0;
    Box::new(move |_| {
        if random.chance(grows) {
            used += young / fills / grows * random.exponential();
        }
        if used > young {
            used *= random.between(0.0, 0.1);
        }
        ((live + used) / page).round() * page
    })
}

/// An average over a minute, as the kernel makes it every 5 s, of work that comes rarely.
fn load(mut random: Random) -> Trace {
    let (often, decay) = (random.scale(0.01, 0.3), (-5.0f64 / 60.0).exp());
    let (mut average, mut next) = (0.0, 0.0);
    Box::new(move |second| {
        if second >= next {
            next = second + 5.0;
            average = average * decay + random.poisson(often) * (1.0 - decay);
        }
        (average * 2048.0).round() / 2048.0
    })
}
