//! Whose turn it is: the books alone, without sockets.

use std::sync::Arc;
use std::time::{Duration, Instant};

use ureq::unversioned::transport::{Buffers, NextTimeout, Transport};

use super::ages::Ages;
use super::books::{Books, Fit, Room};
use super::seat::{Seat, Stage};
use super::{Authority, Ledger, PoolOptions};

const FIT: Fit = Fit { agent: 0, tls: false };

fn books(most: usize, most_per_host: usize) -> Books {
    Books::new(most, most_per_host, true, Ages::new(&PoolOptions::default()))
}

fn host(name: &str) -> Authority {
    Authority::from(name)
}

fn stages(seats: &[&Arc<Seat>]) -> Vec<Stage> {
    seats.iter().map(|seat| seat.stage()).collect()
}

/// Nothing of anybody is left.
fn is_empty(books: &Books) -> bool {
    let now = books.statistics();
    now.open == 0 && now.waiting == 0 && now.per_host.is_empty() && books.hosts() == 0
}

#[test]
fn turns_come_in_order_of_coming_at_each_host() {
    let mut books = books(10, 1);
    let (a, b) = (host("a:1"), host("b:1"));
    assert!(books.lease(&a, 1).is_none());
    let first = books.lease(&a, 1).expect("a seat");
    let second = books.lease(&a, 1).expect("a seat");
    assert!(books.lease(&b, 1).is_none(), "another host is no matter of theirs");
    books.release(&a, 1);
    assert_eq!(stages(&[&first, &second]), [Stage::Granted, Stage::Host]);
    assert!(books.lease(&a, 1).is_some(), "who comes now comes after the second");
    books.release(&a, 1);
    assert_eq!(second.stage(), Stage::Granted);
}

#[test]
fn who_wants_two_is_not_passed_by_for_ever() {
    let mut books = books(3, 2);
    let (a, b) = (host("a:1"), host("b:1"));
    assert!(books.lease(&a, 2).is_none());
    let pair = books.lease(&b, 2).expect("only one is free");
    let single = books.lease(&b, 1).expect("behind the pair, though one is free");
    assert_eq!(stages(&[&pair, &single]), [Stage::Pool, Stage::Host]);
    books.release(&a, 2);
    assert_eq!(stages(&[&pair, &single]), [Stage::Granted, Stage::Host]);
    books.release(&b, 2);
    assert_eq!(single.stage(), Stage::Granted);
    books.release(&b, 1);
    assert!(is_empty(&books));
}

#[test]
fn who_leaves_makes_way_for_those_behind() {
    let mut books = books(3, 2);
    let (a, b) = (host("a:1"), host("b:1"));
    assert!(books.lease(&a, 2).is_none());
    let pair = books.lease(&b, 2).expect("only one is free");
    let single = books.lease(&b, 1).expect("behind the pair");
    books.leave(&pair);
    assert_eq!(single.stage(), Stage::Granted);
    books.release(&b, 1);
    books.release(&a, 2);
    assert!(is_empty(&books));
}

#[test]
fn all_who_wait_are_sent_away_at_once_and_owe_nothing() {
    let mut books = books(2, 1);
    let hosts = ["a:1", "b:1", "c:1"].map(host);
    assert!(books.lease(&hosts[0], 1).is_none() && books.lease(&hosts[1], 1).is_none());
    let seats = [&hosts[0], &hosts[1], &hosts[2]].map(|host| books.lease(host, 1).expect("a seat"));
    books.dismiss();
    assert_eq!(stages(&seats.each_ref()), [Stage::Dismissed; 3]);
    hosts[..2].iter().for_each(|host| books.release(host, 1));
    assert!(is_empty(&books));
}

#[test]
fn room_is_made_by_what_is_idle_longest_where_the_bound_is() {
    let mut books = books(3, 2);
    let (a, b, c) = (host("a:1"), host("b:1"), host("c:1"));
    for host in [&b, &a, &a] {
        assert!(matches!(books.room(host), Room::Free));
    }
    // There is no room, and nobody to make it.
    assert!(matches!(books.room(&c), Room::None));
    for host in [&b, &a, &a] {
        assert!(books.give_back(host, FIT, Box::new(())).is_none());
    }
    // Host a has two: one of its own goes, though that of b is older.
    assert!(matches!(books.room(&a), Room::InsteadOf(_)));
    assert_eq!(books.statistics().per_host.iter().map(|host| host.idle).sum::<usize>(), 2);
    assert!(matches!(books.room(&c), Room::InsteadOf(_)));
    assert!(books.kept(&b, FIT).is_none(), "that of b was the oldest");
    assert!(books.kept(&a, Fit { agent: 1, tls: false }).is_none(), "another agent's fits nobody else");
    assert!(books.kept(&a, FIT).is_some());
    [&a, &a, &c].into_iter().for_each(|host| books.gone(host));
    assert!(is_empty(&books));
}

/// Which of the bounds made them wait: that of the host only while the pool has room.
#[test]
fn who_waits_is_counted_by_the_bound_that_is_in_the_way() {
    let mut books = books(3, 2);
    let (a, b) = (host("a:1"), host("b:1"));
    assert!(books.lease(&a, 1).is_none() && books.lease(&a, 1).is_none());
    assert!(books.lease(&a, 1).is_some());
    let told = |books: &Books| {
        let now = books.statistics();
        (now.waited, now.waited_for_host, now.most_in_use)
    };
    assert_eq!(told(&books), (1, 1, 2), "the host has its two, of three");
    assert!(books.lease(&b, 1).is_none());
    assert!(books.lease(&b, 1).is_some() && books.lease(&a, 1).is_some());
    assert_eq!(told(&books), (3, 1, 3), "and now all three are in use");
    [&a, &a, &b].into_iter().for_each(|host| books.release(host, 1));
    assert_eq!(told(&books), (3, 1, 3), "it is the most that ever were");
}

/// One that its server has closed.
#[derive(Debug)]
struct Ended;

impl Transport for Ended {
    fn buffers(&mut self) -> &mut dyn Buffers {
        unreachable!("nothing is sent")
    }

    fn transmit_output(&mut self, _: usize, _: NextTimeout) -> Result<(), ureq::Error> {
        unreachable!("nothing is sent")
    }

    fn await_input(&mut self, _: NextTimeout) -> Result<bool, ureq::Error> {
        unreachable!("nothing is read")
    }

    fn is_open(&mut self) -> bool {
        false
    }
}

#[test]
fn what_a_server_has_closed_is_closed_though_it_might_be_kept_for_longer() {
    let mut books = books(3, 3);
    let a = host("a:1");
    books.watch([(a.clone(), Duration::from_secs(70))].into());
    assert!(matches!(books.room(&a), Room::Free));
    assert!(books.give_back(&a, FIT, Box::new(Ended)).is_none());
    let after = |seconds| Instant::now() + Duration::from_secs(seconds);
    assert!(books.expired(after(5)).is_empty());
    let expired = books.expired(after(7));
    assert_eq!(expired.len(), 1);
    expired.iter().for_each(|idle| books.closed(&idle.host));
    assert!(is_empty(&books));
}

#[test]
fn what_a_server_tells_holds_for_what_is_kept_already() {
    let mut books = books(3, 3);
    let a = host("a:1");
    let lease = books.lease(&a, 1);
    assert!(lease.is_none() && matches!(books.room(&a), Room::Free));
    assert!(books.give_back(&a, FIT, Box::new(())).is_none());
    let after = |ms| Instant::now() + Duration::from_millis(ms);
    books.told(&a, Duration::from_secs(3));
    assert!(books.expired(after(1_500)).is_empty());
    let expired = books.expired(after(2_500));
    assert_eq!(expired.len(), 1, "a second before the server");
    expired.iter().for_each(|idle| books.closed(&idle.host));
    // One that would be too old at once is not kept at all.
    books.told(&a, Duration::from_secs(1));
    assert!(matches!(books.room(&a), Room::Free));
    assert!(books.give_back(&a, FIT, Box::new(())).is_some());
    books.closed(&a);
    books.release(&a, 1);
    assert!(is_empty(&books));
}

#[test]
fn what_expires_counts_until_it_is_closed() {
    let mut books = books(3, 3);
    let a = host("a:1");
    for _ in 0..2 {
        assert!(matches!(books.room(&a), Room::Free));
    }
    for _ in 0..2 {
        assert!(books.give_back(&a, FIT, Box::new(())).is_none());
    }
    let after = |seconds| Instant::now() + Duration::from_secs(seconds);
    assert!(books.expired(after(3)).is_empty());
    let expired = books.expired(after(5));
    let now = books.statistics();
    assert_eq!((expired.len(), now.open, now.idle, now.in_use), (2, 2, 0, 0));
    expired.iter().for_each(|idle| books.closed(&idle.host));
    assert!(is_empty(&books));
}

/// What a turn costs does not depend on how many hosts there are, nor on how many connections are idle.
#[test]
fn many_hosts_leave_nothing_behind() {
    let ledger = Arc::new(Ledger::new("test", &PoolOptions::default()));
    let deadline = Instant::now() + Duration::from_secs(10);
    for number in 0..10_000 {
        drop(ledger.lease(&host(&format!("{number}.test:80")), 1, deadline).expect("a lease"));
    }
    let one_at_a_time = super::PoolStatistics { most_in_use: 1, ..Default::default() };
    assert_eq!(ledger.statistics(), one_at_a_time);
}
