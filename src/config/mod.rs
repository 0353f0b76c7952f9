//! Which servers are checked, and how, and everything else that can be set: from a file in YAML or JSON.
//!
//! Both languages have the same keys, and one parser reads both (YAML 1.2, of which JSON is a
//! part). Everything that is wrong is said at once, each with its file, line and column; a key that
//! nobody knows with the one that was probably meant. Keys that begin with `x-` are the author's
//! own. All keys are described in `docs/configuration.md`.
//!
//! ```
//! let text = "
//! servers:
//!   - name: orders
//!     timeout: 2s
//!     rest: {url: https://orders.example/health}
//! ";
//! let config = plimsoll::config::parse(text, "servers.yaml".as_ref())?;
//! assert_eq!(config.servers[0].target.name, "orders");
//!
//! let error = plimsoll::config::parse(&text.replace("timeout", "timout"), "servers.yaml".as_ref()).unwrap_err();
//! assert_eq!(
//!     error.to_string(),
//!     "servers.yaml:4:5: unknown key `timout` in `servers[0]` (orders): did you mean `timeout`?"
//! );
//! # Ok::<(), plimsoll::Error>(())
//! ```
//!
//! `databases` is known, so that one file can serve the whole program, but nothing reads it yet and nothing in it is looked
//! at; `benchmarking` is read with the feature `load`. What is strange and not wrong is in [`Config::notes`].
//!
//! A text is bounded: 4 MiB and 200,000 values with all that it includes and all that its aliases repeat, 64 lists and
//! mappings within each other, 100 files, 32 environments.
//!
//! Secrets do not stand in the file: `env:NAME` names a variable, `file:PATH` a file. They are not read here. No
//! message repeats what stands in the place of a secret. A relative path is one beside the file in which it is written.

#![cfg_attr(
    not(test),
    deny(clippy::indexing_slicing, clippy::unwrap_used, clippy::expect_used, clippy::panic)
)]

mod amount;
mod assembly;
mod auth;
mod builder;
mod clients;
mod document;
mod expectations;
mod field;
mod json;
mod keys;
mod mcp;
mod merge;
mod nearest;
mod path;
mod placeholders;
mod problems;
mod rest;
mod scalar;
mod section;
mod sections;
mod server;
mod servers;
mod sources;
mod tree;
mod words;

use std::collections::HashSet;
use std::path::Path;
use std::sync::Arc;

use crate::checker::{Check, CheckerOptions, Shard};
use crate::error::{Error, ErrorKind, Result};
use crate::gate::GateOptions;
use crate::monitor::MonitorOptions;
use crate::probe::Target;

use document::Budget;
use field::Field;
use problems::Sink;
use sections::Sections;
use sources::Sources;
use tree::Node;

pub use problems::{Problem, Problems};
pub use sections::{
    AlertSettings, ExportSettings, OtlpCompression, OtlpProtocol, OtlpSettings, ServeSettings, Silence,
    SilentTime, WebhookSettings,
};
#[cfg(feature = "load")]
pub use sections::{BenchmarkingSettings, Form, OutputSettings};
pub use server::Server;

/// What a configuration says.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Config {
    /// Every server of the file and of what it includes: first those of included files; within a file first `servers`,
    /// then `mcpServers`. Also those that are not enabled. No two have the same name.
    pub servers: Vec<Server>,
    /// How the container is watched and judged. What is read of it, and who is told, is the caller's to add.
    pub monitor: MonitorOptions,
    /// How much may go on at once, and from which load on work is refused. Of what is read, the default.
    pub gate: GateOptions,
    /// How checks are run, with which connections and caches: `performance_optimization`. Who admits them, and who is told, is
    /// the caller's to add.
    pub checker: CheckerOptions,
    /// Who is told that a status changed.
    pub alerts: AlertSettings,
    /// How metrics are called and labelled.
    pub export: ExportSettings,
    /// Where the command answers.
    pub serve: ServeSettings,
    /// Which part of the servers is [checked](Config::checks) here; all of them by default.
    pub shard: Option<Shard>,
    /// Load tests of the servers.
    #[cfg(feature = "load")]
    pub benchmarking: BenchmarkingSettings,
    /// What is as it is written and may not be what was meant, in the order of files and lines: for people, and no
    /// reason not to go on.
    pub notes: Vec<Problem>,
}

/// How a configuration is loaded.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct LoadOptions {
    /// Which of the `environments` counts; none by default.
    pub environment: Option<String>,
    /// Whether it is looked if the secrets that are named are there, each variable and each file: one that is not, is
    /// then among the problems. Those of servers that are not enabled, and of other environments, may be missing. Off by
    /// default, as it reads the environment and files beside.
    pub check_secrets: bool,
}

impl LoadOptions {
    /// With an environment.
    #[must_use]
    pub fn environment(name: impl Into<String>) -> Self {
        LoadOptions { environment: Some(name.into()), ..LoadOptions::default() }
    }
}

/// Loads a file.
///
/// # Errors
///
/// What the operating system said where the file cannot be read, and
/// [`Configuration`](crate::ErrorKind::Configuration) with everything that is wrong in it, one problem on each line.
/// [`examine`] gives the same as a list.
pub fn load(path: &Path, options: &LoadOptions) -> Result<Config> {
    let bytes =
        sources::read(path).map_err(|error| Error::os("cannot read the configuration", path, error))?;
    Ok(build(options, |sources| sources.bytes(&bytes, path))?)
}

/// Loads a file, for a caller who wants to show what is wrong his own way.
///
/// # Errors
///
/// Everything that is wrong; also if the file cannot be read.
pub fn examine(path: &Path, options: &LoadOptions) -> std::result::Result<Config, Problems> {
    build(options, |sources| match sources::read(path) {
        Ok(bytes) => sources.bytes(&bytes, path),
        Err(error) => sources.unreadable(path, &error),
    })
}

/// Reads a text, without an environment. `origin` is the file that it comes from, or a name for it in messages; what
/// it includes, and every relative path in it, is looked for beside that.
///
/// # Errors
///
/// [`Configuration`](crate::ErrorKind::Configuration) with everything that is wrong, one problem on each line.
pub fn parse(text: &str, origin: &Path) -> Result<Config> {
    Ok(build(&LoadOptions::default(), |sources| sources.text(text, origin))?)
}

/// Reads one entry of `servers` by itself, in JSON or YAML. Relative paths in it begin in the current directory. Keys
/// that say when a server is checked, such as `interval`, are looked at and not part of the answer.
///
/// # Errors
///
/// [`Configuration`](crate::ErrorKind::Configuration) with everything that is wrong, one problem on each line.
pub fn parse_target(text: &str) -> Result<Target> {
    let (node, sink, file) = tree_of(text);
    Ok(single(node.as_ref(), sink, file)?.target)
}

/// Reads servers from a text, in JSON or YAML: a whole configuration, or one entry of `servers` by itself, which is
/// what a mapping without any of a configuration's keys is taken for. Relative paths begin in the current directory.
///
/// # Errors
///
/// [`Configuration`](crate::ErrorKind::Configuration) with everything that is wrong, one problem on each line.
pub fn parse_servers(text: &str) -> Result<Vec<Server>> {
    let (node, sink, file) = tree_of(text);
    let mapping = node.as_ref().and_then(Node::as_mapping);
    if mapping.is_some_and(|mapping| keys::DOCUMENT.iter().any(|key| mapping.get(key).is_some())) {
        return Ok(parse(text, Path::new("configuration"))?.servers);
    }
    Ok(vec![single(node.as_ref(), sink, file)?])
}

/// Reads the section `alerts` by itself, in JSON or YAML, for hosts without a file. What it says of `rise`, `fall` and
/// `own_limits` goes into `options`. A silence may have any name.
///
/// # Errors
///
/// [`Configuration`](crate::ErrorKind::Configuration) with everything that is wrong, one problem on each line.
pub fn parse_alerts(text: &str, options: &mut CheckerOptions) -> Result<AlertSettings> {
    let (node, sink, file) = tree_named(text, "alerts");
    let read = node.as_ref().map(|node| sections::read_alerts(node, &sink));
    let Some((settings, debounce)) = sink.finish(read, &[file])? else {
        return Err(Error::new(ErrorKind::Configuration, "alerts: there is nothing in it"));
    };
    let says =
        |key| node.as_ref().and_then(Node::as_mapping).is_some_and(|section| section.get(key).is_some());
    if says("rise") {
        options.debounce.rise = debounce.rise;
    }
    if says("fall") {
        options.debounce.fall = debounce.fall;
    }
    if says("own_limits") {
        options.own_limits = settings.own_limits;
    }
    Ok(settings)
}

/// Reads the section `export` by itself, in JSON or YAML, for hosts without a file.
///
/// # Errors
///
/// [`Configuration`](crate::ErrorKind::Configuration) with everything that is wrong, one problem on each line.
pub fn parse_export(text: &str) -> Result<ExportSettings> {
    let (node, sink, file) = tree_named(text, "export");
    let read = node.as_ref().map(|node| sections::read_export(node, &sink));
    let settings = sink.finish(read, &[file])?;
    settings.ok_or_else(|| Error::new(ErrorKind::Configuration, "export: there is nothing in it"))
}

fn tree_of(text: &str) -> (Option<Node>, Sink, Arc<str>) {
    tree_named(text, "target")
}

fn tree_named(text: &str, name: &str) -> (Option<Node>, Sink, Arc<str>) {
    let sink = Sink::default();
    let file: Arc<str> = Arc::from(name);
    (document::read(text, &file, &mut Budget::default(), &sink), sink, file)
}

/// A document that is one entry of `servers`.
fn single(node: Option<&Node>, sink: Sink, file: Arc<str>) -> Result<Server> {
    let server = node.and_then(|node| server::read(&Field { node, path: String::new(), sink: &sink }));
    // Without a server there is a problem, and the other way round.
    let server = sink.finish(server, &[file])?;
    server.ok_or_else(|| Error::new(ErrorKind::Configuration, "target: there is nothing in it"))
}

fn build(
    options: &LoadOptions,
    fill: impl FnOnce(&mut Sources<'_>),
) -> std::result::Result<Config, Problems> {
    let sink = Sink::default();
    sink.set_check_secrets(options.check_secrets);
    let mut sources = Sources::new(&sink);
    fill(&mut sources);
    let Sources { documents, files, .. } = sources;
    let mut config = read(&documents, options.environment.as_deref(), &sink);
    config.notes = sink.take_notes(&files);
    sink.finish(config, &files)
}

/// Everything as the chosen environment has it. The others are read as well: what is wrong in them is wrong now, and
/// not only on the day on which somebody chooses them.
fn read(documents: &[Node], chosen: Option<&str>, sink: &Sink) -> Config {
    let names = assembly::environments(documents, sink);
    if let Some(name) = chosen {
        assembly::demand(name, &names, documents, sink);
    }
    let read = |environment| {
        let mut servers = servers::read(&assembly::servers(documents, environment, sink), sink);
        let sections = assembly::sections(documents, environment);
        let sections = sections.map(|node| sections::read(&node, &mut servers, sink)).unwrap_or_default();
        Config::new(servers, sections)
    };
    let config = read(chosen);
    let others = names.iter().map(|name| Some(&**name)).chain([None]);
    for other in others.filter(|other| *other != chosen) {
        sink.only_wrong(|| drop(read(other)));
    }
    config
}

impl Config {
    /// The servers that are enabled and belong to this [`shard`](Config::shard), as a checker takes them. Nobody waits for
    /// one that is not among them: dependencies on it are left out.
    #[must_use]
    pub fn checks(&self) -> Vec<Check> {
        let is_ours = |name: &str| self.shard.as_ref().is_none_or(|shard| shard.owns(name));
        let enabled = self.servers.iter().filter(|server| server.enabled && is_ours(&server.target.name));
        let enabled: Vec<&Server> = enabled.collect();
        let names: HashSet<&str> = enabled.iter().map(|server| server.target.name.as_str()).collect();
        let check = |server: &Server| {
            let mut check = server.check();
            check.depends_on.retain(|name| names.contains(name.as_str()));
            check
        };
        enabled.into_iter().map(check).collect()
    }

    fn new(servers: Vec<Server>, sections: Sections) -> Self {
        Config {
            servers,
            monitor: sections.monitor,
            gate: sections.gate,
            checker: sections.checker,
            alerts: sections.alerts,
            export: sections.export,
            serve: sections.serve,
            shard: sections.shard,
            #[cfg(feature = "load")]
            benchmarking: sections.benchmarking,
            notes: Vec::new(),
        }
    }
}

#[cfg(test)]
mod fixtures_tests;
#[cfg(test)]
mod tests;
