//! What to do: each recommendation with the exact lines to copy.

use std::path::Path;

use plimsoll::finding::{Action, Place};
use plimsoll::report::percent;
use plimsoll::Recommendation;

use super::text::{Page, DETAILS, INDENT};
use crate::style::{of_severity, FAINT};
use crate::words::harmless;

/// Flags that `docker update` takes; the others only `docker run`.
const UPDATED: [&str; 8] = [
    "--cpus",
    "--cpu-shares",
    "--cpuset-cpus",
    "--memory",
    "--memory-swap",
    "--memory-reservation",
    "--pids-limit",
    "--blkio-weight",
];

/// The recommendations, numbered; nothing where there are none.
pub fn section(page: &mut Page, recommendations: &[Recommendation]) {
    if recommendations.is_empty() {
        return;
    }
    page.heading("What to do");
    for (index, recommendation) in recommendations.iter().enumerate() {
        one(page, index + 1, recommendation);
    }
}

fn one(page: &mut Page, number: usize, what: &Recommendation) {
    let color = of_severity(what.priority);
    page.paragraph(&format!("{color}{number:>3}.{color:#} "), INDENT, &what.title);
    let mut effort = format!("{} effort", what.effort.name());
    if what.gain >= 0.005 {
        effort += &format!(", wins about {}", percent(what.gain));
    }
    let then = if what.expected_impact.is_empty() { &what.description } else { &what.expected_impact };
    page.styled(&" ".repeat(INDENT), INDENT, &format!("{then} ({effort})"), FAINT);
    if page.layout.all && !what.expected_impact.is_empty() && !what.description.is_empty() {
        page.faint(INDENT, &what.description);
    }
    for line in lines(&what.actions, page.layout.has_cgroup_files) {
        line.write(page);
    }
}

/// One line of the list: where, and what to copy or to read.
#[derive(Debug, PartialEq)]
pub struct Line {
    pub place: &'static str,
    pub text: String,
    /// To be copied: never broken.
    pub is_code: bool,
}

impl Line {
    fn write(&self, page: &mut Page) {
        if self.is_code {
            let room = DETAILS - INDENT;
            let text = harmless(&self.text);
            page.line(&format!("{:INDENT$}{FAINT}{:<room$}{FAINT:#}{text}", "", self.place));
        } else {
            page.detail(self.place, &self.text);
        }
    }
}

/// The actions, one a line; flags of Docker that belong together on one.
pub fn lines(actions: &[Action], has_cgroup_files: bool) -> Vec<Line> {
    let docker: Vec<&Action> =
        actions.iter().filter(|action| action.place == Place::Docker && is_flag(action)).collect();
    let mut docker_is_told = false;
    let mut lines = Vec::new();
    for action in actions {
        if action.place != Place::Docker || !is_flag(action) {
            lines.push(line(action, has_cgroup_files));
        } else if !docker_is_told {
            docker_is_told = true;
            let flags: Vec<String> =
                docker.iter().map(|action| format!("{} {}", action.target, action.value)).collect();
            let updates = docker.iter().all(|action| UPDATED.contains(&&*action.target));
            let text = match updates {
                true => format!("docker update {} CONTAINER", flags.join(" ")),
                false => format!("docker run {}", flags.join(" ")),
            };
            lines.push(Line { place: "Docker", text, is_code: true });
        }
    }
    lines
}

fn is_flag(action: &Action) -> bool {
    action.target.starts_with("--") && !action.target.contains(',')
}

fn line(action: &Action, has_cgroup_files: bool) -> Line {
    let (target, value) = (&action.target, &action.value);
    let code = |place, text| Line { place, text, is_code: true };
    match action.place {
        Place::Cgroup => {
            let file = has_cgroup_files.then(|| cgroup_file(target)).flatten();
            let file = file.unwrap_or_else(|| target.clone());
            let quoted = if value.contains(' ') { format!("\"{value}\"") } else { value.clone() };
            code("cgroup", format!("echo {quoted} > {file}"))
        }
        Place::Docker => Line { place: "Docker", text: format!("{target}: {value}"), is_code: false },
        Place::Kubernetes => code("Kubernetes", format!("{target}: {value}")),
        Place::Systemd => match target.split_once("= of ") {
            Some((name, unit)) => code("systemd", format!("systemctl set-property {unit} {name}={value}")),
            None => code("systemd", format!("{}={value}", target.trim_end_matches('='))),
        },
        Place::Command if target.is_empty() => code("command", value.clone()),
        Place::Command => code("command", format!("{value}  # {target}")),
        _ if target.is_empty() => Line { place: "program", text: value.clone(), is_code: false },
        _ => Line { place: "program", text: format!("{target}: {value}"), is_code: false },
    }
}

/// Where this machine has that file: the kernel names it from the top of its hierarchy.
fn cgroup_file(path: &str) -> Option<String> {
    const TOP: &str = "/sys/fs/cgroup";
    let below = |top: &Path| {
        let file = top.join(path.trim_start_matches('/'));
        file.is_file().then(|| file.display().to_string())
    };
    if !path.starts_with('/') {
        return None;
    }
    below(Path::new(TOP)).or_else(|| {
        let mut hierarchies: Vec<_> =
            std::fs::read_dir(TOP).ok()?.flatten().map(|entry| entry.path()).collect();
        hierarchies.sort();
        hierarchies.iter().find_map(|top| below(top))
    })
}

#[cfg(test)]
#[path = "actions_tests.rs"]
mod tests;
