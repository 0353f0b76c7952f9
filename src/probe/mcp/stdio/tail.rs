//! The last of what a command writes to its standard error.

/// So much of it is kept for people.
const KEPT: usize = 4096;
/// So much of its last line goes into a sentence.
const SHORT: usize = 200;

/// The last bytes that were written.
pub(super) struct Tail {
    bytes: Vec<u8>,
    /// Texts that were handed to the command in confidence, and that it may print.
    secrets: Vec<String>,
    /// Kept beyond [`KEPT`], so that a secret at its beginning is seen whole.
    margin: usize,
}

impl Tail {
    pub(super) fn new(secrets: Vec<String>) -> Self {
        let margin = secrets.iter().map(String::len).max().unwrap_or(0);
        Tail { bytes: Vec::new(), secrets, margin }
    }

    pub(super) fn push(&mut self, bytes: &[u8]) {
        let most = KEPT + self.margin;
        let bytes = &bytes[bytes.len().saturating_sub(most)..];
        let surplus = (self.bytes.len() + bytes.len()).saturating_sub(most);
        self.bytes.drain(..surplus);
        self.bytes.extend_from_slice(bytes);
    }

    /// For people: text without control characters and secrets; nothing where nothing was written.
    pub(super) fn text(&self) -> Option<String> {
        let mut from = self.bytes.len().saturating_sub(KEPT);
        // Not from within a secret.
        for secret in &self.secrets {
            let first = from.saturating_sub(secret.len());
            let begins = (first..from).find(|at| self.bytes[*at..].starts_with(secret.as_bytes()));
            from = begins.map_or(from, |at| from.min(at));
        }
        let mut text = String::from_utf8_lossy(&self.bytes[from..]).into_owned();
        for secret in &self.secrets {
            text = text.replace(secret.as_str(), "[secret]");
        }
        text.retain(|c| c == '\n' || c == '\t' || !c.is_control());
        let text = text.trim();
        (!text.is_empty()).then(|| text.to_owned())
    }

    /// Its last line that speaks of an error, or else its last line, for a sentence.
    pub(super) fn gist(&self) -> Option<String> {
        let text = self.text()?;
        let speaks_of_error = |line: &&str| line.contains("rror");
        let line = text.lines().rev().find(speaks_of_error).or(text.lines().next_back())?;
        Some(line.trim().chars().take(SHORT).collect())
    }
}

#[cfg(test)]
#[path = "tail_tests.rs"]
mod tests;
