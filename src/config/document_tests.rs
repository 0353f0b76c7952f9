use std::sync::Arc;

use serde_json::{json, Value as Json};

use super::{read, Budget};
use crate::config::fixtures_tests::tree;
use crate::config::problems::Sink;
use crate::config::tree::{Node, Value};

/// The value of a text that must be right.
fn value(text: &str) -> Json {
    match tree(text) {
        Ok(node) => node.to_json().unwrap_or_else(|place| panic!("{place:?} of {text}")),
        Err(problems) => panic!("{problems:?} of {text}"),
    }
}

fn problems(text: &str) -> Vec<String> {
    tree(text).err().unwrap_or_else(|| panic!("nothing is wrong with {text}"))
}

/// Where the value of a key stands.
fn place_of(node: &Node, path: &[&str]) -> (u32, u32) {
    let Some((key, rest)) = path.split_first() else { return (node.place.line, node.place.column) };
    place_of(&node.as_mapping().unwrap().get(key).unwrap().value, rest)
}

#[test]
fn words_are_what_the_core_schema_says() {
    for (text, expected) in [
        ("~", Json::Null),
        ("null", Json::Null),
        ("true", json!(true)),
        ("False", json!(false)),
        ("no", json!("no")),
        ("on", json!("on")),
        ("12", json!(12)),
        ("-12", json!(-12)),
        ("+12", json!(12)),
        ("0x1F", json!(31)),
        ("0o17", json!(15)),
        ("0x-1", json!("0x-1")),
        ("017", json!(17)),
        ("1.5", json!(1.5)),
        ("1e3", json!(1000.0)),
        ("99999999999999999999", json!(1e20)),
        ("1.2.3", json!("1.2.3")),
        ("1_000", json!("1_000")),
        ("inf", json!("inf")),
        ("nan", json!("nan")),
        ("'12'", json!("12")),
        ("\"12\"", json!("12")),
        ("!!str 12", json!("12")),
        ("!!float 12", json!(12.0)),
        ("|\n  12\n", json!("12\n")),
    ] {
        assert_eq!(value(&format!("a: {text}")), json!({"a": expected}), "{text}");
    }
    assert!(matches!(tree(".inf").unwrap().value, Value::Float(value) if value == f64::INFINITY));
    assert!(matches!(tree(".nan").unwrap().value, Value::Float(value) if value.is_nan()));
}

#[test]
fn places_count_lines_and_characters_from_one() {
    let tree = tree("\u{feff}# comment\na:\n  ö: {b: 1, \"ü\": [2]}\n").ok().unwrap();
    assert_eq!(place_of(&tree, &["a", "ö", "b"]), (3, 10));
    assert_eq!(place_of(&tree, &["a", "ö", "ü"]), (3, 18));
}

#[test]
fn json_is_read_with_tabs_and_pairs_of_escapes() {
    let text = "{\n\t\"a\":\t[1,\t-2.5e3],\n\t\"\\uD83D\\uDE00\": \"\\ud83d\\ude00 \\\\ud83d \\u00e9\\t\\/\",\t\"b\": null\n}";
    assert_eq!(value(text), serde_json::from_str::<Json>(text).unwrap());
    let tree = tree(text).ok().unwrap();
    assert_eq!(place_of(&tree, &["a"]), (2, 7));
    // As it is written, not as it is rewritten: the key in front is shorter then.
    assert_eq!(place_of(&tree, &["\u{1f600}"]), (3, 18));
    let b = tree.as_mapping().unwrap().get("b").unwrap();
    let column = text.lines().nth(2).unwrap().find("\"b\"").unwrap() + 1;
    assert_eq!((b.key.place.line, b.key.place.column), (3, u32::try_from(column).unwrap()));
}

/// Numbers from nowhere, the same in every run (splitmix64).
struct Random(u64);

impl Random {
    fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (mixed ^ (mixed >> 31)) % end
    }

    fn text(&mut self) -> String {
        const CHARACTERS: [char; 24] = [
            'a',
            'Z',
            '0',
            ' ',
            '\t',
            '\n',
            '\r',
            '"',
            '\\',
            '/',
            '\'',
            ':',
            '#',
            '-',
            '&',
            '*',
            '!',
            '%',
            '{',
            ',',
            'ß',
            '\u{2028}',
            '\u{1f600}',
            '\u{10fffd}',
        ];
        (0..self.below(12)).map(|_| CHARACTERS[usize::try_from(self.below(24)).unwrap()]).collect()
    }

    fn json(&mut self, depth: u64) -> Json {
        match self.below(if depth == 0 { 6 } else { 9 }) {
            0 => Json::Null,
            1 => json!(self.below(2) == 0),
            2 => json!(i64::try_from(self.below(1 << 60)).unwrap() - (1 << 59)),
            3 => json!(f64::from(u32::try_from(self.below(1 << 31)).unwrap()) / 1024.0 - 1e6),
            4 | 5 => json!(self.text()),
            6 => (0..self.below(5)).map(|_| self.json(depth - 1)).collect(),
            _ => Json::Object((0..self.below(5)).map(|_| (self.text(), self.json(depth - 1))).collect()),
        }
    }
}

#[test]
fn json_reads_as_a_json_parser_reads_it() {
    let mut random = Random(4);
    for _ in 0..2000 {
        let json = json!({"it": random.json(5)});
        let mut tabs = Vec::new();
        let formatter = serde_json::ser::PrettyFormatter::with_indent(b"\t");
        let mut serializer = serde_json::Serializer::with_formatter(&mut tabs, formatter);
        serde::Serialize::serialize(&json, &mut serializer).unwrap();
        let ascii = |text: &str| -> String {
            let mut units = [0; 2];
            let escape =
                |c: char| c.encode_utf16(&mut units).iter().map(|unit| format!("\\u{unit:04X}")).collect();
            text.chars().map(escape_unless_ascii(escape)).collect()
        };
        let tabs = String::from_utf8(tabs).unwrap();
        for text in [json.to_string(), serde_json::to_string_pretty(&json).unwrap(), ascii(&tabs), tabs] {
            assert_eq!(value(&text), json, "{text}");
        }
    }
}

fn escape_unless_ascii(mut escape: impl FnMut(char) -> String) -> impl FnMut(char) -> String {
    move |c| if c.is_ascii() { c.to_string() } else { escape(c) }
}

#[test]
fn keys_are_any_words() {
    assert_eq!(
        value("200: a\n1.0: b\nnull: c\ntrue: d\n"),
        json!({"200": "a", "1.0": "b", "null": "c", "true": "d"})
    );
    assert_eq!(problems("? [a]\n: b\n"), ["1:3: a key is a word, not a list"]);
    assert_eq!(problems("a: &m {b: c}\n*m : d\n"), ["2:1: a key is a word, not a mapping"]);
    assert_eq!(value("a: &m b\n*m : c\n"), json!({"a": "b", "b": "c"}));
}

#[test]
fn a_key_that_is_written_twice_is_told_with_both_lines() {
    assert_eq!(
        problems("a: 1\nb:\n  - c: 1\n    'c': 2\n    c: 3\na: 2\n"),
        [
            "4:5: the key `c` is written twice, first in line 3",
            "5:5: the key `c` is written twice, first in line 3",
            "6:1: the key `a` is written twice, first in line 1",
        ]
    );
    assert_eq!(problems("{\"a\": 1, \"a\": 1}"), ["1:10: the key `a` is written twice, first in line 1"]);
}

#[test]
fn aliases_repeat_and_merges_do_not_override() {
    let text =
        "x: &x {a: 1, b: 2}\ny: &y {b: 3, c: 4}\none: {<<: *x, a: 0}\nboth: {c: 9, <<: [*x, *y]}\nsame: *x\n";
    let expected = json!({
        "x": {"a": 1, "b": 2}, "y": {"b": 3, "c": 4},
        "one": {"a": 0, "b": 2}, "both": {"a": 1, "b": 2, "c": 9}, "same": {"a": 1, "b": 2},
    });
    assert_eq!(value(text), expected);
    assert_eq!(value("a: {'<<': 1}"), json!({"a": {"<<": 1}}));
    assert_eq!(
        problems("a: {<<: 1}\nb: {<<: [[]]}\n"),
        [
            "1:9: `<<` takes a mapping or a list of mappings, not a number",
            "2:10: `<<` takes a mapping or a list of mappings, not a list",
        ]
    );
}

#[test]
fn an_alias_within_its_anchor_is_refused() {
    assert_eq!(problems("a: &a [*a]\n"), ["1:8: this alias stands within what it repeats"]);
    assert_eq!(problems("a: &a {<<: *a}\n"), ["1:12: this alias stands within what it repeats"]);
    assert!(problems("a: *b\n")[0].starts_with("1:4: this cannot be read: "), "{:?}", problems("a: *b\n"));
}

#[test]
fn a_billion_laughs_are_not_laughed() {
    let mut text = "a0: &a0 [ha, ha, ha, ha, ha, ha, ha, ha, ha]\n".to_owned();
    for level in 1..10 {
        let aliases = vec![format!("*a{}", level - 1); 9].join(", ");
        text += &format!("a{level}: &a{level} [{aliases}]\n");
    }
    let problems = problems(&text);
    assert_eq!(problems.len(), 1);
    assert!(problems[0].ends_with("more than 200000 values, with what aliases repeat"), "{problems:?}");
}

#[test]
fn merges_and_anchors_within_anchors_are_counted() {
    // Each anchor is kept for its aliases, so that the innermost values are there many times.
    let open: String = (0..60).map(|level| format!("&a{level} [")).collect();
    let text = format!("{open}{}{}", "1, ".repeat(5000), "]".repeat(60));
    assert!(problems(&text)[0].ends_with("more than 200000 values, with what aliases repeat"));
    let keys: String = (0..1000).map(|key| format!("k{key}: 1, ")).collect();
    let merges: String = (0..300).map(|at| format!("m{at}: {{<<: *m}}\n")).collect();
    assert!(problems(&format!("m: &m {{{keys}}}\n{merges}"))[0].ends_with("values, with what aliases repeat"));
}

#[test]
fn depth_has_an_end() {
    let nested = |depth: usize| format!("{}1{}", "[".repeat(depth), "]".repeat(depth));
    assert_eq!(tree(&nested(64)).ok().unwrap().depth(), 64);
    assert_eq!(problems(&nested(65)), ["1:65: more than 64 lists and mappings within each other"]);
    // Without an end, and by other means.
    assert_eq!(problems(&"[".repeat(100_000)).len(), 1);
    assert_eq!(problems(&"{\"a\":".repeat(100_000)).len(), 1);
    assert_eq!(
        problems(&"- ".repeat(1_000_000)),
        ["1:129: more than 64 lists and mappings within each other"]
    );
    assert_eq!(problems(&"? ".repeat(1_000_000)).len(), 1);
    // An alias may be deeper than it looks.
    let text = format!("a: &a {}\nb: {}*a{}\n", nested(40), "[".repeat(40), "]".repeat(40));
    assert_eq!(problems(&text), ["2:44: more than 64 lists and mappings within each other"]);
}

#[test]
fn size_has_an_end() {
    let most = Budget::default().bytes;
    assert!(tree(&format!("a: {}", "b".repeat(most - 3))).is_ok());
    let message = "1:1: the configuration is larger than 4 MiB, with all that it includes";
    assert_eq!(problems(&format!("a: {}", "b".repeat(most))), [message]);

    // Over several texts.
    let (sink, mut budget, file) = (Sink::default(), Budget::default(), Arc::from("file"));
    let text = format!("a: {}", "b".repeat(most / 2));
    assert!(read(&text, &file, &mut budget, &sink).is_some());
    assert!(read(&text, &file, &mut budget, &sink).is_none());
    assert!(sink.finish((), &[file]).unwrap_err().to_string().ends_with("with all that it includes"));
}

#[test]
fn many_values_have_an_end() {
    assert!(tree(&"- 1\n".repeat(199_000)).is_ok());
    assert_eq!(
        problems(&"- 1\n".repeat(201_000)),
        ["200001:3: more than 200000 values, with what aliases repeat"]
    );
}

#[test]
fn a_text_is_one_document() {
    assert_eq!(value("%YAML 1.2\n---\na: 1\n...\n"), json!({"a": 1}));
    assert_eq!(problems("a: 1\n---\nb: 2\n"), ["2:1: a second document begins here: a file holds one"]);
    for text in ["", "\u{feff}", "# nothing\n", " \n\n"] {
        assert_eq!(problems(text), ["1:1: there is nothing in it"], "{text:?}");
    }
}

#[test]
fn tags_of_other_programs_are_refused() {
    assert_eq!(
        problems("a: !env HOME\nb: !!int x\nc: !!set {}\nd: [!!python/object 1]\n"),
        [
            "1:4: the tag `!env` does not fit here: leave it out",
            "2:4: the tag `!!int` does not fit here: leave it out",
            "3:4: the tag `!!set` does not fit here: leave it out",
            "4:5: the tag `!!python/object` does not fit here: leave it out",
        ]
    );
    assert_eq!(value("a: !!map {}\nb: !!seq []\n"), json!({"a": {}, "b": []}));
}

#[test]
fn a_slip_of_the_pen_is_told_where_it_is() {
    for (text, place) in [
        ("a: b: c\n", "1:5"),
        ("a:\n  - b\n c\n", "3:2"),
        ("a: [1, 2\n", "2:1"),
        ("a:\n\tb: 1\n", "2:2"),
        ("a: \"b\n", "1:4"),
        ("a: @b\n", "1:4"),
    ] {
        let problems = problems(text);
        assert_eq!(problems.len(), 1, "{problems:?}");
        assert!(
            problems[0].starts_with(&format!("{place}: this cannot be read: ")),
            "{problems:?} of {text:?}"
        );
    }
}

#[test]
fn what_is_nearly_json_is_judged_as_json() {
    let text = "{\n\t\"a\": 1\n\t\"b\": 2\n}";
    assert_eq!(problems(text), ["3:2: this is not JSON: expected `,` or `}`"]);
    assert!(problems("{\"a\": \"\\uD83D\"}")[0].starts_with("1:"), "{:?}", problems("{\"a\": \"\\uD83D\"}"));
    // And what is no JSON at all as YAML.
    assert_eq!(value("{a: b, c: [d, ]}"), json!({"a": "b", "c": ["d"]}));
    assert!(problems("{a: b, c: ]}")[0].contains("this cannot be read"), "{:?}", problems("{a: b, c: ]}"));
}
