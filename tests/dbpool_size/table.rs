//! The score, as a table.

use std::fmt::Write;
use std::thread;

use crate::score::{follow, follow_earlier, Effort, Path, Searched};
use crate::settings::{settings, Setting};
use crate::simulator::Pool;

/// Advice leaves a size that costs so many times the best one at most.
const LEFT_ALONE: f64 = 1.03;

/// Advice from one start in one setting.
pub struct Row {
    pub setting: Setting,
    pub start: u32,
    pub best: (u32, f64),
    /// Where it ended, and its regret.
    pub ours: (Path, f64),
    pub earlier: (Path, f64),
    /// How often growth at the limit made it worse than a size that advice would leave as it is.
    pub worsened: usize,
}

/// All settings of those seeds and kinds, from all starts.
pub fn rows(seeds: &[u64], starts: &[u32], effort: &Effort, kinds: &dyn Fn(&str) -> bool) -> Vec<Row> {
    let all: Vec<(u64, Setting)> = seeds
        .iter()
        .flat_map(|seed| settings(*seed).into_iter().map(|setting| (*seed, setting)))
        .filter(|(_, setting)| kinds(setting.family))
        .collect();
    // Two at a time; what comes out does not depend on it.
    let (even, odd): (Vec<_>, Vec<_>) = all.into_iter().enumerate().partition(|(place, _)| place % 2 == 0);
    let run = |of: Vec<(usize, (u64, Setting))>| -> Vec<(usize, Vec<Row>)> {
        of.into_iter().map(|(place, (seed, setting))| (place, one(setting, seed, starts, effort))).collect()
    };
    let mut done = thread::scope(|scope| {
        let other = scope.spawn(|| run(odd));
        let mut done = run(even);
        done.extend(other.join().unwrap());
        done
    });
    done.sort_by_key(|(place, _)| *place);
    done.into_iter().flat_map(|(_, rows)| rows).collect()
}

fn one(setting: Setting, seed: u64, starts: &[u32], effort: &Effort) -> Vec<Row> {
    let searched = Searched::new(setting, seed.wrapping_mul(0x5851_f42d), effort);
    starts
        .iter()
        .map(|start| {
            let rounds_seed = seed.wrapping_mul(31).wrapping_add(u64::from(*start));
            let ours = follow(&setting, *start, rounds_seed, effort);
            let earlier = follow_earlier(&setting, *start, rounds_seed, ours.rounds, effort);
            let regret = |path: &Path| searched.regret(path.pool);
            let worse = |(from, to): &&(Pool, Pool)| searched.cost(*to) > LEFT_ALONE * searched.cost(*from);
            Row {
                worsened: ours.grown.iter().filter(worse).count(),
                setting,
                start: *start,
                best: searched.best,
                ours: (ours.clone(), regret(&ours)),
                earlier: (earlier.clone(), regret(&earlier)),
            }
        })
        .collect()
}

/// Median and worst regret, and how often growth was advised where the database was the limit.
pub fn worst_and_median(rows: &[Row], of: impl Fn(&Row) -> &(Path, f64)) -> (f64, f64, usize) {
    let mut regrets: Vec<f64> = rows.iter().map(|row| of(row).1).collect();
    regrets.sort_by(f64::total_cmp);
    let median = regrets.get(regrets.len() / 2).copied().unwrap_or(0.0);
    let worst = regrets.last().copied().unwrap_or(0.0);
    (median, worst, rows.iter().map(|row| of(row).0.grew_at_limit).sum())
}

/// A line for each kind of setting, and one for all.
pub fn table(rows: &[Row]) -> String {
    let mut text = "| load | best size | advised | regret, median | worst | earlier rule, median | worst | grown at the \
                    limit | earlier |\n|---|---|---|---|---|---|---|---|---|\n"
        .to_owned();
    let mut families: Vec<&str> = Vec::new();
    for row in rows {
        if !families.contains(&row.setting.family) {
            families.push(row.setting.family);
        }
    }
    for family in families {
        let of: Vec<&Row> = rows.iter().filter(|row| row.setting.family == family).collect();
        line(&mut text, family, &of);
    }
    line(&mut text, "**all**", &rows.iter().collect::<Vec<_>>());
    text
}

fn line(text: &mut String, name: &str, rows: &[&Row]) {
    let sizes = |of: &dyn Fn(&Row) -> u32| {
        let all: Vec<u32> = rows.iter().map(|row| of(row)).collect();
        match (all.iter().min(), all.iter().max()) {
            (Some(least), Some(most)) if least == most => least.to_string(),
            (Some(least), Some(most)) => format!("{least} to {most}"),
            _ => String::new(),
        }
    };
    let (ours, earlier) = (regrets(rows, |row| row.ours.1), regrets(rows, |row| row.earlier.1));
    let grown = |of: fn(&Row) -> &Path| rows.iter().map(|row| of(row).grew_at_limit).sum::<usize>();
    let _ = writeln!(
        text,
        "| {name} | {} | {} | {:.1} % | {:.1} % | {:.1} % | {:.0} % | {} | {} |",
        sizes(&|row| row.best.0),
        sizes(&|row| row.ours.0.pool.most()),
        100.0 * ours.0,
        100.0 * ours.1,
        100.0 * earlier.0,
        100.0 * earlier.1,
        grown(|row| &row.ours.0),
        grown(|row| &row.earlier.0),
    );
}

fn regrets(rows: &[&Row], of: fn(&Row) -> f64) -> (f64, f64) {
    let mut all: Vec<f64> = rows.iter().map(|row| of(row)).collect();
    all.sort_by(f64::total_cmp);
    (all[all.len() / 2], all[all.len() - 1])
}
