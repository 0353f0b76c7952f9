//! What each group costs on this machine: `cargo run --release --example cost`.

use std::time::{Duration, Instant};

use plimsoll::{Groups, Sample, Sampler};

fn main() -> plimsoll::Result<()> {
    println!("{:20} {:>8} {:>8}   (µs a reading, slow lane left out)", "group", "min", "median");
    let single = Groups::FULL.names().filter_map(|name| Some((name, Groups::from_group_name(name)?)));
    for (name, groups) in single.chain([("tick", Groups::TICK), ("full", Groups::FULL)]) {
        let mut sampler =
            Sampler::builder().groups(groups).slow_interval(Duration::from_secs(3600)).build()?;
        let mut sample = Sample::default();
        let mut costs: Vec<_> = (0..2000)
            .map(|_| {
                let start = Instant::now();
                sampler.read(&mut sample).map(|()| start.elapsed())
            })
            .collect::<Result<_, _>>()?;
        costs.sort_unstable();
        println!("{name:20} {:8.1} {:8.1}", micros(costs[0]), micros(costs[costs.len() / 2]));
    }
    Ok(())
}

fn micros(duration: Duration) -> f64 {
    duration.as_secs_f64() * 1e6
}
