//! Everything that is advised, put together.

use serde::Serialize;

use super::answers::gain::{ratio, LEAST_TOLD};
use super::answers::{collect, merged, sort, Case};
use super::prices::Prices;
use super::replicas::Replicas;
use super::right::Right;
use super::waste::{money, Waste};
use crate::fields::Unit;
use crate::finding::{quantity, Component, Finding, Recommendation};
use crate::rules::View;
use crate::units::Bytes;
use crate::usage::Usage;

/// What is advised. It is never carried out here.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
#[non_exhaustive]
pub struct Advice {
    /// What to change: by priority, then by what it wins for its effort. Empty where nothing is
    /// wrong and nothing wasted.
    pub recommendations: Vec<Recommendation>,
    /// How many containers like this one the measured load needs; missing where no capacity or no
    /// need is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub replicas: Option<Replicas>,
    /// What it wins if all of it is done; missing where nothing is advised.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub all_taken: Option<AllTaken>,
    /// What is set aside for the container and not used; missing where nothing is, or where that is
    /// not sure enough.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub waste: Option<Waste>,
}

/// What it wins if all advice is taken.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct AllTaken {
    /// In a sentence.
    pub summary: String,
    /// The part, 0..1, of the container's work that it wins back; an estimate. Of several answers
    /// to one finding the best counts; findings cost each a part of what the others leave.
    pub gain: f64,
    /// CPUs set free.
    pub freed_cpus: f64,
    /// Bytes set free.
    pub freed_bytes: f64,
}

/// What to do about these findings and about what is wasted.
///
/// `right` is the size that suits the container, where its history tells; `prices` are used for
/// what is wasted. Nothing is allocated where there is neither a finding nor waste.
#[must_use]
pub fn recommend(
    view: &View,
    findings: &[Finding],
    right: Option<&Right>,
    prices: Option<&Prices>,
) -> Advice {
    recommend_over(view, findings, &[], right, prices, Vec::new())
}

/// The same, with what happened while each of the findings held: what was idle before something began
/// tells nothing of what it needs. Where that is missing the view's own window counts. `more` answers findings of
/// which nothing is known here.
pub(crate) fn recommend_over(
    view: &View,
    findings: &[Finding],
    held: &[Option<Usage>],
    right: Option<&Right>,
    prices: Option<&Prices>,
    more: Vec<Recommendation>,
) -> Advice {
    let view_of =
        |index: usize| View { usage: held.get(index).and_then(Option::as_ref).or(view.usage), ..*view };
    let waste = Waste::of(view, findings, right, prices);
    // The load to be carried is that of the trouble, where it is the CPU's.
    let cpu = findings.iter().position(|finding| finding.component == Component::Cpu);
    let replicas = Replicas::of(&cpu.map_or(*view, view_of), right);
    if findings.is_empty() && waste.is_none() {
        return Advice { replicas, ..Advice::default() };
    }
    // About so many for a finding.
    let mut answers = Vec::with_capacity(4 * findings.len() + 2);
    for (index, finding) in findings.iter().enumerate() {
        collect(&Case { view: &view_of(index), finding, right }, &mut answers);
    }
    if let Some(waste) = &waste {
        answers.extend(waste.answers(view, right, prices));
    }
    let mut recommendations = merged(answers);
    if !more.is_empty() {
        recommendations.extend(more);
        sort(&mut recommendations);
    }
    let all_taken = AllTaken::of(&recommendations, waste.as_ref());
    Advice { recommendations, replicas, all_taken, waste }
}

impl AllTaken {
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // Whole bytes, below 2^53.
    fn of(recommendations: &[Recommendation], waste: Option<&Waste>) -> Option<Self> {
        if recommendations.is_empty() {
            return None;
        }
        let gain = ratio(1.0 - best_gains(recommendations).map(|gain| 1.0 - gain).product::<f64>());
        let freed = |of: fn(&Waste) -> Option<super::waste::Wasted>| {
            waste.and_then(of).map_or(0.0, |wasted| wasted.wasted)
        };
        let (freed_cpus, freed_bytes) = (freed(|waste| waste.cpu), freed(|waste| waste.memory));
        let mut parts = Vec::with_capacity(2);
        if gain >= LEAST_TOLD {
            parts.push(format!(
                "wins back up to {} of the container's work (an estimate)",
                quantity(gain, Unit::Ratio)
            ));
        }
        let mut free = Vec::with_capacity(2);
        if freed_cpus > 0.0 {
            free.push(quantity(freed_cpus, Unit::Cpus));
        }
        if freed_bytes > 0.0 {
            free.push(Bytes(freed_bytes as u64).to_string());
        }
        if !free.is_empty() {
            let cost = waste.and_then(|waste| waste.cost.as_ref());
            let cost =
                cost.map_or_else(String::new, |cost| format!(" ({})", money(cost.per_hour, &cost.currency)));
            parts.push(format!("sets {} free{cost}", free.join(" and ")));
        }
        let summary = if parts.is_empty() {
            "Taken together it wins headroom; no work is lost yet.".to_owned()
        } else {
            format!("Taken together it {}.", parts.join(" and "))
        };
        Some(AllTaken { summary, gain, freed_cpus, freed_bytes })
    }
}

/// The greatest gain of each rule: its answers are alternatives. What only costs money is not work.
fn best_gains(recommendations: &[Recommendation]) -> impl Iterator<Item = f64> + '_ {
    let work = |what: &&Recommendation| !what.rule.starts_with("allocation.");
    recommendations.iter().enumerate().filter(move |(_, what)| work(what)).filter_map(move |(index, what)| {
        let same = |other: &&Recommendation| other.rule == what.rule && other.component == what.component;
        let first = !recommendations[..index].iter().any(|other| same(&other));
        first.then(|| recommendations.iter().filter(same).map(|other| other.gain).fold(0.0, f64::max))
    })
}

#[cfg(test)]
#[path = "recommend_tests.rs"]
mod tests;
