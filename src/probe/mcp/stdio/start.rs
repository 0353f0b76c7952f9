//! Starting a command.

use std::io;
use std::time::Instant;

use super::channel::StdioChannel;
use super::process::Process;
use crate::finding::Reason;
use crate::net::{exchange, Failure};
use crate::probe::secret::is_for_credentials;
use crate::probe::session::Session;
use crate::probe::{HeaderValue, McpCommand};
use crate::sys::child::{Child, Image, LaunchError, Stage};

/// A command with its secrets read, ready to be started any number of times.
pub(super) struct Start<'a> {
    command: &'a McpCommand,
    image: Image,
    secrets: Vec<String>,
}

impl<'a> Start<'a> {
    pub(super) fn new(session: &Session, command: &'a McpCommand) -> Result<Self, Failure> {
        let environment = session.reveal_all(&command.environment)?;
        let is_secret = |(name, value): &&(String, HeaderValue)| match value {
            HeaderValue::Secret(_) => true,
            HeaderValue::Plain(text) => is_for_credentials(name, text),
        };
        let secret_names: Vec<&str> =
            command.environment.iter().filter(is_secret).map(|(name, _)| name.as_str()).collect();
        let secrets = environment.iter().filter(|(name, _)| secret_names.contains(&name.as_str()));
        let secrets = secrets.map(|(_, value)| value.clone()).collect();
        let image =
            Image::new(&command.command, &command.arguments, &environment, command.directory.as_deref())
                .map_err(|why| Failure::new(Reason::Config, why))?;
        Ok(Start { command, image, secrets })
    }

    /// What the command is remembered by: never its environment.
    pub(super) fn key(&self) -> String {
        let mut key = format!("stdio:{}", self.command.command);
        for argument in &self.command.arguments {
            key.push('\0');
            key.push_str(argument);
        }
        key
    }

    /// A process of it, to be talked to until `until`.
    pub(super) fn start(&self, session: &Session, until: Instant) -> Result<StdioChannel, Failure> {
        let child = Child::start(&self.image).map_err(|error| self.failure(&error))?;
        exchange::with(|exchange| exchange.facts.connections += 1);
        let process = Process::new(child, session.target.limits.event_bytes, self.secrets.clone());
        Ok(StdioChannel::new(process, &self.command.command, until))
    }

    fn failure(&self, failed: &LaunchError) -> Failure {
        let command = &self.command.command;
        let error = &failed.error;
        if failed.is_of_this_machine() {
            return Failure::new(Reason::Local, format!("this machine cannot start `{command}`: {error}"));
        }
        let why = match (failed.stage, error.kind()) {
            (Stage::Directory, _) => {
                let directory = self.command.directory.as_deref().unwrap_or(std::path::Path::new("."));
                format!("its directory {} cannot be entered: {error}", directory.display())
            }
            (_, io::ErrorKind::NotFound) if command.contains('/') => {
                "there is no such file, or what runs it is missing".to_owned()
            }
            (_, io::ErrorKind::NotFound) => "there is no such command in PATH".to_owned(),
            (_, io::ErrorKind::PermissionDenied) => "it may not be executed".to_owned(),
            _ => error.to_string(),
        };
        Failure::new(Reason::CommandMissing, format!("`{command}` cannot be started: {why}"))
    }
}
