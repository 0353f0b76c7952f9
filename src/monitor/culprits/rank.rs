//! The greatest of many.

use super::record::Record;
use crate::fields::{Scope, Unit};
use crate::finding::{Culprit, Measure};

/// Whoever has less than this part of the whole is not to blame.
pub(super) const LEAST_SHARE: f64 = 0.1;
/// Nobody reads more names than this.
pub(super) const MOST_NAMED: usize = 3;

/// What one process did or holds.
#[derive(Debug, Clone, Copy)]
pub(super) struct Claim {
    pub(super) value: f64,
    /// By what it is ranked: the value, if nothing else.
    pub(super) rank: f64,
    pub(super) name: &'static str,
    pub(super) unit: Unit,
    /// Most of it is of its ended children.
    pub(super) by_children: bool,
    /// It is named whatever its share.
    pub(super) is_first: bool,
}

impl Claim {
    pub(super) fn new(value: f64, name: &'static str, unit: Unit) -> Self {
        Claim { value, rank: value, name, unit, by_children: false, is_first: false }
    }
}

/// A process, or several of one name.
struct Entry<'a> {
    /// The greatest of them.
    record: &'a Record,
    claim: Claim,
    count: usize,
}

/// Who has the greatest part of `whole`, or of the sum if that is more.
pub(super) fn rank(
    records: &[Record],
    whole: Option<f64>,
    claim: impl Fn(&Record) -> Option<Claim>,
) -> Vec<Culprit> {
    let claims = || records.iter().filter_map(|record| Some((record, claim(record)?)));
    let sum: f64 = claims().map(|(_, claim)| claim.value).sum();
    let whole = whole.unwrap_or(0.0).max(sum);
    if whole <= 0.0 {
        return Vec::new();
    }
    let is_great = |entry: &Entry| entry.claim.is_first || entry.claim.value >= LEAST_SHARE * whole;
    let entry = |(record, claim)| Entry { record, claim, count: 1 };
    let (mut great, mut small): (Vec<_>, Vec<_>) =
        claims().filter(|(_, claim)| claim.value > 0.0).map(entry).partition(is_great);
    small.sort_unstable_by(|a, b| a.record.now.name.cmp(&b.record.now.name).then_with(|| by_rank(a, b)));
    great.extend(
        small.chunk_by(|a, b| a.record.now.name == b.record.now.name).filter_map(together).filter(is_great),
    );
    great.sort_unstable_by(by_rank);
    great.truncate(MOST_NAMED);
    great.iter().map(|entry| culprit(entry, whole)).collect()
}

/// The greatest first.
fn by_rank(a: &Entry, b: &Entry) -> std::cmp::Ordering {
    let by = |value: fn(&Claim) -> f64| value(&b.claim).total_cmp(&value(&a.claim));
    by(|claim| claim.rank)
        .then_with(|| by(|claim| claim.value))
        .then_with(|| a.record.now.pid.cmp(&b.record.now.pid))
}

/// Several processes of one name as one, under the greatest of them.
fn together<'a>(same: &[Entry<'a>]) -> Option<Entry<'a>> {
    let first = same.first()?;
    let sum = |value: fn(&Claim) -> f64| same.iter().map(|entry| value(&entry.claim)).sum();
    let value: f64 = sum(|claim| claim.value);
    // Where the rank is another one, as for a limit of each process's own, together they are no nearer to it.
    let rank = if first.claim.rank.total_cmp(&first.claim.value).is_eq() { value } else { first.claim.rank };
    Some(Entry { record: first.record, claim: Claim { value, rank, ..first.claim }, count: same.len() })
}

fn culprit(entry: &Entry, whole: f64) -> Culprit {
    let Entry { record, claim, count } = entry;
    let comm = record.now.name();
    let name = match count {
        0 | 1 if claim.by_children => format!("{comm} (with its ended children)"),
        0 | 1 => comm.to_owned(),
        count => format!("{comm} ({count} processes)"),
    };
    Culprit {
        pid: record.now.pid,
        name,
        share: (claim.value / whole).min(1.0),
        used: Measure::new(claim.name, claim.value, claim.unit, Scope::Process),
    }
}
