//! Right-sizing against the rule of the Kubernetes VPA recommender, on made-up traces of 8 to 14 days.
//! docs/right-sizing.md tells the method and shows the tables; the long runs are started by
//! `make right-sizing`.

mod replay;
mod table;
mod traces;
mod vpa;

use replay::Method;
use table::{score, table, Resource, Scored};

#[test]
#[ignore]
fn scratch() {
    let seeds = 1..=std::env::var("SEEDS").map_or(24, |n| n.parse().unwrap());
    for (name, method) in
        [("hourly", Method::every(60)), ("daily", Method::every(1440)), ("first day", Method::FIRST_DAY)]
    {
        let s = score(seeds.clone(), method);
        for r in [Resource::Cpu, Resource::Memory] {
            println!("{name} {r:?}\n{}", table(&s, r, 0, 1));
        }
        println!("{}", table(&s, Resource::Cpu, 2, 3));
        println!("{}", table(&s, Resource::Memory, 2, 3));
    }
}
