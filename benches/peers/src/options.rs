//! What the harness asks of a side.

use std::path::PathBuf;
use std::str::FromStr;

/// The parsed command line.
pub struct Options {
    /// Which side to be.
    pub side: String,
    /// Groups that our side reads, by name.
    pub groups: Vec<String>,
    /// Whether the slow lane may answer from its last reading, as it does by default.
    pub slow_lane: bool,
    /// Another root of /proc for our side.
    pub proc_root: Option<PathBuf>,
    /// Another root of /sys for our side.
    pub sys_root: Option<PathBuf>,
    /// A `cpu.stat` whose throttling counters are compared before and after each reading.
    pub watch: Option<PathBuf>,
    /// Take that many readings and leave, instead of taking orders (or: that many processes in the herd).
    pub reads: Option<usize>,
    /// How many descriptors are open while readings are taken.
    pub descriptors: usize,
}

/// Leaves with a message that says what was wrong.
pub fn usage(what: &str) -> ! {
    eprintln!("side: {what}\nusage: side NAME [--groups a,b] [--no-slow-lane] [--proc-root DIR] [--sys-root DIR] [--watch FILE] [--reads N] [--descriptors N]");
    std::process::exit(2);
}

fn number(name: &str, text: &str) -> usize {
    usize::from_str(text).unwrap_or_else(|_| usage(&format!("{name} {text:?} is not a number")))
}

impl Options {
    /// Reads this process's command line.
    pub fn from_arguments() -> Self {
        let mut arguments = std::env::args().skip(1);
        let mut options = Options {
            side: arguments.next().unwrap_or_else(|| usage("which side?")),
            groups: vec!["full".into()],
            slow_lane: true,
            proc_root: None,
            sys_root: None,
            watch: None,
            reads: None,
            descriptors: 32,
        };
        while let Some(name) = arguments.next() {
            if name == "--no-slow-lane" {
                options.slow_lane = false;
                continue;
            }
            let value = arguments.next().unwrap_or_else(|| usage(&format!("{name} lacks its value")));
            match name.as_str() {
                "--groups" => options.groups = value.split(',').map(str::to_owned).collect(),
                "--proc-root" => options.proc_root = Some(value.into()),
                "--sys-root" => options.sys_root = Some(value.into()),
                "--watch" => options.watch = Some(value.into()),
                "--reads" => options.reads = Some(number(&name, &value)),
                "--descriptors" => options.descriptors = number(&name, &value),
                _ => usage(&format!("no option is called {name:?}")),
            }
        }
        options
    }
}
