//! What could not be read.

use maud::html;

use super::page::Section;
use super::parts::scroll;
use crate::monitor::Diagnosis;

/// The section, where something could not be read.
pub(super) fn section(diagnosis: &Diagnosis) -> Option<Section> {
    let problems = &diagnosis.problems;
    let body = html! {
        p { "Values from these sources are missing above; the rest is not affected." }
        (scroll("Sources that could not be read", html! {
            table {
                thead { tr { th scope="col" { "source" } th scope="col" { "reason" } th scope="col" { "group" } } }
                tbody {
                    @for problem in problems.iter() {
                        tr {
                            th scope="row" { code { (problem.path) } }
                            td { (problem.reason) }
                            td { (problem.group) }
                        }
                    }
                }
            }
        }))
    };
    (!problems.is_empty()).then_some(Section {
        id: "problems",
        title: "Not read",
        count: Some(problems.len()),
        body,
    })
}
