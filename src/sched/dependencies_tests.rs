use super::super::random::Random;
use super::*;

#[test]
fn a_child_waits_for_all_that_it_stands_on_however_far_down() {
    // 3 -> 2 -> 1 -> 0, 3 -> 4
    let tree = Dependencies::new(vec![vec![], vec![0], vec![1], vec![2, 4], vec![]]).unwrap();
    let broken = |target, which: usize, how| {
        tree.broken(target, |number| if number == which { how } else { Status::Unknown })
    };
    for target in 1..4 {
        assert_eq!(broken(target, 0, Status::Unhealthy), Some(0));
        assert_eq!(broken(target, 0, Status::Degraded), None, "it works");
        assert_eq!(broken(target, 0, Status::Unknown), None);
    }
    assert_eq!(broken(3, 4, Status::Unhealthy), Some(4));
    assert_eq!(broken(2, 4, Status::Unhealthy), None);
    assert_eq!(broken(0, 0, Status::Unhealthy), None, "it does not stand in its own way");
    assert_eq!(tree.broken(3, |_| Status::Unhealthy), Some(2), "the nearest");
    assert_eq!(tree.broken(99, |_| Status::Unhealthy), None);
}

#[test]
fn circles_are_told_and_nothing_else_is_one() {
    let circle = |parents| Dependencies::new(parents).unwrap_err();
    assert_eq!(circle(vec![vec![0]]), Circle(vec![0]));
    assert_eq!(circle(vec![vec![1], vec![2], vec![3], vec![1]]), Circle(vec![1, 2, 3]));
    let diamond = Dependencies::new(vec![vec![1, 2, 2, 77], vec![3], vec![3], vec![]]).unwrap();
    assert_eq!((diamond.order(), diamond.parents(0)), ([3, 1, 2, 0].as_slice(), [1, 2].as_slice()));
    assert!(Dependencies::new(Vec::new()).unwrap().order().is_empty());
}

#[test]
fn a_chain_of_all_targets_is_no_trouble() {
    let next = |number: usize| if number < 99_999 { vec![number + 1] } else { Vec::new() };
    let dependencies = Dependencies::new((0..100_000).map(next).collect()).unwrap();
    assert_eq!(dependencies.order()[0], 99_999);
}

/// Against the plain definition, on random graphs.
#[test]
fn whatever_the_graph_the_order_holds_and_broken_is_what_can_be_reached() {
    let (mut circles, mut broken) = (0, 0);
    for seed in 0..500 {
        let mut random = Random::new(seed);
        let count = 1 + random.below(12) as usize;
        let free = random.one_in(3);
        let parents: Vec<Vec<usize>> = (0..count)
            .map(|target| {
                let below = if free { count } else { target };
                (0..random.below(3))
                    .filter(|_| below > 0)
                    .map(|_| random.next() as usize % below.max(1))
                    .collect()
            })
            .collect();
        let mut reach = vec![vec![false; count]; count];
        for _ in 0..count {
            for target in 0..count {
                for parent in &parents[target] {
                    reach[target][*parent] = true;
                    let beyond = reach[*parent].clone();
                    reach[target].iter_mut().zip(beyond).for_each(|(far, beyond)| *far |= beyond);
                }
            }
        }
        match Dependencies::new(parents.clone()) {
            Err(Circle(circle)) => {
                circles += 1;
                for (at, target) in circle.iter().enumerate() {
                    assert!(
                        parents[*target].contains(&circle[(at + 1) % circle.len()]),
                        "seed {seed}: {circle:?}"
                    );
                }
            }
            Ok(dependencies) => {
                assert!((0..count).all(|target| !reach[target][target]), "seed {seed}");
                let place =
                    |target: usize| dependencies.order().iter().position(|other| *other == target).unwrap();
                assert!((0..count)
                    .all(|target| parents[target].iter().all(|parent| place(*parent) < place(target))));
                let statuses: Vec<Status> =
                    (0..count).map(|_| Status::ALL[random.below(4) as usize]).collect();
                for (target, reach) in reach.iter().enumerate() {
                    let unhealthy = |number: &usize| statuses[*number] == Status::Unhealthy;
                    let any = (0..count).any(|far| reach[far] && unhealthy(&far));
                    let found = dependencies.broken(target, |number| statuses[number]);
                    assert_eq!(found.is_some(), any, "seed {seed}");
                    assert!(found.is_none_or(|found| unhealthy(&found) && reach[found]));
                    broken += u32::from(any);
                }
            }
        }
    }
    assert!(circles > 50 && broken > 300, "{circles} {broken}: too few to tell");
}
