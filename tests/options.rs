//! An option out of range: an error that names the option, the value and what is allowed.

use std::path::PathBuf;
use std::time::Duration;

use plimsoll::{ErrorKind, Groups, Sampler, SamplerBuilder, Target};

/// The error's text, for an option that must be refused.
fn refused(what: &str, builder: SamplerBuilder) -> String {
    let error = builder.build().expect_err(what);
    assert_eq!(error.kind(), ErrorKind::InvalidArgument, "{what}: {error}");
    error.to_string()
}

fn assert_words(text: &str, words: &[&str]) {
    for word in words {
        assert!(text.contains(word), "`{word}` is not in: {text}");
    }
}

#[test]
fn no_groups_and_unknown_groups() {
    let text = refused("no groups", Sampler::builder().groups(Groups::empty()));
    assert_words(&text, &["`groups`", "empty", "at least one"]);
    let all = format!("{:#x}", Groups::FULL.bits());
    for unknown in [1 << 63, Groups::FULL.bits() + 1, u64::MAX] {
        let text = refused("unknown bits", Sampler::builder().groups(Groups::from_bits_retain(unknown)));
        assert_words(&text, &["`groups`", &format!("{unknown:#x}"), &all]);
    }
}

#[test]
fn an_interval_of_more_than_an_hour() {
    for (interval, value) in [
        (Duration::from_secs(3601), "3601"),
        (Duration::from_nanos(3_600_000_000_001), "3600.000000001"),
        (Duration::MAX, "18446744073709551615"),
    ] {
        let text = refused("too long", Sampler::builder().slow_interval(interval));
        assert_words(&text, &["`slow_interval`", value, "0 s", "3600 s"]);
    }
    for interval in [Duration::ZERO, Duration::from_nanos(1), Duration::from_secs(3600)] {
        Sampler::builder().slow_interval(interval).groups(Groups::LOAD).build().unwrap();
    }
}

#[test]
fn targets_that_cannot_be() {
    let text = refused("pid 0", Sampler::builder().target(Target::Pid(0)));
    assert_words(&text, &["`target`", "pid 0", "from 1"]);
    for path in ["", "relative", "./here", "a/b"] {
        let text = refused("not absolute", Sampler::builder().target(Target::Cgroup(path.into())));
        assert_words(&text, &["`target`", &format!("{path:?}"), "`/`"]);
    }
}

#[test]
fn paths_that_are_not_absolute() {
    type Set = fn(SamplerBuilder, PathBuf) -> SamplerBuilder;
    let options: [(&str, Set); 3] = [
        ("filesystem", |builder, path| builder.filesystem(path)),
        ("proc_root", |builder, path| builder.proc_root(path)),
        ("sys_root", |builder, path| builder.sys_root(path)),
    ];
    for (name, set) in options {
        for path in ["", "proc", "./x", "../x"] {
            let text = refused(name, set(Sampler::builder(), PathBuf::from(path)));
            assert_words(&text, &[&format!("`{name}`"), &format!("{path:?}"), "begins with `/`"]);
        }
        // No file can have such a name.
        let text = refused(name, set(Sampler::builder(), PathBuf::from("/a\0b")));
        assert_words(&text, &[&format!("`{name}`"), "NUL"]);
    }
    let target = Target::Cgroup(PathBuf::from("/a\0b"));
    assert_words(&refused("target", Sampler::builder().target(target)), &["`target`", "NUL"]);
}

#[test]
fn a_proc_that_is_not_there_is_another_error() {
    let error = Sampler::builder().proc_root("/plimsoll/nowhere").build().expect_err("no such directory");
    assert_eq!(error.kind(), ErrorKind::NotFound);
    assert_eq!(error.path(), Some(std::path::Path::new("/plimsoll/nowhere")));
    let error = Sampler::builder().proc_root("/proc/version").build().expect_err("not a directory");
    assert_eq!(error.kind(), ErrorKind::Io);
}

#[test]
fn the_builder_shows_what_it_holds() {
    let builder = Sampler::builder().filesystem("/var").slow_interval(Duration::from_secs(7));
    let text = format!("{:?}", builder.clone());
    assert_words(&text, &["/var", "7s", "Own", "groups"]);
    let text = format!("{:?}", builder.build().unwrap());
    assert_words(&text, &["/var", "/proc/stat"]);
    assert!(text.len() < 20_000, "{} bytes, buffers and all", text.len());
}
