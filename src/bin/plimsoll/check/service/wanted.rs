//! What a verb wants of the service.

use std::net::SocketAddr;
use std::path::PathBuf;

use plimsoll::config::{Config, ServeSettings};
use plimsoll::probe::Secret;
use plimsoll::Monitor;

use super::super::fleet::Source;
use super::super::options::Listen;
use super::ship::Watch;
use crate::exit::Failure;
use crate::live::Recorder;
use crate::style::FAINT;
use crate::target::TargetOptions;

/// What a verb wants of the service; what is missing is as the file says.
#[derive(Debug, Default)]
pub struct Wanted {
    pub listen: Option<Listen>,
    pub token: Option<Secret>,
    pub textfile: Option<PathBuf>,
    pub json: bool,
    /// What is looked at; nothing for this process and its container.
    pub target: Option<TargetOptions>,
}

impl Wanted {
    /// A monitor of what is to be looked at.
    pub fn watch(&self, config: &Config) -> Result<Watch, Failure> {
        let mut options = config.monitor.clone();
        let recorder = Recorder::new();
        options.on_event = Some(recorder.sink());
        let (mut is_own, mut has_cgroup_files) = (true, true);
        if let Some(target) = &self.target {
            options.sampler = target.verdict_sampler();
            (is_own, has_cgroup_files) = (target.is_own(), target.sys_root.is_none());
        }
        Ok(Watch { monitor: Monitor::new(options)?, recorder, is_own, has_cgroup_files })
    }

    /// Whether anything at all is to be done.
    pub fn is_something(&self, source: &Source) -> bool {
        source.path.is_some() || self.listen != Some(Listen::Off) || self.textfile.is_some()
    }

    /// Where pages are served; nothing where none are. Who may come in is said where it is everybody.
    pub fn serve(&self, config: &Config) -> Option<ServeSettings> {
        let mut settings = config.serve.clone();
        settings.token = self.token.clone().or(settings.token);
        match self.listen {
            Some(Listen::Off) => return None,
            Some(Listen::At(address)) => {
                settings.listen = address;
                if is_open(address, &settings) {
                    anstream::eprintln!(
                        "{FAINT}note: --listen {address} answers everybody who can reach it: ask for a token (`serve: \
                         {{token: env:NAME}}` in the file, or `plimsoll serve --token env:NAME`), unless the network \
                         keeps others away{FAINT:#}"
                    );
                }
            }
            // The file was read with a note on it.
            None => {}
        }
        Some(settings)
    }

    /// The file that metrics are written to, and how often.
    pub fn textfile(&self, config: &Config) -> Option<super::textfile::Textfile> {
        let path = self.textfile.clone().or_else(|| config.serve.textfile.clone())?;
        Some(super::textfile::Textfile::new(path, config))
    }
}

fn is_open(address: SocketAddr, settings: &ServeSettings) -> bool {
    !address.ip().is_loopback() && settings.token.is_none()
}
