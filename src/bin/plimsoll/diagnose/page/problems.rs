//! Sources that could not be read.

use plimsoll::Diagnosis;

use crate::page::Page;
use crate::style::{FAINT, HEADING};

/// How many are listed.
const MOST: usize = 5;

pub fn section(page: &mut Page, diagnosis: &Diagnosis) {
    let problems = &diagnosis.problems;
    if problems.is_empty() {
        return;
    }
    page.gap();
    page.line(&format!("{HEADING}Not read{HEADING:#} {FAINT}(these values are missing above){FAINT:#}"));
    let shown = if page.layout.all { problems.len() } else { MOST };
    for problem in problems.iter().take(shown) {
        page.paragraph("  ", 4, &format!("{}: {}", problem.path, problem.reason));
    }
    if let Some(more) = problems.len().checked_sub(shown).filter(|more| *more > 0) {
        page.line(&format!("  and {more} more (--all lists them)"));
    }
}
