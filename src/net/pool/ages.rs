//! For how long a connection is kept without use.

use std::collections::HashMap;
use std::time::Duration;

use http::HeaderMap;

use super::authority::Authority;
use super::PoolOptions;

/// No connection is kept for longer on anybody's word but the owner's.
pub(crate) const LONGEST: Duration = Duration::from_secs(120);
/// The clock has an end.
const FOR_EVER: Duration = Duration::from_secs(u32::MAX as u64);
/// A server that closes its connections after some time does so a little early for who sends something just then.
const EARLIER: Duration = Duration::from_secs(1);

/// How long each host's connections are kept.
pub(super) struct Ages {
    usual: Duration,
    /// The owner wants it so, and not as is best.
    is_set: bool,
    /// Those of hosts that will be asked again at a known time.
    watched: HashMap<Authority, Duration>,
}

impl Ages {
    pub(super) fn new(options: &PoolOptions) -> Self {
        let usual = options.idle_age.min(FOR_EVER);
        Ages { usual, is_set: usual != PoolOptions::default().idle_age, watched: HashMap::new() }
    }

    pub(super) fn watch(&mut self, ages: HashMap<Authority, Duration>) {
        self.watched = ages;
    }

    /// That of a host which has `told` for how long it keeps connections, or has not.
    pub(super) fn of(&self, host: &Authority, told: Option<Duration>) -> Duration {
        let told = told.map(|told| told.saturating_sub(EARLIER).min(LONGEST));
        match (self.is_set, told) {
            (true, None) => self.usual,
            (true, Some(told)) => self.usual.min(told),
            (false, Some(told)) => told,
            (false, None) => {
                let watched = self.watched.get(host).copied().unwrap_or_default();
                self.usual.max(watched.min(LONGEST))
            }
        }
    }
}

/// For how long the server of an answer keeps the connection without use, if it says so: `Keep-Alive: timeout=5`.
pub(in crate::net) fn told(headers: &HeaderMap) -> Option<Duration> {
    let words = headers.get_all("keep-alive").iter().filter_map(|value| value.to_str().ok());
    let mut parameters = words.flat_map(|text| text.split(',')).filter_map(|word| word.split_once('='));
    let (_, seconds) = parameters.find(|(name, _)| name.trim().eq_ignore_ascii_case("timeout"))?;
    seconds.trim().trim_matches('"').parse().ok().map(Duration::from_secs)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_server_is_believed_within_bounds_and_the_owner_has_the_last_word() {
        let seconds = Duration::from_secs;
        let host = Authority::from("a:1");
        let mut ages = Ages::new(&PoolOptions::default());
        assert_eq!(ages.of(&host, None), seconds(4));
        assert_eq!(
            [0, 1, 5, 75, 3600].map(|told| ages.of(&host, Some(seconds(told)))),
            [0, 0, 4, 74, 120].map(seconds)
        );
        ages.watch([(host.clone(), seconds(72)), ("b:1".into(), seconds(999))].into());
        assert_eq!([None, Some(seconds(5))].map(|told| ages.of(&host, told)), [72, 4].map(seconds));
        assert_eq!(ages.of(&"b:1".into(), None), LONGEST);
        assert_eq!(ages.of(&"c:1".into(), None), seconds(4));
        let mut ages = Ages::new(&PoolOptions { idle_age: seconds(9), ..PoolOptions::default() });
        ages.watch([(host.clone(), seconds(72))].into());
        assert_eq!(
            [None, Some(seconds(75)), Some(seconds(5))].map(|told| ages.of(&host, told)),
            [9, 9, 4].map(seconds)
        );
    }

    #[test]
    fn what_a_server_tells_is_read() {
        let told = |text: &str| {
            let mut headers = HeaderMap::new();
            headers.insert("keep-alive", text.parse().unwrap());
            super::told(&headers).map(|time| time.as_secs())
        };
        assert_eq!(
            ["timeout=5", "max=100, Timeout = 65", "timeout=\"20\",max=1"].map(told),
            [Some(5), Some(65), Some(20)]
        );
        assert_eq!(["", "timeout", "timeout=-1", "timeout=soon", "max=100"].map(told), [None; 5]);
        assert_eq!(super::told(&HeaderMap::new()), None);
    }
}
