//! How often labelled loads are recognised. The confusion matrix is printed:
//! `cargo test --lib dbpool::size::labelled -- --nocapture`.

use super::recognition::recognise;
use super::{PoolPattern, PoolRecognition};
use crate::dbpool::{DatabaseInterval, DatabaseValues, Interval};

/// The bounds were set by these loads of each kind, and are judged by those.
const TUNING: std::ops::Range<u64> = 0..40;
const JUDGING: std::ops::Range<u64> = 5000..5040;

/// SplitMix64.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    fn unit(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1u64 << 53) as f64
    }

    fn between(&mut self, from: f64, to: f64) -> f64 {
        from + (to - from) * self.unit()
    }

    fn log_between(&mut self, from: f64, to: f64) -> f64 {
        self.between(from.ln(), to.ln()).exp()
    }

    fn normal(&mut self) -> f64 {
        (-2.0 * (1.0 - self.unit()).ln()).sqrt() * (std::f64::consts::TAU * self.unit()).cos()
    }

    /// How many of `mean` expected things came.
    fn count(&mut self, mean: f64) -> f64 {
        if mean > 50.0 {
            return (mean + self.normal() * mean.sqrt()).max(0.0).round();
        }
        let (mut product, mut count) = (self.unit(), 0.0);
        while product > (-mean).exp() {
            product *= self.unit();
            count += 1.0;
        }
        count
    }
}

/// What the rate does over time, as a factor.
enum Shape {
    Even,
    /// A day, or an hour, that rises and falls.
    Diurnal {
        swing: f64,
        period: f64,
    },
    /// One change for good: a release, a new customer.
    Step {
        at: f64,
        factor: f64,
    },
    /// Slowly more.
    Ramp {
        factor: f64,
    },
    Bursts {
        factor: f64,
        quiet: f64,
        burst: f64,
    },
    /// A job once in a while.
    Jobs {
        factor: f64,
        every: f64,
        takes: f64,
    },
}

struct Load {
    label: PoolPattern,
    kind: &'static str,
    intervals: Vec<Interval>,
    database: Vec<DatabaseInterval>,
    values: DatabaseValues,
}

fn load(label: PoolPattern, seed: u64) -> Load {
    let mut random = Random(seed.wrapping_mul(0x2545_F491_4F6C_DD1D) ^ ((label as u64) << 50));
    let r = &mut random;
    let step = [1.0, 1.0, 5.0, 10.0][(r.next() % 4) as usize];
    let count = r.log_between(60.0, 600.0) as usize;
    let length = count as f64 * step;
    let mean = r.log_between(3.0, 3000.0);
    let (shape, kind) = if label == PoolPattern::Burst {
        match r.next() % 2 {
            0 => {
                let quiet = r.between(8.0, 25.0) * step;
                (
                    Shape::Bursts {
                        factor: r.between(5.0, 20.0),
                        quiet,
                        burst: quiet * r.between(0.08, 0.25),
                    },
                    "bursts",
                )
            }
            _ => {
                let every = (length / r.between(3.0, 8.0)).max(12.0 * step);
                (
                    Shape::Jobs { factor: r.between(6.0, 30.0), every, takes: every * r.between(0.05, 0.15) },
                    "jobs",
                )
            }
        }
    } else {
        match r.next() % 5 {
            0 | 1 => (Shape::Even, "even"),
            2 => {
                let period = (length / r.between(0.5, 3.0)).max(30.0 * step);
                (Shape::Diurnal { swing: r.between(0.3, 0.95), period }, "diurnal")
            }
            3 => (Shape::Step { at: r.between(0.2, 0.8), factor: r.between(0.3, 3.0) }, "a step"),
            _ => (Shape::Ramp { factor: r.between(1.2, 4.0) }, "a ramp"),
        }
    };
    // Few of each statement cannot be told from many; what the bounds are is for the loads between them.
    let written = match label {
        PoolPattern::ReadHeavy => r.between(0.0, 0.17),
        PoolPattern::WriteHeavy => r.between(0.55, 1.0),
        PoolPattern::Balanced => r.between(0.25, 0.45),
        _ => r.between(0.0, 1.0),
    };
    let by_rows = r.unit() < 0.4;
    // Rows that a read touches, and the share of writes that look for the row first.
    let (rows, updates) = (r.log_between(5.0, 14.0), r.between(0.3, 0.9));
    let values = DatabaseValues {
        reads: (!by_rows).then_some(1.0),
        writes: (!by_rows).then_some(1.0),
        ..DatabaseValues::default()
    };
    let (mut intervals, mut database) = (Vec::new(), Vec::new());
    let (mut in_burst, mut left) = (false, 0.0);
    for place in 0..count {
        let (now, part) = (place as f64 * step, place as f64 / count as f64);
        let factor = match shape {
            Shape::Even => 1.0,
            Shape::Diurnal { swing, period } => 1.0 + swing * (std::f64::consts::TAU * now / period).sin(),
            Shape::Step { at, factor } if part >= at => factor,
            Shape::Step { .. } => 1.0,
            Shape::Ramp { factor } => 1.0 + (factor - 1.0) * part,
            Shape::Bursts { factor, quiet, burst } => {
                left -= step;
                if left <= 0.0 {
                    in_burst = !in_burst || place == 0;
                    left = if in_burst { burst } else { quiet } * r.between(0.6, 1.4);
                }
                if in_burst {
                    factor
                } else {
                    1.0
                }
            }
            Shape::Jobs { factor, every, takes } if now % every < takes.max(step) => factor,
            Shape::Jobs { .. } => 1.0,
        };
        // Traffic is never quite as even as chance has it.
        let uneven = (1.0 + 0.05 * r.normal()).max(0.1);
        let requests = r.count(mean * factor * step * uneven);
        let wobble = (written * (1.0 + 0.15 * r.normal())).clamp(0.0, 1.0);
        let read = wobble * 2.0 * updates + (1.0 - wobble) * rows;
        let end_seconds = now + step;
        intervals.push(Interval {
            end_seconds,
            seconds: step,
            arrivals_per_second: Some(requests / step),
            ..Interval::default()
        });
        let seen = if by_rows { wobble / (wobble + read) } else { wobble };
        database.push(DatabaseInterval {
            end_seconds,
            seconds: step,
            transactions_per_second: Some(requests / step),
            write_ratio: (requests > 0.0).then_some(seen),
            ..DatabaseInterval::default()
        });
    }
    Load { label, kind, intervals, database, values }
}

fn judge(seeds: std::ops::Range<u64>, title: &str) -> Vec<(Load, PoolRecognition)> {
    let judged: Vec<(Load, PoolRecognition)> = seeds
        .flat_map(|seed| PoolPattern::RECOGNISED.map(|label| load(label, seed)))
        .map(|load| {
            let recognition = recognise(&load.intervals, &load.database, Some(&load.values));
            (load, recognition)
        })
        .collect();
    println!("\n{title}: {:.1} % of {} right", 100.0 * right(&judged), judged.len());
    print!("{:>14}", "labelled, said");
    PoolPattern::RECOGNISED.iter().for_each(|said| print!("{:>13}", said.name()));
    println!();
    for label in PoolPattern::RECOGNISED {
        print!("{:>14}", label.name());
        for said in PoolPattern::RECOGNISED {
            let cell = judged.iter().filter(|(load, one)| load.label == label && one.pattern == Some(said));
            print!("{:>13}", cell.count());
        }
        println!();
    }
    for (load, one) in judged.iter().filter(|(load, one)| one.pattern != Some(load.label)) {
        println!("    {} {}: {:?} {:.2}: {}", load.label, load.kind, one.pattern, one.confidence, one.reason);
    }
    judged
}

fn right(judged: &[(Load, PoolRecognition)]) -> f64 {
    let right = judged.iter().filter(|(load, one)| one.pattern == Some(load.label)).count();
    right as f64 / judged.len() as f64
}

#[test]
fn nine_of_ten_labelled_loads_are_recognised() {
    judge(TUNING, "loads that set the bounds");
    let judged = judge(JUDGING, "loads that judge");
    assert!(right(&judged) >= 0.9);
    for label in PoolPattern::RECOGNISED {
        let (of, rest): (Vec<_>, Vec<_>) = judged.iter().partition(|(load, _)| load.label == label);
        let found = of.iter().filter(|(_, one)| one.pattern == Some(label)).count();
        assert!(found as f64 >= 0.85 * of.len() as f64, "{label}: {found} of {}", of.len());
        assert!(!rest.is_empty());
    }
    // What follows the day is no burst, however deep the night.
    let diurnal: Vec<_> = judged.iter().filter(|(load, _)| load.kind == "diurnal").collect();
    let wrong = diurnal.iter().filter(|(_, one)| one.pattern == Some(PoolPattern::Burst)).count();
    assert!(diurnal.len() >= 15 && wrong * 20 <= diurnal.len(), "{wrong} of {}", diurnal.len());
    // Where it is sure it is right.
    let sure: Vec<_> = judged.into_iter().filter(|(_, one)| one.confidence >= 0.7).collect();
    assert!(sure.len() >= 40 && right(&sure) >= 0.97, "{} {}", sure.len(), right(&sure));
}

#[test]
fn too_little_is_not_named() {
    let mut few = load(PoolPattern::WriteHeavy, 1);
    few.intervals.truncate(5);
    let recognition = recognise(&few.intervals, &few.database, Some(&few.values));
    assert_eq!(recognition.pattern, None);
    assert!(recognition.reason.contains("are needed"), "{}", recognition.reason);
}

#[test]
fn without_the_database_it_counts_as_balanced_and_says_so() {
    let even =
        (0..100).map(|seed| load(PoolPattern::ReadHeavy, seed)).find(|load| load.kind == "even").unwrap();
    let recognition = recognise(&even.intervals, &[], None);
    assert_eq!(recognition.pattern, Some(PoolPattern::Balanced));
    assert!(recognition.confidence < 0.4 && recognition.reason.contains("not known"));
}
