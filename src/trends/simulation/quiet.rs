//! What does not leak: it must never be called growing.

use super::random::Random;
use super::trace::{swing, tooth, Shape, Trace};

pub const QUIET: &[Shape] = &[
    ("flat", |random| flat(random, 0.0)),
    ("noise 1 %", |random| flat(random, 1.0)),
    ("noise 5 %", |random| flat(random, 5.0)),
    ("noise 1 %, at 95 % of the limit", |random| Trace::every(1.0, 1200.0, |_| 95.0).noisy(1.0, random)),
    ("noise 1 %, one in 5 min for a week", |random| {
        Trace::every(300.0, 7.0 * 86400.0, |_| 60.0).noisy(1.0, random)
    }),
    ("noise 1 % at 10 Hz", |random| Trace::every(0.1, 150.0, |_| 70.0).noisy(1.0, random)),
    ("walk around a level, back in 30 s", |random| walk(random, 30.0, 4.0)),
    ("walk around a level, back in 5 min", |random| walk(random, 300.0, 5.0)),
    ("walk around a level, back in 1 h", |random| walk(random, 3600.0, 5.0)),
    ("walk between walls", |random| {
        let mut held = 50.0_f64;
        Trace::every(2.0, 7200.0, |_| {
            held += 0.7 * random.normal();
            if held < 40.0 {
                held = 80.0 - held;
            }
            if held > 60.0 {
                held = 120.0 - held;
            }
            held
        })
    }),
    ("teeth of 5 s, any height", |random| teeth(random, 5.0, 10.0, 60.0, 0.0)),
    ("teeth of 10 s, any height", |random| teeth(random, 10.0, 10.0, 60.0, 0.0)),
    ("teeth of 20 s, any height", |random| teeth(random, 20.0, 10.0, 60.0, 0.0)),
    ("teeth of 40 s, a fifth of the room", |random| teeth(random, 40.0, 8.0, 15.0, 0.0)),
    ("teeth of 2 min, a fifth of the room", |random| teeth(random, 120.0, 8.0, 15.0, 0.0)),
    ("teeth of 5 min, a fifth of the room", |random| teeth(random, 300.0, 8.0, 15.0, 0.0)),
    ("teeth of 10 min, a fifth of the room", |random| teeth(random, 600.0, 8.0, 15.0, 0.0)),
    ("high teeth of 40 s, from the second on", |random| teeth(random, 40.0, 30.0, 60.0, 1.0)),
    ("high teeth of 2 min, from the second on", |random| teeth(random, 120.0, 30.0, 60.0, 1.0)),
    ("high teeth of 10 min, from the second on", |random| teeth(random, 600.0, 30.0, 60.0, 1.0)),
    ("teeth of changing height and length", |random| {
        let (mut height, mut step, mut most) = (0.0, 0.3, 12.0);
        Trace::every(1.0, 1800.0, |_| {
            height += step;
            if height > most {
                height = 0.0;
                step = random.between(0.1, 0.5);
                most = random.between(8.0, 16.0);
            }
            25.0 + height
        })
    }),
    ("start-up of seconds", |random| start_up(random, 5.0)),
    ("start-up of a minute", |random| start_up(random, 20.0)),
    ("start-up of minutes", |random| start_up(random, 120.0)),
    ("start-up of half an hour", |random| start_up(random, 600.0)),
    ("start-up, in a line, of 20 s", |random| {
        let high = random.between(30.0, 70.0);
        Trace::every(1.0, 1200.0, |at| high * (at / 20.0).min(1.0)).noisy(0.3, random)
    }),
    ("one jump", |random| jump(random, &[1.0])),
    ("two jumps", |random| jump(random, &[0.4, 0.6])),
    ("a jump in 15 s", |random| {
        let (base, at) = (random.between(10.0, 30.0), random.between(60.0, 400.0));
        Trace::every(1.0, 1200.0, |now| base + 40.0 * ((now - at) / 15.0).clamp(0.0, 1.0)).noisy(0.5, random)
    }),
    ("jobs that give back all", |random| {
        let job = random.between(30.0, 300.0);
        Trace::every(1.0, 1500.0, |at| if (at / job).fract() < 0.5 { 20.0 } else { 55.0 }).noisy(0.5, random)
    }),
    ("spikes", |random| {
        Trace::every(1.0, 1500.0, |_| {
            30.0 + if random.unit() < 0.02 { random.between(10.0, 50.0) } else { 0.0 }
        })
    }),
    ("day and night, a fifth of the room", |random| days(random, 15.0, 0.0)),
    ("day and night, more, from the second day", |random| days(random, 45.0, 1.0)),
    ("swings of an hour", |random| {
        let (base, start) = (random.between(20.0, 40.0), random.between(0.0, 3600.0));
        Trace::every(5.0, 14400.0, |at| base + swing(at + start, 3600.0, 12.0)).noisy(0.3, random)
    }),
    ("grown for 5 min, then flat", |random| grown(random, 1.0, 300.0)),
    ("grown for 1 h, then flat", |random| grown(random, 5.0, 3600.0)),
    ("grown for 1 d, then flat", |random| grown(random, 60.0, 86400.0)),
    ("slower than 3 months to the limit", |random| {
        Trace::every(300.0, 8.0 * 86400.0, |at| 30.0 + at / 110_000.0).noisy(0.5, random)
    }),
    ("descriptors that come and go", |random| {
        let mut held = 60.0_f64;
        Trace::every(1.0, 1500.0, |_| {
            held += (random.normal() + (60.0 - held) / 50.0).round();
            held = held.max(10.0);
            held
        })
        .limit(1024.0)
    }),
    ("a pool of threads, filled on demand", |random| {
        let (mut held, most) = (8.0_f64, random.between(20.0, 30.0).round());
        Trace::every(1.0, 1500.0, |_| {
            held = if random.unit() < 0.05 { (held + 1.0).min(most) } else { held };
            held
        })
        .limit(200.0)
    }),
    ("disk, logs thrown away each hour", |random| {
        let base = random.between(30.0, 60.0);
        Trace::every(10.0, 6.0 * 3600.0, |at| base + tooth(at, 3600.0, 5.0)).noisy(0.05, random).filling()
    }),
    ("disk, one large file", |random| {
        let at = random.between(100.0, 1000.0);
        let copied = |now: f64| 30.0 + 40.0 * ((now - at) / 50.0).clamp(0.0, 1.0);
        Trace::every(1.0, 1500.0, copied).filling()
    }),
    ("quiet, with gaps", |random| {
        let mut trace = flat(random, 1.0);
        trace.observations.retain(|(at, _)| (at / 300.0).fract() < 0.4 && random.unit() < 0.7);
        trace
    }),
    ("memory given back", |random| {
        Trace::every(1.0, 1200.0, |at| 20.0 + 50.0 * (-at / 300.0).exp()).noisy(1.0, random)
    }),
];

fn flat(random: &mut Random, noise: f64) -> Trace {
    let level = random.between(10.0, 80.0);
    Trace::every(1.0, 1500.0, |_| level).noisy(noise, random)
}

/// An Ornstein-Uhlenbeck process: pulled back to its level.
fn walk(random: &mut Random, back: f64, spread: f64) -> Trace {
    let level = random.between(30.0, 70.0);
    let (mut off, step) = (0.0, (back / 100.0).max(1.0));
    Trace::every(step, 7200.0_f64.min(80.0 * back), |_| {
        off += -off * step / back + spread * (2.0 * step / back).sqrt() * random.normal();
        level + off
    })
}

fn teeth(random: &mut Random, period: f64, low: f64, high: f64, first: f64) -> Trace {
    let (base, height) = (random.between(15.0, 25.0), random.between(low, high));
    let period = period * random.between(0.8, 1.2);
    let seconds = (6.0 * period).max(300.0);
    Trace::every((period / 200.0).max(1.0), seconds, |at| base + tooth(at, period, height))
        .noisy(0.3, random)
        .from(first * 1.02 * period + first * 2.0)
}

fn start_up(random: &mut Random, time: f64) -> Trace {
    let (base, high) = (random.between(2.0, 10.0), random.between(20.0, 60.0));
    Trace::every((time / 100.0).max(1.0), (6.0 * time).max(300.0), |at| {
        base + high * (1.0 - (-at / time).exp())
    })
    .noisy(0.3, random)
}

fn jump(random: &mut Random, shares: &[f64]) -> Trace {
    let base = random.between(10.0, 30.0);
    let jumps: Vec<(f64, f64)> = shares
        .iter()
        .map(|share| (random.between(20.0, 600.0), share * random.between(20.0, 60.0)))
        .collect();
    let value = |at: f64| base + jumps.iter().filter(|(when, _)| at >= *when).map(|(_, by)| by).sum::<f64>();
    Trace::every(1.0, 1200.0, value).noisy(0.5, random)
}

fn days(random: &mut Random, height: f64, first: f64) -> Trace {
    let (base, start) = (random.between(15.0, 30.0), random.between(0.0, 86400.0));
    Trace::every(120.0, 4.0 * 86400.0, |at| base + swing(at + start, 86400.0, height))
        .noisy(0.5, random)
        .from(first * 86400.0)
}

/// Growth that ends. The verdict must be gone after a quarter of the time that it grew for.
fn grown(random: &mut Random, interval: f64, seconds: f64) -> Trace {
    let (base, by) = (random.between(10.0, 30.0), random.between(30.0, 50.0));
    Trace::every(interval, 3.0 * seconds, |at| base + by * (at / seconds).min(1.0))
        .noisy(0.5, random)
        .from(1.25 * seconds)
}
