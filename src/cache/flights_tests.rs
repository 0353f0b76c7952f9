use std::thread;
use std::time::Duration;

use super::*;

fn soon() -> Instant {
    Instant::now() + Duration::from_secs(20)
}

fn flights() -> Flights<u8, u8> {
    Flights::default()
}

#[test]
fn the_first_has_the_duty_and_all_get_what_it_brings() {
    let flights = flights();
    let first = flights.board(&1);
    let second = flights.board(&1);
    assert!(second.landing.is_none());
    assert!(flights.board(&2).landing.is_some(), "another key is another flight");
    assert_eq!(second.seat.wait_until(Instant::now()), None);
    let waiting = thread::spawn(move || second.seat.wait_until(soon()));
    first.landing.unwrap().land(10);
    assert_eq!(first.seat.wait_until(Instant::now()), Some(Outcome::Landed(10)), "late is not too late");
    assert_eq!(waiting.join().unwrap(), Some(Outcome::Landed(10)));
    assert!(flights.board(&1).landing.is_some(), "what landed is over");
}

#[test]
fn a_duty_that_is_dropped_lets_go_of_those_who_wait() {
    let flights = flights();
    let Boarding { seat, landing } = flights.board(&1);
    drop(landing);
    assert_eq!(seat.wait_until(soon()), Some(Outcome::Lost));
    assert!(flights.board(&1).landing.is_some());
}

#[test]
fn what_nobody_waits_for_need_not_be_done() {
    let flights = flights();
    let Boarding { seat, landing } = flights.board(&1);
    let landing = landing.unwrap().if_awaited().expect("the seat is taken");
    drop(seat);
    assert!(landing.if_awaited().is_none());
    let again = flights.board(&1);
    let other = flights.board(&1);
    drop(again.seat);
    assert!(again.landing.unwrap().if_awaited().is_some(), "the other seat is taken");
    drop(other);
}

#[test]
fn what_lands_after_all_were_lost_does_not_touch_its_successor() {
    let flights = flights();
    let old = flights.board(&1);
    flights.lose_all();
    assert_eq!(old.seat.wait_until(soon()), Some(Outcome::Lost));
    let new = flights.board(&1);
    assert!(new.landing.is_some());
    old.landing.unwrap().land(10);
    assert_eq!(old.seat.wait_until(soon()), Some(Outcome::Lost));
    assert!(flights.board(&1).landing.is_none(), "the new one is still under way");
    new.landing.unwrap().land(11);
    assert_eq!(new.seat.wait_until(soon()), Some(Outcome::Landed(11)));
}
