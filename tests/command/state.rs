//! What is learnt adds up over runs, in a file that is whole at any time.

use std::os::unix::fs::MetadataExt;

use serde_json::Value;

use super::run;
use super::tree::{Directory, Tree};

fn diagnosed(tree: &Tree, state: &str, more: &[&str]) -> (Option<i32>, Value) {
    let options = tree.options();
    let mut all = vec!["diagnose", "--for", "300ms", "--json", "--state", state];
    all.extend(options.iter().map(String::as_str));
    all.extend(more);
    let said = run(&all);
    (said.code, serde_json::from_str(&said.out).unwrap())
}

fn observed(json: &Value) -> f64 {
    json["trends"][0]["observed_seconds"].as_f64().unwrap()
}

/// As [`Tree::host`], with something that a trend can follow.
fn tree() -> Tree {
    let tree = Tree::host(900);
    tree.write("sys/fs/cgroup/a/memory.stat", "anon 4096\nfile 0\ninactive_file 0\n");
    tree
}

#[test]
fn what_was_learnt_goes_on_and_starts_afresh_when_told_to() {
    let (tree, directory) = (tree(), Directory::new("state"));
    let file = directory.file("orders.state");
    let points = |json: &Value| json["allocation"]["observed_seconds"].as_f64().unwrap();
    let (code, first) = diagnosed(&tree, &file, &[]);
    assert_eq!(code, Some(0), "{first}");
    let before = std::fs::metadata(&file).unwrap();
    let (_, second) = diagnosed(&tree, &file, &[]);
    assert!(points(&second) > points(&first) + 0.2, "{} then {}", points(&first), points(&second));
    // Another file in its place, and none beside it.
    assert_ne!(std::fs::metadata(&file).unwrap().ino(), before.ino());
    assert_eq!(directory.names(), ["orders.state"]);
    let (_, fresh) = diagnosed(&tree, &file, &["--fresh"]);
    assert!(points(&fresh) < points(&second), "{} then {}", points(&second), points(&fresh));
    assert!(observed(&fresh) < 5.0);
}

#[test]
fn a_damaged_file_is_left_alone_and_says_how_to_go_on() {
    let (tree, directory) = (tree(), Directory::new("damaged"));
    let file = directory.file("orders.state");
    diagnosed(&tree, &file, &[]);
    let whole = std::fs::read(&file).unwrap();
    let mut flipped = whole.clone();
    let middle = flipped.len() / 2;
    flipped[middle] ^= 1;
    for (damaged, words) in
        [(&whole[..whole.len() / 2], "cut short"), (&flipped[..], "damaged"), (b"frobs", "its first line")]
    {
        std::fs::write(&file, damaged).unwrap();
        for verb in ["diagnose", "watch"] {
            let said = run(&[verb, "--for", "100ms", "--json", "--state", &file]);
            assert_eq!((said.code, said.out.as_str()), (Some(2), ""), "{}", said.err);
            for word in [file.as_str(), words, "--fresh"] {
                assert!(said.err.contains(word), "{word} is not in: {}", said.err);
            }
        }
        assert_eq!(std::fs::read(&file).unwrap(), damaged);
    }
    assert_eq!(diagnosed(&tree, &file, &["--fresh"]).0, Some(0));
    assert_eq!(diagnosed(&tree, &file, &[]).0, Some(0));
}

#[test]
fn a_baseline_that_cannot_be_kept_yet_is_said_and_no_failure() {
    let directory = Directory::new("baseline");
    let file = directory.file("orders.state");
    let said =
        run(&["diagnose", "--for", "100ms", "--fail-on", "never", "--state", &file, "--keep-baseline"]);
    assert_eq!(said.code, Some(0), "{}", said.err);
    assert!(said.err.contains("no baseline was kept: the efficiency was watched for"), "{}", said.err);
}
