//! What a collector answers: `ExportMetricsServiceResponse`, or `google.rpc.Status` where it took nothing.

use serde::Deserialize;
use serde_json::Value;

use super::protobuf::{Field, Fields};

/// Letters of a collector's words that are kept.
const LONGEST: usize = 200;

/// What of it is of use. Some collectors answer nothing, or a page; that says nothing here.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Answer {
    /// Points that were rejected though the message was taken.
    pub rejected_points: u64,
    /// What went wrong, or what there is to know; empty if nothing.
    pub words: String,
}

/// As JSON has both.
#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct Json {
    partial_success: Option<Partial>,
    /// Of a `Status`.
    message: String,
}

/// `ExportMetricsPartialSuccess`.
#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct Partial {
    /// `int64`: text, but some write a number.
    rejected_data_points: Value,
    error_message: String,
}

impl Answer {
    /// `media` is its `Content-Type`, in lower case; `was_taken` says of which of the two messages it is.
    pub fn read(media: &str, body: &[u8], was_taken: bool) -> Self {
        let answer = match media.split(';').next().unwrap_or_default().trim() {
            "application/x-protobuf" => of_protobuf(body, was_taken),
            "application/json" => of_json(body, was_taken),
            _ => Answer::default(),
        };
        Answer { words: printable(&answer.words), ..answer }
    }
}

fn of_json(body: &[u8], was_taken: bool) -> Answer {
    let json: Json = serde_json::from_slice(body).unwrap_or_default();
    if !was_taken {
        return Answer { words: json.message, ..Answer::default() };
    }
    let partial = json.partial_success.unwrap_or_default();
    let rejected_points = match &partial.rejected_data_points {
        Value::String(text) => text.parse().unwrap_or(0),
        other => other.as_u64().unwrap_or(0),
    };
    Answer { rejected_points, words: partial.error_message }
}

fn of_protobuf(body: &[u8], was_taken: bool) -> Answer {
    let mut answer = Answer::default();
    for field in Fields(body) {
        match field {
            (2, Field::Bytes(text)) if !was_taken => answer.words = lossy(text),
            (1, Field::Bytes(partial)) if was_taken => {
                for field in Fields(partial) {
                    match field {
                        (1, Field::Number(count)) => {
                            // `int64`: a negative one counts nothing.
                            answer.rejected_points = i64::try_from(count).unwrap_or(0).unsigned_abs();
                        }
                        (2, Field::Bytes(text)) => answer.words = lossy(text),
                        _ => {}
                    }
                }
            }
            _ => {}
        }
    }
    answer
}

fn lossy(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

fn printable(words: &str) -> String {
    let letters = words.trim().chars().take(LONGEST);
    letters.map(|letter| if letter.is_control() { ' ' } else { letter }).collect()
}
