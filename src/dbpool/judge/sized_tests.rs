//! Whatever is recommended on the size of a pool is what advice says of it.

use super::super::random::Random;
use super::super::series::{add, Load, Series};
use super::*;
use crate::dbpool::SizeOptions;

/// Numbers between, as many small as large ones.
fn between(random: &mut Random, least: f64, most: f64) -> f64 {
    (least.ln() + random.unit() * (most / least).ln()).exp()
}

/// A pool and a database in some state or other, and what its owner tells advice.
fn made_up(seed: u64) -> (Series, SizeOptions) {
    let mut random = Random(seed);
    let size = between(&mut random, 1.0, 60.0).round();
    let mut pool = if random.unit() < 0.7 { Series::with_database(size) } else { Series::new(size) };
    let mut options = SizeOptions::default();
    if random.unit() < 0.3 {
        options.replicas = 1 + (random.unit() * 4.0) as u32;
    }
    if random.unit() < 0.3 {
        options.database_cpus = Some(between(&mut random, 1.0, 32.0).round());
    }
    if random.unit() < 0.2 {
        options.target_wait_seconds = Some(between(&mut random, 0.001, 0.5));
    }
    if random.unit() < 0.2 {
        options.threads = Some(between(&mut random, 1.0, 64.0) as u32);
    }
    if random.unit() < 0.3 {
        pool.stats.max_overflow = Some((size * random.unit()).round());
    }
    let most = size + pool.stats.max_overflow.unwrap_or(0.0);
    let cpus = between(&mut random, 1.0, 32.0).round();
    // Two spells of load, so that advice has another one to remember.
    for spell in 0..2 {
        let hold = between(&mut random, 0.002, 0.5);
        let load = between(&mut random, 0.1, 3.0);
        let in_use = (most * load.min(1.0)).max(0.1);
        let (served, short) = (in_use / hold, load > 0.9);
        let waiting = if short { most * 2.0 * random.unit() } else { 0.0 };
        let sleeps = random.unit() < 0.2;
        let gives_up = short && random.unit() < 0.3;
        let grows = random.unit() < 0.3;
        for second in 0..70 + (random.unit() * 80.0) as usize {
            if let Some(database) = &mut pool.database {
                let values = &mut database.values;
                values.cpus = Some(cpus);
                values.connections = Some(most + 10.0);
                values.connections_active = Some((in_use * (0.2 + 0.8 * random.unit())).round());
                values.connections_waiting_otherwise =
                    sleeps.then(|| (values.connections_active.unwrap_or(0.0) * 0.9).round());
            }
            if gives_up {
                add(&mut pool.stats.timeouts, (served * 0.02).ceil());
            }
            let noise = 0.9 + 0.2 * random.unit();
            let hold = if grows && second > 40 { 2.0 * hold } else { hold };
            pool.second(Load {
                served: (served * noise).round(),
                hold,
                wait: waiting * hold / most,
                queued: if short { 0.9 } else { 0.0 },
                in_use: in_use.round(),
                waiting: waiting.round(),
            });
        }
        if spell == 0 {
            let _ = pool.pool.advise(&options);
        }
    }
    (pool, options)
}

/// The numbers of a recommendation that stand for sizes.
fn sizes(answer: &Recommendation) -> Vec<(String, u32)> {
    let of_size = |action: &&Action| {
        ["size (", "overflow (", "most connections ("].iter().any(|start| action.target.starts_with(start))
    };
    let sizes = answer.actions.iter().filter(of_size);
    sizes.map(|action| (action.target.to_string(), action.value.parse().unwrap())).collect()
}

fn advice_of(sizing: &PoolSizing) -> Option<&PoolAdvice> {
    match sizing {
        PoolSizing::Advice(advice) => Some(advice),
        PoolSizing::NotEnoughData { .. } => None,
    }
}

#[test]
fn what_is_recommended_of_the_size_is_what_advice_says() {
    let (mut grown, mut shrunk, mut at_limit) = (0, 0, 0);
    for seed in 0..160 {
        let (pool, options) = made_up(seed);
        let found = pool.pool.findings();
        let answers = pool.pool.recommendations();
        let shown = pool.pool.reading().sizing;
        let sizing = pool.pool.advise(&options);
        let advice = advice_of(&sizing);
        for answer in &answers {
            let text = format!("{seed}: {answer:?}\n{:?}", advice.map(|advice| &advice.reason));
            let grows = answer.title.starts_with("Give pool");
            let shrinks = answer.title.contains("no more than") || answer.title.contains("try ");
            let sizes = sizes(answer);
            assert_eq!(grows || shrinks, !sizes.is_empty(), "{text}");
            if sizes.is_empty() {
                continue;
            }
            let advice = advice.unwrap_or_else(|| panic!("{text}"));
            assert_eq!(advice.change, if grows { SizeChange::Grow } else { SizeChange::Shrink }, "{text}");
            assert!(answer.title.contains(&connections(advice)), "{text}");
            for (target, value) in sizes {
                let right = match &target[..4] {
                    "size" => advice.size,
                    "over" => advice.overflow,
                    _ => advice.size + advice.overflow,
                };
                assert_eq!(value, right, "{text}");
            }
            // The same stands beside them.
            let shown = shown.as_deref().and_then(advice_of).unwrap_or_else(|| panic!("{text}"));
            assert_eq!((shown.size, shown.overflow), (advice.size, advice.overflow), "{text}");
            if grows {
                grown += 1;
            } else {
                shrunk += 1;
            }
        }
        let limit = found.iter().any(|finding| finding.rule == "database.saturated");
        at_limit += usize::from(limit);
    }
    println!("{grown} grown, {shrunk} shrunk, {at_limit} at the limit of the database");
    assert!(grown >= 10 && shrunk >= 10 && at_limit >= 10, "{grown} {shrunk} {at_limit}");
}

#[test]
fn findings_ask_for_advice_once_for_each_observation() {
    let (mut pool, options) = (0..).map(made_up).find(|(pool, _)| !pool.pool.findings().is_empty()).unwrap();
    let first = asked(&pool.pool).unwrap();
    assert!(Arc::ptr_eq(&first, &asked(&pool.pool).unwrap()));
    // What its owner asks for comes first.
    let own = pool.pool.advise(&SizeOptions { replicas: 7, ..options });
    assert_eq!(*asked(&pool.pool).unwrap(), own);
    pool.second(Load::of(100.0, 0.01));
    assert!(!Arc::ptr_eq(&first, &asked(&pool.pool).unwrap()));
}

#[test]
fn nothing_is_said_of_the_size_where_advice_has_too_little() {
    let mut pool = Series::new(4.0);
    pool.seconds(12, Load { wait: 1.0, queued: 1.0, in_use: 4.0, waiting: 9.0, ..Load::of(4.0, 1.0) });
    assert_eq!(pool.rules(), ["database_pool.saturated"]);
    assert!(pool.pool.recommendations().iter().all(|answer| sizes(answer).is_empty()));
}
