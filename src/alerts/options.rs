//! The options of an alerter.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use super::notice::Notice;
use crate::config::{AlertSettings, Silence, WebhookSettings};

/// The options of an [`Alerter`](super::Alerter). Of the three ways to tell (callback, webhook, command) any number can
/// be chosen, also none: then alerts are counted only.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct AlertOptions {
    /// Called with each notice, on the alerter's thread. It should be quick: others are told after it.
    pub callback: Option<AlertHook>,
    /// Where each notice is posted.
    pub webhook: Option<WebhookSettings>,
    /// A program and its arguments, started for each notice, which it reads from its standard input. At most four run
    /// at once.
    pub command: Option<Vec<String>>,
    /// How long one run of the command may take before it is ended, with all that it started; 30 s by default.
    pub command_timeout: Duration,
    /// What is not told, and when.
    pub silences: Vec<Silence>,
    /// How long changes are gathered before they are told together; 1 s by default.
    pub gather: Duration,
}

impl Default for AlertOptions {
    fn default() -> Self {
        AlertSettings::default().into()
    }
}

impl From<AlertSettings> for AlertOptions {
    fn from(settings: AlertSettings) -> Self {
        AlertOptions {
            callback: None,
            webhook: settings.webhook,
            command: settings.command,
            command_timeout: Duration::from_secs(30),
            silences: settings.silences,
            gather: Duration::from_secs(1),
        }
    }
}

/// Takes notices.
#[derive(Clone)]
pub struct AlertHook(Arc<dyn Fn(&Notice) + Send + Sync>);

impl AlertHook {
    /// Has `take` called with each notice.
    pub fn new(take: impl Fn(&Notice) + Send + Sync + 'static) -> Self {
        AlertHook(Arc::new(take))
    }

    pub(super) fn take(&self, notice: &Notice) {
        (self.0)(notice);
    }
}

impl fmt::Debug for AlertHook {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("AlertHook")
    }
}
