//! The document itself, to be saved from the page.

use maud::html;

use crate::bench::{BenchResult, SCHEMA};
use crate::report::download;
use crate::report::page::Section;

/// The section. A result has a bounded number of rounds: the document always has room.
pub(super) fn section(result: &BenchResult) -> Section {
    let uri = download::uri(result.to_json().as_bytes());
    let body = html! {
        p {
            a href=(uri) download=(download::file("bench", result.began_unix_ns)) { "Save the data as JSON" }
            " (" code { (SCHEMA) } "), with every round: for " code { "--baseline" } "."
        }
    };
    Section { id: "data", title: "Data", count: None, body }
}
