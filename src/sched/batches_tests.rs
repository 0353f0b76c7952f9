use super::super::random::Random;
use super::*;

const SECOND: u64 = 1_000_000_000;

#[test]
fn a_batch_is_complete_when_it_is_full_or_old() {
    let mut batches = Batches::new(BatchOptions::default());
    for item in 0..9 {
        assert_eq!(batches.push(item, 0, item), None);
    }
    assert_eq!(batches.push(9, 0, 9), Some((0..10).collect()));
    assert_eq!((batches.len(), batches.due_ns()), (0, None));
    assert_eq!(batches.push(SECOND, 0, 10), None);
    assert_eq!(batches.push(4 * SECOND, 0, 11), None);
    assert_eq!(batches.due_ns(), Some(6 * SECOND), "by its oldest item");
    assert_eq!(batches.due(6 * SECOND - 1), None);
    assert_eq!(batches.due(6 * SECOND), Some(vec![10, 11]));
    assert_eq!(batches.due(60 * SECOND), None);
    assert_eq!(batches.push(60 * SECOND, 0, 12), None);
    assert_eq!(batches.push(65 * SECOND, 0, 13), Some(vec![12, 13]), "nobody looked in between");
}

#[test]
fn the_higher_priority_comes_first_and_of_equals_the_earlier() {
    let mut batches = Batches::new(BatchOptions::default());
    for (item, priority) in [0, 100, -100, 0, 100].into_iter().enumerate() {
        assert_eq!(batches.push(0, priority, item), None);
    }
    assert_eq!(batches.flush(), Some(vec![1, 4, 0, 3, 2]));
    assert_eq!(batches.flush(), None);
    assert!(batches.is_empty());
}

#[test]
fn no_size_is_one_and_no_age_is_at_once() {
    let mut batches = Batches::new(BatchOptions { size: 0, ..BatchOptions::default() });
    assert_eq!(batches.push(0, 0, 'a'), Some(vec!['a']));
    let mut batches = Batches::new(BatchOptions { age: Duration::ZERO, ..BatchOptions::default() });
    assert_eq!(batches.push(0, 0, 'a'), Some(vec!['a']));
    let mut batches = Batches::new(BatchOptions { age: Duration::MAX, ..BatchOptions::default() });
    assert_eq!(batches.push(5, 0, 'a'), None);
    assert_eq!(batches.due(u64::MAX - 1), None);
}

#[test]
fn everything_comes_out_once_and_in_time() {
    for seed in 0..100 {
        let mut random = Random::new(seed);
        let options = BatchOptions {
            size: 1 + random.below(12) as usize,
            age: Duration::from_millis(random.below(3000)),
        };
        let mut batches = Batches::new(options);
        let (mut now, mut came, mut out) = (0, Vec::new(), Vec::new());
        for item in 0..500_usize {
            // The clock stops where something is due.
            let next = now + random.below(SECOND);
            while let Some(due) = batches.due_ns().filter(|due| *due <= next) {
                now = due.max(now);
                out.push((now, batches.due(now).expect("it is due")));
            }
            now = next;
            came.push(now);
            out.extend(batches.push(now, random.below(3), item).map(|batch| (now, batch)));
        }
        out.extend(batches.flush().map(|batch| (now, batch)));
        let most = options.age.as_nanos() as u64;
        for (at, batch) in &out {
            assert!(!batch.is_empty() && batch.len() <= options.size);
            assert!(batch.iter().all(|item| at - came[*item] <= most), "seed {seed}");
        }
        let mut all: Vec<usize> = out.into_iter().flat_map(|(_, batch)| batch).collect();
        all.sort_unstable();
        assert_eq!(all, (0..500).collect::<Vec<_>>());
    }
}
