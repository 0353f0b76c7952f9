//! Reads one sample of the own container and prints every value with its unit, scope and source.
//!
//! `cargo run --example sample`

use plimsoll::{Sample, Sampler};

fn main() -> plimsoll::Result<()> {
    let mut sampler = Sampler::builder().build()?;
    let mut sample = Sample::default();
    sampler.read(&mut sample)?;
    for (field, value) in sample.values() {
        println!(
            "{:48} {value:>22} {:8} {}, {}",
            field.name,
            field.unit.name(),
            field.scope.name(),
            sample.source(field).name()
        );
    }
    for problem in sampler.problems() {
        eprintln!("{}: {}", problem.path.display(), problem.reason);
    }
    eprintln!("read in {:.1} µs, groups {:?}", sample.took_ns() as f64 / 1e3, sampler.available());
    Ok(())
}
