//! How often labelled traces are recognised. The confusion matrices are printed:
//! `cargo test --lib advise::pattern::tests::labelled -- --nocapture --test-threads 1`.

use std::fs;
use std::ops::Range;
use std::path::Path;

use super::generators::{trace, Trace};
use super::{Recognition, Workload, WorkloadPoint};
use crate::advise::WorkloadPattern;

/// The constants were set by these traces of each pattern.
const TUNING: Range<u64> = 0..60;
/// And are judged by these, which nobody looked at before.
const JUDGING: Range<u64> = 2000..2060;

/// Long enough for a few jobs of the slowest cron; the others need less.
fn seconds(label: WorkloadPattern) -> f64 {
    if label == WorkloadPattern::Burst {
        1500.0
    } else {
        400.0
    }
}

fn recognised(points: &[WorkloadPoint]) -> Recognition {
    let mut workload = Workload::new();
    points.iter().for_each(|point| workload.observe(point));
    workload.recognise()
}

struct Judged {
    label: WorkloadPattern,
    name: String,
    recognition: Recognition,
}

impl Judged {
    fn is_right(&self) -> bool {
        self.recognition.pattern == Some(self.label)
    }
}

fn share_right(judged: &[Judged]) -> f64 {
    judged.iter().filter(|one| one.is_right()).count() as f64 / judged.len() as f64
}

fn print(title: &str, judged: &[Judged]) {
    println!("\n{title}: {:.1} % of {} right", share_right(judged) * 100.0, judged.len());
    print!("{:>17}", "labelled \\ said");
    WorkloadPattern::RECOGNISED.iter().for_each(|said| print!("{:>17}", said.name()));
    println!("{:>9}", "right");
    for label in WorkloadPattern::RECOGNISED {
        let of: Vec<_> = judged.iter().filter(|one| one.label == label).collect();
        print!("{:>17}", label.name());
        for said in WorkloadPattern::RECOGNISED {
            print!("{:>17}", of.iter().filter(|one| one.recognition.pattern == Some(said)).count());
        }
        let right = of.iter().filter(|one| one.is_right()).count();
        println!("{:>7.0} %", 100.0 * right as f64 / of.len().max(1) as f64);
    }
    for one in judged.iter().filter(|one| !one.is_right()) {
        let (said, confidence) = (one.recognition.pattern, one.recognition.confidence);
        println!("    {}: {said:?} {confidence:.2}: {}", one.name, one.recognition.reason());
    }
}

fn generated(seeds: Range<u64>) -> Vec<Judged> {
    seeds
        .flat_map(|seed| WorkloadPattern::RECOGNISED.map(|label| (label, seed)))
        .map(|(label, seed)| {
            let Trace { kind, points } = trace(label, seed, seconds(label));
            Judged { label, name: format!("{label} {kind} {seed}"), recognition: recognised(&points) }
        })
        .collect()
}

#[test]
fn generated_traces_are_recognised() {
    print("generated, seeds that set the constants", &generated(TUNING));
    let judged = generated(JUDGING);
    print("generated, seeds that judge", &judged);
    assert!(share_right(&judged) >= 0.9);
    for label in WorkloadPattern::RECOGNISED {
        let of = judged.iter().filter(|one| one.label == label);
        let right = of.clone().filter(|one| one.is_right()).count() as f64;
        assert!(right / of.count() as f64 >= 0.85, "{label}");
    }
    // Confidence means something: where it is high, hardly any is wrong.
    let sure: Vec<_> = judged.into_iter().filter(|one| one.recognition.confidence >= 0.75).collect();
    println!("with confidence >= 0.75: {} traces, {:.1} % right", sure.len(), share_right(&sure) * 100.0);
    assert!(sure.len() > 150 && share_right(&sure) >= 0.97);
}

#[test]
fn real_traces_are_recognised() {
    let mut judged = Vec::new();
    for (name, points) in real() {
        let (label, _) = name.split_once('-').unwrap();
        let recognition = recognised(&points);
        println!(
            "{name:40} {:?} {:.2} {}",
            recognition.pattern,
            recognition.confidence,
            recognition.reason()
        );
        if label == "idle" {
            assert!(recognition.idle, "{name}");
            assert_eq!(recognition.pattern, Some(WorkloadPattern::Balanced), "{name}");
            assert!(recognition.confidence <= 0.3, "{name}: {}", recognition.confidence);
        } else {
            judged.push(Judged { label: label.parse().unwrap(), name, recognition });
        }
    }
    print("real", &judged);
    assert!(judged.len() >= 15);
    for label in WorkloadPattern::RECOGNISED {
        assert!(judged.iter().any(|one| one.label == label), "no real trace of {label}");
    }
    assert!(share_right(&judged) >= 0.9);
}

/// Kernels without pressure, cgroups without I/O controller, hosts' network namespaces.
#[test]
fn real_traces_are_recognised_with_something_missing() {
    type Mask = fn(&mut WorkloadPoint);
    let masks: [(&str, Mask); 3] = [
        ("without pressure", |point| {
            point.cpu_pressure = None;
            point.memory_pressure = None;
            point.io_pressure = None;
        }),
        ("without disk traffic", |point| {
            point.io_bytes_per_second = None;
            point.io_operations_per_second = None;
        }),
        ("without memory limit", |point| point.memory_limit_bytes = Some(24.0 * 1024f64.powi(3))),
    ];
    for (what, mask) in masks {
        let traces = real().into_iter().filter(|(name, _)| !name.starts_with("idle"));
        let judged: Vec<_> = traces
            .map(|(name, mut points)| {
                points.iter_mut().for_each(mask);
                let label = name.split_once('-').unwrap().0.parse().unwrap();
                Judged { label, name, recognition: recognised(&points) }
            })
            .collect();
        print(&format!("real, {what}"), &judged);
        assert!(share_right(&judged) >= 0.8, "{what}");
    }
}

/// The recorded traces: file name without its ending, points.
pub fn real() -> Vec<(String, Vec<WorkloadPoint>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/workloads");
    let mut files: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| path.extension().is_some_and(|ending| ending == "csv"));
    files.sort();
    files
        .iter()
        .map(|path| {
            let text = fs::read_to_string(path).unwrap();
            let mut lines = text.lines();
            assert_eq!(lines.next().unwrap(), WorkloadPoint::COLUMNS.join(","), "{}", path.display());
            (path.file_stem().unwrap().to_str().unwrap().to_owned(), lines.map(point).collect())
        })
        .collect()
}

fn point(line: &str) -> WorkloadPoint {
    let mut cells = line.split(',');
    let seconds = cells.next().unwrap().parse().unwrap();
    let values: Vec<Option<f64>> =
        cells.map(|cell| (!cell.is_empty()).then(|| cell.parse().unwrap())).collect();
    WorkloadPoint::from_values(seconds, values.try_into().unwrap())
}
