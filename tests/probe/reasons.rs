//! The reasons as `docs/checks.md` lists them.

use std::fs;

use plimsoll::finding::Reason;

const PAGE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/checks.md");
const MARKS: [&str; 2] = ["<!-- reasons -->\n", "<!-- end of reasons -->"];

#[test]
fn the_page_lists_every_reason() {
    let mut table = "| reason | status | meaning |\n|---|---|---|\n".to_owned();
    for reason in Reason::ALL {
        table += &format!("| `{}` | {} | {} |\n", reason.name(), reason.status(), reason.meaning());
    }
    let page = fs::read_to_string(PAGE).expect("the page");
    let (before, rest) = page.split_once(MARKS[0]).expect("a mark");
    let (listed, after) = rest.split_once(MARKS[1]).expect("a mark");
    if std::env::var_os("PLIMSOLL_BLESS").is_some() {
        fs::write(PAGE, format!("{before}{}{table}{}{after}", MARKS[0], MARKS[1])).expect("written");
    } else {
        assert_eq!(listed, table, "`make generate` writes it");
    }
}
