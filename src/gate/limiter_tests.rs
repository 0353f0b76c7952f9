//! Against queues whose knee is known: `servers` serve at once, each for an exponential time with the mean `service`;
//! who comes while all are busy waits. As many as the limit allows are always there. Work that would take longer than
//! `timeout` is given up then.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::*;

struct Queueing {
    servers: usize,
    service: f64,
    timeout: f64,
    /// The share of work that never ends, whatever goes on.
    hanging: f64,
    /// At most this many want to work at once.
    wanted: u32,
    /// How much ends in a window; 0: as much as the limit.
    ended: u32,
    random: u64,
}

impl Queueing {
    fn new(servers: usize) -> Self {
        Queueing {
            servers,
            service: 0.05,
            timeout: f64::INFINITY,
            hanging: 0.0,
            wanted: u32::MAX,
            ended: 400,
            random: 42,
        }
    }

    #[allow(clippy::cast_precision_loss)]
    fn uniform(&mut self) -> f64 {
        self.random =
            self.random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.random >> 11) as f64 + 0.5) / (1_u64 << 53) as f64
    }

    /// A window; the first pieces of work, which came under another limit, do not count.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::cast_precision_loss)]
    fn window(&mut self, limit: u32) -> Window {
        let limit = limit.min(self.wanted);
        let mut free: BinaryHeap<Reverse<u64>> = (0..self.servers).map(|_| Reverse(0)).collect();
        let mut comes: BinaryHeap<Reverse<u64>> = (0..limit).map(|_| Reverse(0)).collect();
        let (mut done, mut drops, mut total) = (0_u64, 0_u64, 0.0);
        let ended = if self.ended == 0 { limit } else { self.ended };
        for number in 0..ended + limit {
            let Reverse(now) = comes.pop().unwrap();
            let took = if self.uniform() < self.hanging {
                self.timeout
            } else {
                let Reverse(server) = free.pop().unwrap();
                let begin = server.max(now);
                let end = begin + (-self.uniform().ln() * self.service * 1e9) as u64;
                free.push(Reverse(end));
                ((end - now) as f64 / 1e9).min(self.timeout)
            };
            comes.push(Reverse(now + (took * 1e9) as u64));
            if number < limit {
                continue;
            }
            if took < self.timeout {
                done += 1;
                total += took;
            } else {
                drops += 1;
            }
        }
        Window { done, latency: total / (done as f64).max(1.0), drops, most_in_flight: limit }
    }

    /// Mean limit of the last half of so many windows.
    fn run(&mut self, limiter: &mut Limiter, windows: u32) -> f64 {
        let mut sum = 0.0;
        for number in 0..windows {
            let window = self.window(limiter.limit());
            limiter.update(window);
            if number >= windows / 2 {
                sum += f64::from(limiter.limit());
            }
        }
        sum / f64::from(windows - windows / 2)
    }
}

fn limiter(initial: u32) -> Limiter {
    Limiter::new(AdaptiveOptions { initial_limit: initial, ..AdaptiveOptions::default() }, 1_000)
}

#[test]
fn it_finds_the_knee_from_below_and_from_above() {
    for servers in [4, 20, 80] {
        for initial in [1, 20, 300] {
            let knee = servers as f64;
            let found = Queueing::new(servers).run(&mut limiter(initial), 400);
            assert!((knee..=3.0 * knee + 2.0).contains(&found), "{servers} servers, from {initial}: {found}");
        }
    }
}

#[test]
fn it_does_so_too_where_little_ends_in_a_window() {
    for (servers, initial) in [(1, 20), (4, 1), (20, 20), (20, 300)] {
        let mut queue = Queueing { ended: 0, ..Queueing::new(servers) };
        let (found, knee) = (queue.run(&mut limiter(initial), 1_500), servers as f64);
        assert!(
            (0.6 * knee..=4.0 * knee + 4.0).contains(&found),
            "{servers} servers, from {initial}: {found}"
        );
    }
}

#[test]
fn one_server_is_found_too() {
    let found = Queueing::new(1).run(&mut limiter(20), 400);
    assert!((1.0..6.0).contains(&found), "{found}");
}

#[test]
fn it_follows_when_capacity_changes() {
    let (mut queue, mut limiter) = (Queueing::new(40), limiter(20));
    let wide = queue.run(&mut limiter, 300);
    queue.servers = 5;
    let narrow = queue.run(&mut limiter, 300);
    queue.servers = 40;
    let wide_again = queue.run(&mut limiter, 300);
    assert!(narrow < 20.0, "{narrow}");
    assert!(wide > 40.0 && wide_again > 40.0, "{wide} {wide_again}");
}

#[test]
fn work_that_got_slower_by_itself_is_not_taken_for_a_queue() {
    let (mut queue, mut limiter) = (Queueing::new(40), limiter(20));
    queue.run(&mut limiter, 200);
    queue.service *= 5.0;
    let found = queue.run(&mut limiter, 400);
    assert!(found > 30.0, "{found}");
    let base = limiter.base().unwrap();
    assert!((0.5..1.5).contains(&(base / queue.service)), "{base}");
}

#[test]
fn an_overload_that_lasts_does_not_become_the_norm() {
    let (mut queue, mut limiter) = (Queueing::new(10), limiter(20));
    let (early, late) = (queue.run(&mut limiter, 300), queue.run(&mut limiter, 3_000));
    assert!(late < 1.5 * early && late < 40.0, "{early}, and later {late}");
}

#[test]
fn timeouts_shrink_it_to_where_there_are_few_and_it_grows_back() {
    let (mut queue, mut limiter) = (Queueing::new(40), limiter(20));
    let before = queue.run(&mut limiter, 200);
    (queue.servers, queue.timeout) = (4, 0.4);
    let under = queue.run(&mut limiter, 200);
    assert!(under < 0.6 * before && under < 32.0, "{before}, then {under}");
    (queue.servers, queue.timeout) = (40, 0.4);
    let after = queue.run(&mut limiter, 300);
    assert!(after > 0.7 * before, "{before}, {under}, then {after}");
}

#[test]
fn where_nothing_ends_it_goes_down_to_the_floor_and_comes_back() {
    let mut limiter = limiter(100);
    let lost = Window { done: 0, latency: 0.0, drops: 20, most_in_flight: 100 };
    for _ in 0..10 {
        limiter.update(lost);
    }
    assert_eq!(limiter.limit(), 1);
    for _ in 0..100 {
        limiter.update(lost);
    }
    assert_eq!(limiter.limit(), 1);
    let found = Queueing::new(40).run(&mut limiter, 200);
    assert!(found > 30.0, "{found}");
}

#[test]
fn endpoints_that_never_answer_do_not_shrink_it_for_the_others() {
    for hanging in [0.2, 0.5] {
        let (mut queue, mut limiter) = (Queueing::new(40), limiter(20));
        queue.timeout = 2.0;
        let before = queue.run(&mut limiter, 200);
        queue.hanging = hanging;
        let with = queue.run(&mut limiter, 200);
        assert!(with > 0.6 * before, "{hanging} hang: {before}, then {with}");
        queue.hanging = 0.0;
        queue.run(&mut limiter, 10);
        assert!(
            limiter.usual_drops < 0.1,
            "what is usual is forgotten when it ends: {}",
            limiter.usual_drops
        );
    }
}

#[test]
fn it_does_not_grow_while_half_of_it_is_not_in_use() {
    let (mut queue, mut limiter) = (Queueing::new(1_000), limiter(20));
    queue.wanted = 5;
    queue.run(&mut limiter, 200);
    assert_eq!(limiter.limit(), 20);
    queue.wanted = u32::MAX;
    queue.run(&mut limiter, 200);
    assert!(limiter.limit() > 200, "{}", limiter.limit());
}

#[test]
fn it_stays_within_its_bounds() {
    let options = AdaptiveOptions { min_limit: 3, ..AdaptiveOptions::default() };
    let mut limiter = Limiter::new(options, 50);
    Queueing::new(1_000).run(&mut limiter, 100);
    assert_eq!(limiter.limit(), 50);
    for _ in 0..50 {
        limiter.update(Window { done: 0, latency: 0.0, drops: 5, most_in_flight: 50 });
    }
    assert_eq!(limiter.limit(), 3);
}
