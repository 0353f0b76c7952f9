//! What leaks, and fills: each must be found when a third of the way is done.

use super::random::Random;
use super::trace::{swing, tooth, Shape, Trace, LIMIT};

pub const LEAKS: &[Shape] = &[
    ("90 s, from the first second", |random| steady(random, 1.0, 90.0, 0.0)),
    ("100 s, noise 0.5 %", |random| steady(random, 1.0, 100.0, 0.5)),
    ("110 s at 10 Hz, noise 1 %", |random| steady(random, 0.1, 110.0, 1.0)),
    ("120 s, noise 1 %", |random| steady(random, 1.0, 120.0, 1.0)),
    ("120 s, noise 2 %", |random| steady(random, 1.0, 120.0, 2.0)),
    ("5 min, noise 2 %", |random| steady(random, 1.0, 300.0, 2.0)),
    ("30 min, noise 1 %", |random| steady(random, 1.0, 1800.0, 1.0)),
    ("30 min, noise 3 %", |random| steady(random, 1.0, 1800.0, 3.0)),
    ("3 h, noise 1 %", |random| steady(random, 5.0, 3.0 * 3600.0, 1.0)),
    ("2 d at one a minute, noise 1 %", |random| steady(random, 60.0, 2.0 * 86400.0, 1.0)),
    ("10 d at one in 5 min, noise 1 %", |random| steady(random, 300.0, 10.0 * 86400.0, 1.0)),
    ("from 60 % on, 10 min, noise 0.5 %", |random| {
        Trace::every(1.0, 700.0, |at| 60.0 + at / 15.0).noisy(0.5, random)
    }),
    ("100 s, after 10 quiet minutes", |random| late(random, 600.0, 100.0)),
    ("10 min, after 2 quiet hours", |random| late(random, 7200.0, 600.0)),
    ("100 s, after start-up", |random| {
        let base = random.between(10.0, 30.0);
        let leak = (LIMIT - base) / 100.0;
        let grown = |at: f64| base * (1.0 - (-at / 5.0).exp()) + leak * (at - 60.0).max(0.0);
        Trace::every(1.0, 180.0, grown).noisy(0.5, random).from(60.0)
    }),
    ("10 min, teeth of 5 s", |random| toothed(random, 600.0, 5.0, 8.0)),
    ("30 min, teeth of 20 s", |random| toothed(random, 1800.0, 20.0, 8.0)),
    ("2 h, teeth of 90 s", |random| toothed(random, 7200.0, 90.0, 6.0)),
    ("after half an hour of teeth, 20 min", |random| {
        let (base, period) = (random.between(15.0, 25.0), random.between(20.0, 60.0));
        let leak = (LIMIT - base) / 1200.0;
        let grown = |at: f64| base + tooth(at, period, 8.0) + leak * (at - 1800.0).max(0.0);
        Trace::every(2.0, 3100.0, grown).from(1800.0)
    }),
    ("jobs that each leave something", |random| {
        let (base, job) = (random.between(10.0, 30.0), random.between(20.0, 30.0));
        Trace::every(1.0, 1500.0, |at| base + 2.0 * (at / job).floor()).noisy(0.1, random)
    }),
    ("pieces of random size", |random| {
        let mut held = random.between(10.0, 30.0);
        let rate = (LIMIT - held) / 1800.0;
        let mut value = move |random: &mut Random| {
            held += if random.unit() < 0.8 { rate / 0.8 * random.waiting() } else { 0.0 };
            held
        };
        Trace::every(1.0, 2400.0, |_| value(random))
    }),
    ("descriptors, one in 2 s, of 1024", |random| {
        let base = random.between(20.0, 200.0);
        Trace::every(1.0, 2100.0, |at| base + at / 2.0).noisy(1.0, random).whole().limit(1024.0)
    }),
    ("threads, one in 10 s, of 100", |random| {
        let base = random.between(8.0, 20.0);
        Trace::every(1.0, 1000.0, |at| base + at / 10.0).whole().limit(100.0)
    }),
    ("disk, 4 h, with deletions", |random| {
        let (base, period) = (random.between(20.0, 40.0), random.between(300.0, 500.0));
        let rate = (LIMIT - base) / 14400.0;
        Trace::every(5.0, 15000.0, |at| base + rate * at + tooth(at, period, 3.0)).filling()
    }),
    ("inodes, 2 d, in bursts", |random| {
        let mut held = 2e5;
        let step = 8e5 / (2.0 * 1440.0);
        let mut value = move |random: &mut Random| {
            held += if random.unit() < 0.3 { step / 0.3 * random.between(0.5, 1.5) } else { 0.0 };
            held
        };
        Trace::every(60.0, 2.2 * 86400.0, |_| value(random)).whole().limit(1e6).filling()
    }),
    ("10 d, and day and night", |random| {
        let base = random.between(10.0, 30.0);
        let rate = (LIMIT - base) / (10.0 * 86400.0);
        Trace::every(300.0, 11.0 * 86400.0, |at| base + rate * at + swing(at, 86400.0, 5.0))
            .noisy(0.5, random)
    }),
    ("64 GiB in bytes, 20 min, spikes", |random| {
        let giga = 1_073_741_824.0;
        let rate = 60.0 * giga / 1200.0;
        let mut trace = Trace::every(1.0, 1300.0, |at| 4.0 * giga + rate * at).limit(64.0 * giga);
        for (_, value) in trace.observations.iter_mut().filter(|(at, _)| *at < 1000.0) {
            *value += if random.unit() < 0.02 { 3.0 * giga } else { 0.0 };
        }
        trace
    }),
    ("15 min, observed now and then", |random| {
        let mut trace = steady(random, 1.0, 900.0, 1.0);
        trace.observations.retain(|(at, _)| *at < 5.0 || random.unit() < 0.4);
        trace
    }),
];

/// A straight line from a random level to the limit in `seconds`, and a little further.
fn steady(random: &mut Random, interval: f64, seconds: f64, noise: f64) -> Trace {
    let base = random.between(5.0, 50.0);
    Trace::every(interval, 1.1 * seconds, |at| base + (LIMIT - base) * at / seconds).noisy(noise, random)
}

fn late(random: &mut Random, quiet: f64, seconds: f64) -> Trace {
    let base = random.between(5.0, 40.0);
    let leak = (LIMIT - base) / seconds;
    Trace::every((quiet / 1800.0).max(1.0), quiet + 1.1 * seconds, |at| base + leak * (at - quiet).max(0.0))
        .noisy(0.5, random)
        .from(quiet)
}

fn toothed(random: &mut Random, seconds: f64, period: f64, height: f64) -> Trace {
    let base = random.between(10.0, 30.0);
    let rate = (LIMIT - base) / seconds;
    let period = period * random.between(0.8, 1.2);
    Trace::every(1.0, 1.1 * seconds, |at| base + rate * at + tooth(at, period, height)).noisy(0.3, random)
}
