use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

use super::super::fixtures_tests::*;
use super::*;

fn get(answers: &Answers, name: &str) -> Option<Known<String>> {
    match answers.get(name)? {
        Known::Found(bytes) => Some(Known::Found(String::from_utf8(bytes.to_vec()).unwrap())),
        Known::Absent => Some(Known::Absent),
    }
}

fn lines(text: &str) -> Option<Known<String>> {
    Some(Known::Found(text.to_owned()))
}

#[test]
fn what_was_looked_up_is_told_and_counted() {
    let (_, resolver) = resolver(By(|name: &str| match name {
        "a.test" => Ok(vec![address(1), "2001:db8::1".parse().unwrap()]),
        "mute.test" => Err(try_again(name)),
        _ => Err(not_found(name)),
    }));
    for name in ["a.test", "A.test", "mute.test", "none.test"] {
        let _ = resolver.resolve(name, soon());
    }
    let answers = resolver.answers();
    let counted = answers.statistics();
    assert_eq!((counted.fetches, counted.misses, counted.hits, counted.entries), (3, 3, 1, 3));
    assert_eq!(get(answers, "A.TEST"), lines("192.0.2.1\n2001:db8::1"));
    assert_eq!(get(answers, "none.test"), Some(Known::Absent));
    assert_eq!((get(answers, "mute.test"), get(answers, "never.asked")), (None, None));
    answers.clear();
    assert_eq!((answers.statistics().entries, answers.statistics().bytes), (0, 0));
}

#[test]
fn what_is_put_in_is_what_names_are_resolved_by() {
    let asked = Arc::new(AtomicUsize::new(0));
    let count = asked.clone();
    let (clock, resolver) = resolver(By(move |_: &str| {
        count.fetch_add(1, Ordering::Relaxed);
        Ok(vec![address(9)])
    }));
    let answers = resolver.answers();
    answers.set("A.test", Arc::from(*b"192.0.2.1, 192.0.2.2\n192.0.2.1"), Some(10 * SECOND)).unwrap();
    answers.set_absent("gone.test", None).unwrap();
    let known = resolver.resolve("a.test", Instant::now()).unwrap();
    assert_eq!((&*known.addresses, known.stale), (&[address(1), address(2)][..], false));
    let gone = resolver.resolve("gone.test", Instant::now()).unwrap_err();
    assert_eq!(gone.kind, DnsErrorKind::NotFound);
    assert_eq!(asked.load(Ordering::Relaxed), 0);
    clock.pass(10 * SECOND);
    assert_eq!(resolver.resolve("a.test", soon()), looked_up(9), "it is not served stale");
    assert!(answers.remove("gone.test") && !answers.remove("gone.test"));
    assert_eq!(resolver.resolve("gone.test", soon()), looked_up(9));
}

#[test]
fn what_is_no_name_or_no_address_is_refused() {
    let (_, resolver) = resolver(By(|_: &str| Ok(vec![address(1)])));
    let answers = resolver.answers();
    for (name, value, why) in [
        ("192.0.2.1", "192.0.2.1", "is an address"),
        ("a b", "192.0.2.1", "neither an address nor a name"),
        ("a.test", "192.0.2.1 localhost", "`localhost` is none"),
        ("a.test", " ,", "no address of `a.test` is given"),
        ("a.test", "\u{fffd}", "is none"),
    ] {
        let error = answers.set(name, value.as_bytes().into(), None).unwrap_err();
        assert!(error.to_string().contains(why), "{error}");
    }
    assert_eq!(answers.statistics().entries, 0);
}

#[test]
fn a_host_can_fetch_addresses_by_other_means() {
    let (clock, resolver) = resolver(By(|_: &str| panic!("not asked")));
    let answers = resolver.answers();
    let mut registry = || Ok(Fetched::Found { value: Bytes::from(*b"192.0.2.7"), ttl: SECOND });
    let found = answers.fetch("a.test", soon(), &mut registry);
    assert_eq!(found, Answer::Found(Arc::from(*b"192.0.2.7")));
    assert_eq!(resolver.resolve("a.test", Instant::now()), remembered(7));
    let mut wrong = || Ok(Fetched::Found { value: Bytes::from(*b"here"), ttl: SECOND });
    assert!(matches!(answers.fetch("b.test", soon(), &mut wrong), Answer::Failed(_)));
    clock.pass(SECOND);
    assert_eq!(get(answers, "a.test"), None);
}
