use std::collections::BinaryHeap;

use super::*;

const WIDE: Bounds = Bounds { jobs: 1000, per_host: 1000, long: 1000 };

fn place(priority: i32, group: u64, host: Option<&str>, lane: Lane) -> Place {
    Place { priority: Priority::new(priority), group, host: host.map(Arc::from), lane }
}

fn order(queue: &mut Queue<&'static str>) -> Vec<&'static str> {
    std::iter::from_fn(|| queue.take(|_| true).map(|taken| taken.job)).collect()
}

#[test]
fn the_highest_priority_goes_first_and_equals_in_order_of_coming() {
    let mut queue = Queue::new(WIDE);
    for (priority, job) in [(0, "b1"), (-5, "c"), (0, "b2"), (700, "a"), (0, "b3")] {
        queue.push(&place(priority, 0, None, Lane::Any), job);
    }
    assert_eq!(queue.waiting(), 5);
    assert_eq!(order(&mut queue), ["a", "b1", "b2", "b3", "c"]);
    assert_eq!((queue.waiting(), queue.running()), (0, 5));
}

#[test]
fn hosts_and_groups_take_turns() {
    let mut queue = Queue::new(WIDE);
    for job in ["a1", "a2", "a3", "a4"] {
        queue.push(&place(0, 0, Some("a"), Lane::Any), job);
    }
    queue.push(&place(0, 0, Some("b"), Lane::Any), "b1");
    queue.push(&place(0, 0, Some("b"), Lane::Any), "b2");
    for job in ["other1", "other2", "other3"] {
        queue.push(&place(0, 9, Some("a"), Lane::Any), job);
    }
    let wanted = ["a1", "other1", "b1", "other2", "a2", "other3", "b2", "a3", "a4"];
    assert_eq!(order(&mut queue), wanted);
}

#[test]
fn bounds_hold_and_what_they_hold_back_is_passed_over() {
    let mut queue = Queue::new(Bounds { jobs: 5, per_host: 2, long: 1 });
    queue.bound(7, 1);
    for job in ["a1", "a2", "a3"] {
        queue.push(&place(0, 0, Some("a"), Lane::Any), job);
    }
    for job in ["g1", "g2"] {
        queue.push(&place(0, 7, None, Lane::Any), job);
    }
    queue.push(&place(0, 0, Some("l"), Lane::Long), "l1");
    queue.push(&place(0, 0, Some("m"), Lane::Long), "m1");
    let taken = order(&mut queue);
    assert_eq!(taken, ["l1", "a1", "g1", "a2"], "no third of the host, no second of the group or long");
    queue.done(&place(0, 7, None, Lane::Any), false);
    assert_eq!(order(&mut queue), ["g2"]);
    queue.done(&place(0, 0, Some("l"), Lane::Long), true);
    assert_eq!(order(&mut queue), ["m1"]);
    queue.done(&place(0, 0, Some("a"), Lane::Any), false);
    assert_eq!(order(&mut queue), ["a3"]);
    assert_eq!(queue.running(), 4);
}

#[test]
fn long_turns_go_to_whoever_needs_them_first() {
    let mut queue = Queue::new(Bounds { long: 2, ..WIDE });
    let turn = |queue: &mut Queue<&'static str>| queue.take(|_| true).map(|taken| (taken.job, taken.is_long));
    for job in ["a1", "a2", "a3"] {
        queue.push(&place(0, 0, None, Lane::Any), job);
    }
    assert_eq!(turn(&mut queue), Some(("a1", true)), "nobody needs it more");
    queue.push(&place(0, 0, None, Lane::Long), "l1");
    queue.push(&place(0, 0, None, Lane::Again), "again");
    assert_eq!(turn(&mut queue), Some(("again", true)));
    assert_eq!(turn(&mut queue), Some(("a2", false)));
    assert_eq!(turn(&mut queue), Some(("a3", false)));
    assert_eq!(turn(&mut queue), None);
    queue.done(&place(0, 0, None, Lane::Any), true);
    assert_eq!(turn(&mut queue), Some(("l1", true)));
}

#[test]
fn who_is_not_open_is_passed_over() {
    let mut queue = Queue::new(WIDE);
    queue.push(&place(5, 0, None, Lane::Any), "high");
    queue.push(&place(-5, 0, None, Lane::Any), "low");
    let taken = queue.take(|priority| priority < Priority::NORMAL).map(|taken| taken.job);
    assert_eq!(taken, Some("low"));
    queue.done(&place(-5, 0, None, Lane::Any), false);
    queue.push_front(&place(5, 0, None, Lane::Any), "first");
    assert_eq!(order(&mut queue), ["first", "high"]);
}

#[test]
fn what_waits_can_be_taken_out() {
    let mut queue = Queue::new(WIDE);
    for (group, job) in [(1, "a"), (2, "b"), (1, "c"), (3, "d"), (2, "e")] {
        queue.push(&place(0, group, Some(job), Lane::Long), job);
    }
    let mut removed = queue.remove_group(1);
    removed.sort_unstable();
    assert_eq!(removed, ["a", "c"]);
    assert_eq!(queue.remove(2, |job| *job != "b"), ["b"]);
    assert_eq!(queue.remove(2, |_| true), [""; 0]);
    assert_eq!(queue.waiting(), 2);
    let mut rest = queue.drain();
    rest.sort_unstable();
    assert_eq!(rest, ["d", "e"]);
    assert!(queue.take(|_| true).is_none() && queue.waiting() == 0);
}

/// A sequence of numbers that look like chance.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, most: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % most
    }
}

#[test]
fn whatever_is_done_with_it_each_job_comes_out_once_and_bounds_hold() {
    for seed in 0..200 {
        let mut numbers = Numbers(seed);
        let bounds = Bounds {
            jobs: 1 + numbers.below(10) as usize,
            per_host: 1 + numbers.below(4) as usize,
            long: 1 + numbers.below(5) as usize,
        };
        let mut queue = Queue::new(bounds);
        queue.bound(1, 2);
        let (mut next, mut out) = (0_u32, Vec::new());
        let mut running: Vec<(Place, bool)> = Vec::new();
        let mut places: HashMap<u32, Place> = HashMap::new();
        for step in 0..400 {
            match numbers.below(if step < 300 { 10 } else { 5 }) {
                5.. => {
                    let host = ["a", "b", "c", "d"].get(numbers.below(5) as usize).copied();
                    let lane = [Lane::Any, Lane::Again, Lane::Long][numbers.below(3) as usize];
                    let priority = [-100, 0, 0, 100][numbers.below(4) as usize];
                    let place = place(priority, numbers.below(3), host, lane);
                    queue.push(&place, next);
                    places.insert(next, place);
                    next += 1;
                }
                0 if !running.is_empty() => {
                    let (place, is_long) = running.swap_remove(numbers.below(running.len() as u64) as usize);
                    queue.done(&place, is_long);
                }
                1 if numbers.below(30) == 0 => out.extend(queue.remove_group(numbers.below(3))),
                2 if numbers.below(20) == 0 => out.extend(queue.remove(numbers.below(3), |job| job % 2 == 0)),
                _ => {
                    let Some(taken) = queue.take(|_| true) else { continue };
                    let place = places[&taken.job].clone();
                    assert!(taken.is_long || place.lane == Lane::Any);
                    out.push(taken.job);
                    running.push((place, taken.is_long));
                    let at = |host: &str| {
                        running.iter().filter(|(place, _)| place.host.as_deref() == Some(host)).count()
                    };
                    assert!(["a", "b", "c", "d"].into_iter().all(|host| at(host) <= bounds.per_host));
                    assert!(running.iter().filter(|(place, _)| place.group == 1).count() <= 2);
                    assert!(running.iter().filter(|(_, is_long)| *is_long).count() <= bounds.long);
                    assert!(running.len() <= bounds.jobs && running.len() == queue.running());
                }
            }
        }
        // Nothing is stuck: when what runs ends, something of what waits can begin.
        while queue.waiting() > 0 {
            running.drain(..).for_each(|(place, is_long)| queue.done(&place, is_long));
            let before = out.len();
            while let Some(taken) = queue.take(|_| true) {
                out.push(taken.job);
                running.push((places[&taken.job].clone(), taken.is_long));
            }
            assert!(out.len() > before, "{} wait for ever", queue.waiting());
        }
        out.sort_unstable();
        assert_eq!(out, (0..next).collect::<Vec<_>>());
    }
}

/// When the jobs of all hosts but the first are over, and the longest time in which none of them was, with ten workers:
/// in each host's line are 20 jobs of 50 ms; those of the first host take as long as is said.
fn others(slow_ms: u64, per_host: usize) -> (u64, u64) {
    let mut queue = Queue::new(Bounds { jobs: 10, per_host, long: 10 });
    for host in 0..100_u32 {
        for _ in 0..20 {
            queue.push(&place(0, 0, Some(&host.to_string()), Lane::Long), host);
        }
    }
    let mut ends = BinaryHeap::new();
    let (mut now, mut last, mut longest) = (0, 0, 0);
    loop {
        while let Some(taken) = queue.take(|_| true) {
            let takes = if taken.job == 0 { slow_ms } else { 50 };
            ends.push(Reverse((now + takes, taken.job)));
        }
        let Some(Reverse((end, host))) = ends.pop() else { return (last, longest) };
        now = end;
        if host != 0 {
            longest = longest.max(end - last);
            last = end;
        }
        queue.done(&place(0, 0, Some(&host.to_string()), Lane::Long), true);
    }
}

#[test]
fn one_slow_host_among_a_hundred_does_not_starve_the_rest() {
    let (usual, _) = others(50, 5);
    let (with_a_slow_one, longest) = others(5000, 5);
    assert!(
        with_a_slow_one <= usual * 2,
        "{with_a_slow_one} ms against {usual} ms: half of the workers are left"
    );
    assert_eq!(longest, 50, "somebody else always ends");
    let (with_one_worker, _) = others(5000, 1);
    assert!(with_one_worker * 10 <= usual * 12, "{with_one_worker} ms against {usual} ms: one worker less");
    // What the bound does beside the turns.
    assert!(others(5000, 10).0 > with_a_slow_one);
}
