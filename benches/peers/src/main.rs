//! One side of the comparison that `make bench-peers` prints. Each side is a process of its own: it
//! sets up one reader, fills its descriptor table to the common count, and then takes orders on a pipe.

mod descriptors;
mod floor;
mod herd;
mod options;
mod ours;
mod procfs_crate;
mod slices;
mod sysinfo_crate;

use options::Options;

/// What one side does: read everything once. The result stays in the side, so that nothing is optimised away.
pub trait Side {
    /// Takes one reading.
    fn read(&mut self);

    /// What the table should say about this side on this machine.
    fn note(&self) -> String {
        String::new()
    }
}

fn build(options: &Options) -> Box<dyn Side> {
    match options.side.as_str() {
        "floor" => Box::new(floor::Floor::open()),
        "floor-processes" => Box::new(floor::Processes::open()),
        "ours" => Box::new(ours::Sample::open(options)),
        "ours-processes" => Box::new(ours::Processes::open(options, 0)),
        "ours-processes-kept" => Box::new(ours::Processes::open(options, 1000)),
        "sysinfo" => Box::new(sysinfo_crate::Sample::open()),
        "sysinfo-processes" => Box::new(sysinfo_crate::Processes::open(false)),
        "sysinfo-processes-all" => Box::new(sysinfo_crate::Processes::open(true)),
        "procfs" => Box::new(procfs_crate::Current::open()),
        "procfs-kept" => Box::new(procfs_crate::Kept::open()),
        "procfs-processes" => Box::new(procfs_crate::Processes::open()),
        other => options::usage(&format!("no side is called {other:?}")),
    }
}

fn main() {
    let options = Options::from_arguments();
    if options.side == "herd" {
        return herd::keep(options.reads.unwrap_or(600));
    }
    let mut side = build(&options);
    side.read();
    match options.reads {
        Some(reads) => (0..reads).for_each(|_| side.read()),
        None => slices::serve(side.as_mut(), options.watch.as_deref(), options.descriptors),
    }
}
