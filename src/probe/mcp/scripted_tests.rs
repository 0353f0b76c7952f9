//! A channel for tests, which answers from a list.

use std::collections::VecDeque;

use serde_json::Value;

use super::channel::{Channel, Trouble};
use crate::probe::session::Session;

/// Answers requests in their order, and keeps what was asked.
pub(super) struct Scripted {
    answers: VecDeque<Result<Value, Trouble>>,
    pub(super) asked: Vec<(String, Value)>,
}

impl Scripted {
    pub(super) fn new(answers: impl IntoIterator<Item = Value>) -> Self {
        Scripted { answers: answers.into_iter().map(Ok).collect(), asked: Vec::new() }
    }
}

impl Channel for Scripted {
    fn request(&mut self, _: &mut Session, method: &str, params: &Value) -> Result<Value, Trouble> {
        self.asked.push((method.to_owned(), params.clone()));
        self.answers.pop_front().expect("an answer for each request")
    }

    fn notify(&mut self, _: &mut Session, _: &str) -> Result<(), Trouble> {
        Ok(())
    }
}
