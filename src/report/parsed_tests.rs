//! A page taken apart, for tests of pages.

use html5gum::{Token, Tokenizer};

/// Elements that have no end.
const VOID: [&str; 5] = ["br", "hr", "img", "link", "meta"];

/// What a page is made of: its elements with their attributes, its text.
pub(crate) struct Parsed {
    pub(crate) elements: Vec<(String, Vec<(String, String)>)>,
    pub(crate) text: String,
}

impl Parsed {
    /// Panics where the page is not well formed.
    pub(crate) fn of(page: &str) -> Self {
        let mut parsed = Parsed { elements: Vec::new(), text: String::new() };
        let mut open: Vec<String> = Vec::new();
        for token in Tokenizer::new(page) {
            let Ok(token) = token;
            match token {
                Token::StartTag(tag) => {
                    let name = text(&tag.name);
                    let attributes = tag.attributes.iter().map(|(key, value)| (text(key), text(value)));
                    parsed.elements.push((name.clone(), attributes.collect()));
                    if !tag.self_closing && !VOID.contains(&&*name) {
                        open.push(name);
                    }
                }
                Token::EndTag(tag) => assert_eq!(open.pop(), Some(text(&tag.name))),
                Token::String(string) => parsed.text.push_str(&text(&string)),
                Token::Error(error) => panic!("{error:?}"),
                _ => {}
            }
        }
        assert!(open.is_empty(), "left open: {open:?}");
        parsed
    }

    pub(crate) fn named<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Vec<(String, String)>> {
        self.elements.iter().filter(move |(element, _)| element == name).map(|(_, attributes)| attributes)
    }

    pub(crate) fn values(&self, key: &str) -> Vec<&str> {
        let all = self.elements.iter().flat_map(|(_, attributes)| attributes);
        all.filter(|(name, _)| name == key).map(|(_, value)| &**value).collect()
    }
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

pub(crate) fn get<'a>(attributes: &'a [(String, String)], key: &str) -> Option<&'a str> {
    attributes.iter().find(|(name, _)| name == key).map(|(_, value)| &**value)
}
