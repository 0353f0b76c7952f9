//! Checks the URLs that are given: `cargo run --features check --example probe -- http://127.0.0.1:8000/`

use plimsoll::probe::{probe, ProbeContext, ProbeOptions, Target};

fn main() -> plimsoll::Result<()> {
    let context = ProbeContext::new(ProbeOptions::default())?;
    for url in std::env::args().skip(1) {
        let outcome = probe(&context, &Target::rest(&url, &url));
        println!("{url}: {} ({}), {}", outcome.status, outcome.reason, outcome.message);
        println!("  {:?} {:?}", outcome.phases, outcome.bytes);
    }
    Ok(())
}
