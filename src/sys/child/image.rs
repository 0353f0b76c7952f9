//! What a child executes, laid out before it is made: it may allocate nothing.

use std::collections::BTreeMap;
use std::ffi::{CString, OsStr, OsString};
use std::os::unix::ffi::{OsStrExt, OsStringExt};
use std::path::Path;

/// Where execvp(3) looks when `PATH` is not set.
const DEFAULT_PATH: &[u8] = b"/bin:/usr/bin";

/// A command with its arguments, environment and directory. It has no way to be printed: the environment may hold
/// secrets.
pub(crate) struct Image {
    /// The files that it may be, in order.
    pub(super) candidates: Vec<CString>,
    pub(super) arguments: Vec<CString>,
    pub(super) environment: Vec<CString>,
    pub(super) directory: Option<CString>,
}

impl Image {
    /// A `program` with a slash is a path, from `directory` on if it is relative; any other is looked up in the
    /// `PATH` that the command itself gets. `additions` are set beside the variables of this process.
    ///
    /// # Errors
    ///
    /// A sentence, where a text holds a NUL or a variable has no name.
    pub(crate) fn new(
        program: &str,
        arguments: &[String],
        additions: &[(String, String)],
        directory: Option<&Path>,
    ) -> Result<Self, String> {
        if program.is_empty() {
            return Err("the command is empty".to_owned());
        }
        let mut variables: BTreeMap<OsString, OsString> = std::env::vars_os().collect();
        for (name, value) in additions {
            if name.is_empty() || name.contains('=') {
                return Err(format!("`{name}` can be no environment variable"));
            }
            variables.insert(name.into(), value.into());
        }
        let path = variables.get(OsStr::new("PATH")).map_or(DEFAULT_PATH, |path| path.as_bytes());
        let candidates = candidates(program.as_bytes(), path)
            .into_iter()
            .map(|path| c_string(path, "the command"))
            .collect::<Result<_, _>>()?;
        let mut argument_list = vec![c_string(program, "the command")?];
        for argument in arguments {
            argument_list.push(c_string(argument.as_str(), "an argument")?);
        }
        let mut environment = Vec::with_capacity(variables.len());
        for (name, value) in variables {
            let mut variable = name.into_vec();
            variable.push(b'=');
            variable.extend_from_slice(value.as_bytes());
            environment.push(c_string(variable, "an environment variable")?);
        }
        let directory = directory
            .map(|directory| c_string(directory.as_os_str().as_bytes(), "the directory"))
            .transpose()?;
        Ok(Image { candidates, arguments: argument_list, environment, directory })
    }
}

fn candidates(program: &[u8], path: &[u8]) -> Vec<Vec<u8>> {
    if program.contains(&b'/') {
        return vec![program.to_vec()];
    }
    let in_directory = |directory: &[u8]| match directory {
        // As execvp(3): nothing between two colons is the directory that the command runs in.
        b"" => program.to_vec(),
        directory => [directory, b"/", program].concat(),
    };
    path.split(|byte| *byte == b':').map(in_directory).collect()
}

/// The error does not show the text: it may be a secret.
fn c_string(text: impl Into<Vec<u8>>, what: &str) -> Result<CString, String> {
    CString::new(text).map_err(|_| format!("{what} holds a NUL"))
}

#[cfg(test)]
#[path = "image_tests.rs"]
mod tests;
