//! CPU use that was recorded somewhere, as CSV of `timestamp,value` with values in percent of a CPU.

use std::fs;
use std::path::Path;

use crate::replay::{replay, Method, Score};
use crate::traces::Trace;

/// What each line stands for, in minutes: that of the CloudWatch series of the Numenta Anomaly
/// Benchmark.
const MINUTES_A_LINE: usize = 5;

/// The scores of every CSV file in a directory, ours and the recommender's, by name.
pub fn scores(directory: &Path) -> Vec<(String, Score, Score)> {
    let entries = fs::read_dir(directory).unwrap();
    let mut files: Vec<_> = entries.map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| path.extension().is_some_and(|extension| extension == "csv"));
    files.sort();
    let score = |path: &std::path::PathBuf| {
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        let scores = replay(&trace(path), Method::every(60));
        (name, scores.cpu[0], scores.cpu[1])
    };
    files.iter().map(score).collect()
}

/// The CPU use of a file; its memory is of no interest.
fn trace(path: &Path) -> Trace {
    let text = fs::read_to_string(path).unwrap();
    let values = text.lines().skip(1).map(|line| line.split(',').nth(1).unwrap().parse::<f64>().unwrap());
    let cpu: Vec<f64> = values.flat_map(|percent| [percent / 100.0; MINUTES_A_LINE]).collect();
    Trace { memory: vec![1e9; cpu.len()], cpu, starts: Vec::new() }
}
