//! What is shown of the words of strangers.

use super::gist;

#[test]
fn of_a_web_page_the_title() {
    let page =
        "<!DOCTYPE HTML>\n<html lang=en>\n  <head>\n <TITLE>Not  found </TITLE></head><body><h1>No</h1>";
    assert_eq!(gist(page, 200), "a web page, `Not found`");
    assert_eq!(gist("<html><head><title></title>", 200), "a web page");
    assert_eq!(gist("<html><head><title>cut off", 200), "a web page");
    assert_eq!(
        gist("<!doctype html><title>\u{130}\u{e9}t\u{e9}</title>", 3),
        "a web page, `\u{130}\u{e9}t...`"
    );
}

#[test]
fn of_other_texts_the_beginning_in_one_line() {
    assert_eq!(gist("  no\n\n   such\tpath ", 200), "no such path");
    assert_eq!(gist("abcdef", 3), "abc...");
    assert_eq!(gist("{\"html\": \"<html>\"}", 200), "{\"html\": \"<html>\"}");
    assert_eq!(gist("", 200), "");
}
