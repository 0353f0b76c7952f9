//! What it had to show, and what it showed.

use maud::html;

use super::texts;
use crate::load::LoadResult;
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
                            td class="number" { (one.shown()) }
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
