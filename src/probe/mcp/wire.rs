//! JSON-RPC 2.0 messages as MCP uses them.

use serde_json::{json, Value};

use crate::finding::Reason;
use crate::net::Failure;
use crate::probe::document;

/// A message that came from a server.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Message {
    /// The answer to a request: its id (`null`, or a text that nobody asked with, where the server could not tell),
    /// and the result.
    Answer { id: Value, result: Result<Value, RpcError> },
    /// The server asks something, or tells something. A notification has no id.
    Other { method: String, id: Option<Value> },
}

/// A JSON-RPC error.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct RpcError {
    pub(crate) code: i64,
    pub(crate) message: String,
    pub(crate) data: Option<Value>,
}

/// The bytes of a request.
pub(crate) fn request(id: u64, method: &str, params: &Value) -> Vec<u8> {
    let message = match params {
        Value::Null => json!({ "jsonrpc": "2.0", "id": id, "method": method }),
        params => json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": params }),
    };
    message.to_string().into_bytes()
}

/// The bytes of a notification.
pub(crate) fn notification(method: &str) -> Vec<u8> {
    json!({ "jsonrpc": "2.0", "method": method }).to_string().into_bytes()
}

/// Reads one message, nested at most `depth` deep. Beyond the bounds of a document the reason is `too_large`,
/// otherwise `protocol`.
pub(crate) fn parse(bytes: &[u8], depth: usize) -> Result<Message, Failure> {
    document::bounded(bytes, depth)
        .map_err(|why| Failure::new(Reason::TooLarge, format!("the JSON: {why}")))?;
    let wrong = |why: String| Failure::new(Reason::Protocol, why);
    let document = serde_json::from_slice(bytes).map_err(|error| wrong(format!("not JSON: {error}")))?;
    message(document).map_err(wrong)
}

fn message(mut message: Value) -> Result<Message, String> {
    let Some(object) = message.as_object_mut() else {
        return Err("not a JSON-RPC message: no object".to_owned());
    };
    if object.get("jsonrpc").and_then(Value::as_str) != Some("2.0") {
        return Err("not JSON-RPC 2.0: `jsonrpc` is not \"2.0\"".to_owned());
    }
    let id = object.remove("id");
    if let Some(method) = object.get("method") {
        let Some(method) = method.as_str() else { return Err("`method` is no text".to_owned()) };
        return Ok(Message::Other { method: method.to_owned(), id });
    }
    let id = id.unwrap_or(Value::Null);
    match (object.remove("result"), object.remove("error")) {
        (Some(_), Some(_)) => Err("an answer with both `result` and `error`".to_owned()),
        (None, None) => Err("a message with neither `method`, `result` nor `error`".to_owned()),
        (Some(result), None) => Ok(Message::Answer { id, result: Ok(result) }),
        (None, Some(error)) => Ok(Message::Answer { id, result: Err(error_of(error)?) }),
    }
}

fn error_of(mut error: Value) -> Result<RpcError, String> {
    let code =
        error.get("code").and_then(Value::as_i64).ok_or("an error without a whole number as `code`")?;
    let message = error.get("message").and_then(Value::as_str).unwrap_or_default().to_owned();
    let data = error.as_object_mut().and_then(|error| error.remove("data"));
    Ok(RpcError { code, message, data })
}
