use std::collections::BTreeMap;

use super::{ordinal_of, Shard};
use crate::error::ErrorKind;

fn names(count: usize) -> Vec<String> {
    (0..count).map(|number| format!("server-{number}")).collect()
}

fn shards(of: u32) -> Vec<Shard> {
    (0..of).map(|index| Shard::new(index, of).unwrap()).collect()
}

/// As anybody would compute them: `printf orders/3 | sha256sum`.
#[test]
fn who_owns_what_never_changes() {
    let ten = Shard::new(0, 10).unwrap();
    let three = Shard::new(0, 3).unwrap();
    for (name, of_ten, of_three) in
        [("orders", 2, 2), ("search", 1, 1), ("archive", 9, 1), ("a", 0, 0), ("größe", 4, 2), ("x/1", 7, 1)]
    {
        assert_eq!((ten.owner(name), three.owner(name)), (of_ten, of_three), "{name}");
    }
    for (name, next) in [("orders", 3), ("search", 7), ("archive", 8), ("a", 4), ("größe", 2), ("x/1", 5)] {
        let without = ten.clone().without([ten.owner(name)]).unwrap();
        assert_eq!(without.owner(name), next, "{name}");
    }
}

#[test]
fn each_name_belongs_to_exactly_one_shard() {
    for of in [1, 2, 3, 7, 16] {
        let shards = shards(of);
        for name in names(200) {
            let owners: Vec<u32> =
                shards.iter().filter(|shard| shard.owns(&name)).map(Shard::index).collect();
            assert_eq!(owners, [shards[0].owner(&name)], "{name} of {of}");
        }
    }
}

#[test]
fn with_one_shard_more_only_what_it_gets_moves() {
    for of in 1..20 {
        let (fewer, more) = (Shard::new(0, of).unwrap(), Shard::new(0, of + 1).unwrap());
        let mut moved = 0;
        for name in names(1_000) {
            let (before, after) = (fewer.owner(&name), more.owner(&name));
            assert!(after == before || after == of, "{name}: {before} to {after} of {}", of + 1);
            moved += u32::from(after != before);
        }
        let expected = 1_000 / (of + 1);
        assert!(moved > expected / 2 && moved < expected * 2, "{moved} moved, about {expected} should");
    }
}

#[test]
fn where_shards_are_left_out_only_what_was_theirs_moves() {
    let all = shards(10);
    for gone in [vec![3], vec![0, 9], vec![1, 2, 3, 4, 5, 6, 7, 8]] {
        let left: Vec<Shard> =
            all.iter().map(|shard| shard.clone().without(gone.iter().copied()).unwrap()).collect();
        let mut heirs: BTreeMap<u32, u32> = BTreeMap::new();
        for name in names(2_000) {
            let owners: Vec<u32> = left.iter().filter(|shard| shard.owns(&name)).map(Shard::index).collect();
            let [owner] = owners[..] else { panic!("{name}: {owners:?}") };
            let before = all[0].owner(&name);
            assert!(!gone.contains(&owner), "{name}");
            if gone.contains(&before) {
                *heirs.entry(owner).or_default() += 1;
            } else {
                assert_eq!(owner, before, "{name}");
            }
        }
        // All that stay have a part of it.
        assert_eq!(heirs.len(), 10 - gone.len(), "{heirs:?}");
        for index in gone {
            assert!(!left[index as usize].takes_part());
        }
    }
}

#[test]
fn parts_are_alike() {
    let all = Shard::new(0, 10).unwrap();
    // Whatever names have in common.
    for pattern in ["server-#", "#", "https://shop.example/#/health", "a/#", "#.example"] {
        let mut counts = [0_i64; 10];
        for number in 0..10_000 {
            counts[all.owner(&pattern.replace('#', &number.to_string())) as usize] += 1;
        }
        // A part is binomial: 1,000 give or take 30; five times that is out of the question by chance.
        for count in counts {
            assert!((count - 1_000).abs() < 150, "{pattern}: {counts:?}");
        }
    }
}

#[test]
fn a_shard_is_read_from_text() {
    let read = |text: &str| Shard::read(text, || Ok(7));
    assert_eq!(read("3/10").unwrap(), Shard::new(3, 10).unwrap());
    assert_eq!(read("auto/10").unwrap().to_string(), "7/10");
    for text in
        ["", "3", "/", "3/", "/10", "-1/10", "+1/10", "1/10/2", "a/10", "1/b", " 1/10", "99999999999/2"]
    {
        let error = read(text).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidArgument, "{text:?}");
        assert!(error.to_string().contains("3/10"), "{text:?}: {error}");
    }
    for (text, said) in [
        ("10/10", "there is no shard 10 of 10: shards count from 0, so the last one is 9/10"),
        ("0/0", "0 shards: allowed are 1 to 1024"),
        ("0/1025", "1025 shards: allowed are 1 to 1024"),
        ("auto/7", "there is no shard 7 of 7: shards count from 0, so the last one is 6/7"),
    ] {
        assert_eq!(read(text).unwrap_err().to_string(), said, "{text}");
    }
}

#[test]
fn what_cannot_be_left_out_is_told() {
    let shard = Shard::new(0, 2).unwrap();
    let said = |others: &[u32]| shard.clone().without(others.iter().copied()).unwrap_err().to_string();
    assert_eq!(said(&[2]), "shard 2 cannot be left out of 2: shards count from 0");
    assert_eq!(said(&[1, 0, 1]), "all 2 shards are left out: who is to check?");
    let alone = shard.clone().without([1, 1]).unwrap();
    assert_eq!((alone.taking_part(), alone.left_out()), (1, &[1][..]));
    assert!(names(50).iter().all(|name| alone.owns(name)));
}

#[test]
fn the_ordinal_is_that_of_the_pod() {
    let of = |pod_index: Option<&str>, host: &str| ordinal_of(pod_index, Some(host.to_owned()));
    assert_eq!(of(None, "plimsoll-3\n").unwrap(), 3);
    assert_eq!(of(Some("12"), "plimsoll-3").unwrap(), 12);
    assert_eq!(of(Some(""), "a-b-07").unwrap(), 7);
    assert_eq!(of(Some("three"), "plimsoll-3").unwrap_err().kind(), ErrorKind::Malformed);
    // Pods of a Deployment end in letters and digits, hosts in a number without a hyphen: neither counts from 0.
    for host in ["plimsoll-7d4b9c6f5-x2x7q", "web3", "3", "", "plimsoll-"] {
        let error = of(None, host).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::NotFound, "{host}");
        assert!(error.to_string().contains("POD_INDEX"), "{error}");
    }
}
