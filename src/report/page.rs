//! The skeleton of a page: head, style, contents, sections, foot.

use maud::{html, Markup, PreEscaped, DOCTYPE};

const STYLE: &str = include_str!("page.css");

/// Nothing is loaded and nothing is run, whatever might have got into the page.
const POLICY: &str =
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'";

/// A page being put together.
pub(crate) struct Page {
    title: String,
    facts: Vec<String>,
    closing: &'static str,
    sections: Vec<Section>,
}

/// A part of the page with a heading and a line in the contents.
pub(crate) struct Section {
    /// Unique in the page.
    pub(crate) id: &'static str,
    /// The heading.
    pub(crate) title: &'static str,
    /// How many things it lists, shown in the contents.
    pub(crate) count: Option<usize>,
    /// What stands below the heading.
    pub(crate) body: Markup,
}

impl Page {
    /// A page of this title, with a line of facts below it, and at its foot what is to be known of all charts.
    pub(crate) fn new(title: String, facts: Vec<String>, closing: &'static str) -> Self {
        Page { title, facts, closing, sections: Vec::new() }
    }

    /// Adds a section at the end.
    pub(crate) fn add(&mut self, section: Section) {
        self.sections.push(section);
    }

    /// Adds a section, if there is one.
    pub(crate) fn add_some(&mut self, section: Option<Section>) {
        self.sections.extend(section);
    }

    /// The page as text.
    pub(crate) fn html(&self) -> String {
        let page = html! {
            (DOCTYPE)
            html lang="en" {
                head {
                    meta charset="utf-8";
                    meta http-equiv="Content-Security-Policy" content=(POLICY);
                    meta name="viewport" content="width=device-width, initial-scale=1";
                    meta name="color-scheme" content="light dark";
                    meta name="generator" content={ "plimsoll " (env!("CARGO_PKG_VERSION")) };
                    title { (self.title) " – Plimsoll" }
                    // Else a browser asks the server for one.
                    link rel="icon" href="data:,";
                    style { (PreEscaped(STYLE)) }
                }
                body {
                    a class="skip" href="#main" { "Skip to the verdict" }
                    header {
                        p class="brand" { "Plimsoll report" }
                        h1 { (self.title) }
                        p class="faint" { (self.facts.join(" · ")) }
                    }
                    nav aria-label="Contents" {
                        ul {
                            @for section in &self.sections {
                                li {
                                    a href={ "#" (section.id) } { (section.title) }
                                    @if let Some(count) = section.count { " " span class="count" { (count) } }
                                }
                            }
                        }
                    }
                    main id="main" {
                        @for section in &self.sections {
                            section id=(section.id) aria-labelledby={ (section.id) "-heading" } {
                                h2 id={ (section.id) "-heading" } { (section.title) }
                                (section.body)
                            }
                        }
                    }
                    footer {
                        p {
                            "Written by plimsoll " (env!("CARGO_PKG_VERSION"))
                            ". It advises and changes nothing. " (self.closing)
                        }
                    }
                }
            }
        };
        page.into_string().chars().map(visible).collect()
    }
}

/// Names of processes and cgroups may hold control characters, which HTML forbids, and characters that turn the
/// direction of the text around them.
fn visible(c: char) -> char {
    match c {
        '\n' | '\t' => c,
        '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{fdd0}'..='\u{fdef}' => {
            char::REPLACEMENT_CHARACTER
        }
        c if c.is_control() || u32::from(c) & 0xfffe == 0xfffe => char::REPLACEMENT_CHARACTER,
        c => c,
    }
}
