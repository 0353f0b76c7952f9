//! What it had to show, and what it showed.

use maud::html;

use super::texts;
use crate::fields::Unit;
use crate::load::{Judged, LoadResult, Threshold};
use crate::report::page::Section;
use crate::report::parts::scroll;

/// More of them are left to the data.
const MOST: usize = 100;

/// The section, where there are thresholds.
pub(super) fn section(result: &LoadResult) -> Option<Section> {
    let body = scroll(
        "Thresholds",
        html! {
            table {
                thead {
                    tr {
                        th scope="col" { "threshold" }
                        th scope="col" class="number" { "measured" }
                        th scope="col" { "" span class="hidden" { "met or not" } }
                    }
                }
                tbody {
                    @for one in result.thresholds.iter().take(MOST) {
                        tr {
                            th scope="row" { (texts::name(&one.threshold)) }
                            td class="number" { (value(one)) }
                            td { span class={ "badge " (if one.met { "good" } else { "critical" }) } {
                                (if one.met { "met" } else { "not met" })
                            } }
                        }
                    }
                }
            }
        },
    );
    let count = Some(result.thresholds.len());
    let section = Section { id: "thresholds", title: "Thresholds", count, body };
    (!result.thresholds.is_empty()).then_some(section)
}

fn value(judged: &Judged) -> String {
    let unit = judged.threshold.parse::<Threshold>().ok().map(|threshold| threshold.measured.unit());
    match (judged.value, unit) {
        (None, _) => "nothing".to_owned(),
        (Some(value), Some(Unit::Seconds)) => texts::time(Some(value)),
        (Some(value), Some(Unit::Ratio)) => texts::share(value),
        (Some(value), _) => texts::rate(value),
    }
}
