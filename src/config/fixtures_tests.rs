//! What the tests of this module share.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::document::{self, Budget};
use super::problems::Sink;
use super::tree::Node;
use super::{build, parse, Config, LoadOptions, Problem, Server};
use crate::ErrorKind;

/// The tree of a text, or what is wrong with it: `line:column: message`.
pub(crate) fn tree(text: &str) -> Result<Node, Vec<String>> {
    let sink = Sink::default();
    let file: Arc<str> = Arc::from("file");
    let node = document::read(text, &file, &mut Budget::default(), &sink);
    let problems = sink.finish(node, &[file]);
    problems.map(|node| node.unwrap()).map_err(|problems| lines(&problems.to_string()))
}

/// The configuration of a text that must be right.
pub(crate) fn right(text: &str) -> Config {
    parse(text, Path::new("file")).unwrap_or_else(|error| panic!("{error}\nof\n{text}"))
}

/// Its only server.
pub(crate) fn server(text: &str) -> Server {
    let Config { mut servers, .. } = right(text);
    assert_eq!(servers.len(), 1, "{text}");
    servers.remove(0)
}

/// What is wrong with a text: `line:column: message` for each problem.
pub(crate) fn wrong(text: &str) -> Vec<String> {
    let read = build(&LoadOptions::default(), |sources| sources.text(text, Path::new("file")));
    let problems = read.expect_err(text);
    let more = problems.has_more().then(|| "and more".to_owned());
    // Without the names of servers, which every test of one would repeat.
    let line = |problem: &Problem| format!("{}:{}: {}", problem.line, problem.column, problem.message);
    let said = problems.list().iter().map(line).chain(more).collect();
    assert_eq!(crate::Error::from(problems).kind(), ErrorKind::Configuration);
    said
}

fn lines(text: &str) -> Vec<String> {
    text.lines().map(|line| line.strip_prefix("file:").unwrap_or(line).to_owned()).collect()
}

/// A path as it comes out of a configuration that stands in the current directory.
pub(crate) fn here(path: &str) -> PathBuf {
    std::env::current_dir().unwrap().join(path)
}

/// A folder that goes away at the end.
pub(crate) struct Folder(PathBuf);

impl Folder {
    pub fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("plimsoll-config-{name}-{}", std::process::id()));
        std::fs::create_dir_all(&path).unwrap();
        Folder(path)
    }

    pub fn file(&self, name: &str, text: &str) -> PathBuf {
        let path = self.0.join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, text).unwrap();
        path
    }

    pub fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        std::fs::remove_dir_all(&self.0).ok();
    }
}
