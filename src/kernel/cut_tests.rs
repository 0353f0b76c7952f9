//! What must hold for every parser: nothing panics, a cut read gives no wrong value, and every captured file is read.

use super::captured;
use super::catalogue::{agrees, visit_cgroup, visit_proc, Cut, Visitor};
use std::collections::BTreeSet;
use std::fmt::Debug;
use std::path::PathBuf;

/// Whether `parser` belongs to the file that `name` reads: the same, or another function of the same module.
fn reads(parser: &str, name: &str) -> bool {
    let module = |name: &str| name.split("::").next().map(str::to_owned);
    // Both forms of a file that is in two versions stand in one module, but a file has one form.
    parser == name || (module(parser) == module(name) && !(parser.contains("::") && name.contains("::")))
}

/// In the midst of a very long line (the interrupts of a large machine) one byte is like the next.
fn is_far_from_line_ends(bytes: &[u8], at: usize) -> bool {
    at > 200 && at + 200 < bytes.len() && !bytes[at - 200..at + 200].contains(&b'\n')
}

/// Cuts every captured file at every byte and gives it to its parsers.
struct EveryCut {
    files: Vec<(PathBuf, &'static str, Vec<u8>)>,
    checked: BTreeSet<String>,
}

impl Visitor for EveryCut {
    fn visit<T: Debug + PartialEq>(&mut self, name: &str, cut: Cut, parse: impl Fn(&[u8]) -> Vec<T>) {
        for (path, parser, bytes) in self.files.iter().filter(|(_, parser, _)| reads(parser, name)) {
            self.checked.insert((*parser).to_owned());
            let whole = parse(bytes);
            for end in (0..bytes.len()).filter(|&end| !is_far_from_line_ends(bytes, end)) {
                let part = parse(&bytes[..end]);
                let is_visible = !matches!(bytes[..end].last(), None | Some(b'\n'));
                let must_agree = match cut {
                    Cut::Harmless => true,
                    Cut::HarmlessIfVisible => is_visible,
                    Cut::Unnoticed => false,
                };
                assert!(
                    !must_agree || agrees(&part, &whole),
                    "{name}: {} cut at {end} of {}: {part:?} against {whole:?}",
                    path.display(),
                    bytes.len(),
                );
            }
        }
    }
}

#[test]
fn a_cut_read_gives_no_wrong_value() {
    let mut every_cut = EveryCut { files: Vec::new(), checked: BTreeSet::new() };
    let mut seen = BTreeSet::new();
    for (path, bytes) in captured::files(|path| captured::parser_of(path).is_some()) {
        let within = path.to_str().unwrap().split_once("/kernels/").unwrap().1;
        let within = &within[within.find('/').unwrap()..];
        let parser = captured::parser_of(within).unwrap();
        // Many files say the same in several trees.
        if seen.insert((parser, bytes.clone())) {
            every_cut.files.push((path, parser, bytes));
        }
    }
    let wanted: BTreeSet<String> =
        every_cut.files.iter().map(|(_, parser, _)| (*parser).to_owned()).collect();
    visit_proc(&mut every_cut);
    visit_cgroup(&mut every_cut);
    assert_eq!(every_cut.checked, wanted, "a file of a parser that the catalogue lacks");
    assert!(wanted.len() > 25, "captured files are missing: {wanted:?}");
}

/// Every captured file that is not empty holds something.
struct Readable {
    files: Vec<(PathBuf, &'static str, Vec<u8>)>,
}

impl Visitor for Readable {
    fn visit<T: Debug + PartialEq>(&mut self, name: &str, _: Cut, parse: impl Fn(&[u8]) -> Vec<T>) {
        for (path, _, bytes) in self.files.iter().filter(|(_, parser, _)| *parser == name) {
            // These have no device while there was no I/O; the root of version 1 says `Total 0` alone.
            let may_be_bare = ["blkio", "io_stat"].contains(&name);
            assert!(may_be_bare || !parse(bytes).is_empty(), "{name}: nothing read from {}", path.display());
        }
    }
}

#[test]
fn every_captured_file_is_read() {
    let mut readable = Readable { files: Vec::new() };
    for (path, bytes) in captured::files(|_| true) {
        let within = path.to_str().unwrap().split_once("/kernels/").unwrap().1.to_owned();
        if let (Some(parser), false) =
            (captured::parser_of(&within[within.find('/').unwrap()..]), bytes.is_empty())
        {
            readable.files.push((path, parser, bytes));
        }
    }
    visit_proc(&mut readable);
    visit_cgroup(&mut readable);
}

/// Bytes that no kernel prints.
struct Garbage;

impl Visitor for Garbage {
    fn visit<T: Debug + PartialEq>(&mut self, name: &str, _: Cut, parse: impl Fn(&[u8]) -> Vec<T>) {
        let may_be_empty = ["cpu_list", "io_stat::sum"].contains(&name);
        assert!(may_be_empty || parse(b"").is_empty(), "{name}: a value from nothing");
        for byte in 0..=u8::MAX {
            for length in [1, 2, 7, 8, 9, 63, 64, 65, 200] {
                let same = vec![byte; length];
                // A row of digits is a number, a row of newlines a row of empty lines.
                let values = parse(&same);
                if !byte.is_ascii_digit() && byte != b'\n' {
                    assert!(values.is_empty(), "{name}: {values:?} from {length} times {byte}");
                }
                let mut line = same;
                line.push(b'\n');
                parse(&line);
            }
        }
        for text in [
            "\r\n",
            "total x\nkB kB kB\n",
            ": : :\n:::\n",
            "= = =\n",
            "18446744073709551616\n",
            "-5\n",
            "\0\0\n",
        ] {
            let values = parse(text.as_bytes());
            assert!(values.is_empty(), "{name}: {values:?} from {text:?}");
        }
    }
}

#[test]
fn garbage_holds_nothing() {
    visit_proc(&mut Garbage);
    visit_cgroup(&mut Garbage);
}

#[test]
fn agreement_is_field_by_field() {
    #[derive(Debug, PartialEq)]
    struct Pair {
        a: Option<u64>,
        b: Option<&'static str>,
    }
    let whole = [(1, Pair { a: Some(1), b: Some("x") }), (2, Pair { a: Some(2), b: None })];
    assert!(agrees(&[], &whole));
    assert!(agrees(&whole, &whole));
    assert!(agrees(&[(1, Pair { a: Some(1), b: None })], &whole));
    assert!(agrees(&[(1, Pair { a: None, b: Some("x") })], &whole));
    assert!(!agrees(&[(1, Pair { a: Some(10), b: None })], &whole));
    assert!(!agrees(&[(3, Pair { a: Some(1), b: None })], &whole));
    assert!(!agrees(&whole, &whole[..1]));
    assert!(!agrees(&[2], &[1]));
}
