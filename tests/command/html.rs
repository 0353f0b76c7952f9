//! `diagnose --html`: a file that is whole in itself.

use html5gum::{Token, Tokenizer};

use super::run;
use super::tree::{Directory, Tree};

#[test]
fn the_page_is_well_formed_whole_in_itself_and_says_the_same() {
    let (tree, directory) = (Tree::host(30), Directory::new("html"));
    let file = directory.file("page.html");
    let options = tree.options();
    let mut all = vec!["diagnose", "--for", "300ms", "--html", &file];
    all.extend(options.iter().map(String::as_str));
    let said = run(&all);
    assert_eq!(said.code, Some(1), "{}", said.err);
    assert!(said.out.ends_with(&format!("\nAs a page with charts: {file}\n")), "{}", said.out);
    assert_eq!(directory.names(), ["page.html"]);

    let page = std::fs::read_to_string(&file).unwrap();
    for sign in ["http:", "https:", "url(", "@import", "src=", "<script"] {
        assert!(!page.contains(sign), "{sign}");
    }
    let (mut text, mut charts) = (String::new(), 0);
    for token in Tokenizer::new(&page) {
        let Ok(token) = token;
        match token {
            Token::String(string) => text.push_str(std::str::from_utf8(&string).unwrap()),
            Token::StartTag(tag) if *tag.name == *b"figure" => charts += 1,
            Token::Error(error) => panic!("{error:?}"),
            _ => {}
        }
    }
    let summary = said.out.lines().next().unwrap().trim_start_matches("POOR  ");
    assert!(text.contains(summary), "{summary} is not in {text}");
    assert!(text.contains("What to do") && text.contains("Right-sizing"), "{text}");
    assert!(charts > 0, "the watch has a history");
}

#[test]
fn json_and_a_page_can_be_had_together_and_the_history_is_the_pages() {
    let directory = Directory::new("both");
    let file = directory.file("page.html");
    let said = run(&["diagnose", "--for", "200ms", "--json", "--fail-on", "never", "--html", &file]);
    assert_eq!(said.code, Some(0), "{}", said.err);
    let json: serde_json::Value = serde_json::from_str(&said.out).unwrap();
    assert!(json.get("history").is_none());
    assert!(std::fs::read_to_string(&file).unwrap().starts_with("<!DOCTYPE html>"));
}
