//! The files of a configuration: the one that was asked for and what it includes.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::document::{self, Budget, TOO_LARGE};
use super::field::Field;
use super::keys;
use super::problems::Sink;
use super::section::Section;
use super::tree::{Node, Place, Quoted};

/// Files that one configuration may consist of.
const MOST_FILES: usize = 100;

/// Reads files and puts what is wrong with them into a sink.
pub(crate) struct Sources<'a> {
    sink: &'a Sink,
    budget: Budget,
    /// The roots of the documents, all of them mappings: what is included comes before what
    /// includes it.
    pub documents: Vec<Node>,
    /// The names of all files, in the order in which they were opened.
    pub files: Vec<Arc<str>>,
    /// Where the files really are, beside those that are open now.
    done: Vec<PathBuf>,
    open: Vec<PathBuf>,
}

impl<'a> Sources<'a> {
    pub fn new(sink: &'a Sink) -> Self {
        let (documents, files, done, open) = <_>::default();
        Sources { sink, budget: Budget::default(), documents, files, done, open }
    }

    /// Takes a text and what it includes. `origin` is its file, or stands for one: what it includes
    /// is looked for beside it.
    pub fn text(&mut self, text: &str, origin: &Path) {
        let real = fs::canonicalize(origin).unwrap_or_else(|_| origin.to_path_buf());
        let file: Arc<str> = Arc::from(origin.to_string_lossy());
        self.files.push(Arc::clone(&file));
        self.open.push(real);
        if let Some(root) = document::read(text, &file, &mut self.budget, self.sink) {
            self.include_and_keep(root, origin);
        }
        self.done.extend(self.open.pop());
    }

    /// Takes the bytes of a file.
    pub fn bytes(&mut self, bytes: &[u8], origin: &Path) {
        match std::str::from_utf8(bytes) {
            Ok(text) => self.text(text, origin),
            Err(error) => {
                let file: Arc<str> = Arc::from(origin.to_string_lossy());
                self.files.push(Arc::clone(&file));
                self.sink.wrong(&end_of(bytes, error.valid_up_to(), &file), "", "this is not UTF-8");
            }
        }
    }

    /// Takes note of a file that cannot be read.
    pub fn unreadable(&mut self, origin: &Path, error: &io::Error) {
        let file: Arc<str> = Arc::from(origin.to_string_lossy());
        self.files.push(Arc::clone(&file));
        self.sink.wrong(&Place::start(&file), "", format!("this file cannot be read: {error}"));
    }

    fn include_and_keep(&mut self, root: Node, origin: &Path) {
        let field = Field { node: &root, path: String::new(), sink: self.sink };
        let Some(section) = Section::open(&field, keys::DOCUMENT) else { return };
        section.integer("version", 1..=1);
        self.includes(&section, origin);
        self.documents.push(root);
    }

    fn includes(&mut self, section: &Section<'_>, origin: &Path) {
        let items = section.list("include").unwrap_or_default();
        for item in items {
            let Some(name) = item.word() else { continue };
            let path = origin.parent().unwrap_or(Path::new("")).join(name);
            self.include(&item, name, &path);
        }
    }

    fn include(&mut self, item: &Field<'_>, name: &str, path: &Path) {
        let say = |what: &str| {
            let message = format!("{} cannot be included: {what}", Quoted(name));
            item.sink.wrong(&item.node.place, &item.path, message);
        };
        let real = match fs::canonicalize(path) {
            Ok(real) => real,
            Err(error) => return say(&error.to_string()),
        };
        if self.open.contains(&real) {
            return say("it includes this file, directly or by others");
        }
        // By two ways to the same file: once is enough.
        if self.done.contains(&real) {
            return;
        }
        if self.files.len() >= MOST_FILES {
            return say("these are more than 100 files");
        }
        // Anything else may never come to an end.
        if !real.is_file() {
            return say("it is not a regular file");
        }
        match read(path) {
            Ok(bytes) => self.bytes(&bytes, path),
            Err(error) => say(&error.to_string()),
        }
    }
}

/// A file's bytes: at most one more than a configuration may have, which is then refused.
pub(crate) fn read(path: &Path) -> io::Result<Vec<u8>> {
    let most = Budget::default().bytes;
    let mut bytes = Vec::new();
    let most = u64::try_from(most).unwrap_or(u64::MAX);
    File::open(path)?.take(most.saturating_add(1)).read_to_end(&mut bytes)?;
    if u64::try_from(bytes.len()).unwrap_or(u64::MAX) > most {
        return Err(io::Error::new(io::ErrorKind::FileTooLarge, TOO_LARGE));
    }
    Ok(bytes)
}

/// The place behind the first `length` bytes, which are UTF-8.
fn end_of(bytes: &[u8], length: usize, file: &Arc<str>) -> Place {
    let before = String::from_utf8_lossy(bytes.get(..length).unwrap_or(bytes));
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
    let number = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
    Place { file: Arc::clone(file), line: number(line), column: number(column) }
}

#[cfg(test)]
#[path = "sources_tests.rs"]
mod tests;
