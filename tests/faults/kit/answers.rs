//! Answers in HTTP as they should be, or with just what a fault changes.

/// `200 OK` with a body of that type, its length said, the connection kept.
pub fn ok(content_type: &str, body: &[u8]) -> Vec<u8> {
    answer("200 OK", &[("Content-Type", content_type)], body)
}

/// A JSON body with 200.
pub fn json(body: &str) -> Vec<u8> {
    ok("application/json", body.as_bytes())
}

/// A whole answer; `Content-Length` is added.
pub fn answer(status: &str, headers: &[(&str, &str)], body: &[u8]) -> Vec<u8> {
    let mut bytes = head(status, headers);
    bytes.truncate(bytes.len() - 2);
    bytes.extend_from_slice(format!("Content-Length: {}\r\n\r\n", body.len()).as_bytes());
    bytes.extend_from_slice(body);
    bytes
}

/// Status line and headers up to the empty line.
pub fn head(status: &str, headers: &[(&str, &str)]) -> Vec<u8> {
    let mut text = format!("HTTP/1.1 {status}\r\n");
    for (name, value) in headers {
        text.push_str(name);
        text.push_str(": ");
        text.push_str(value);
        text.push_str("\r\n");
    }
    text.push_str("\r\n");
    text.into_bytes()
}

/// One chunk of a chunked body. An empty one would be its end.
pub fn chunk(data: &[u8]) -> Vec<u8> {
    let mut bytes = format!("{:x}\r\n", data.len()).into_bytes();
    bytes.extend_from_slice(data);
    bytes.extend_from_slice(b"\r\n");
    bytes
}

/// The end of a chunked body.
pub const LAST_CHUNK: &[u8] = b"0\r\n\r\n";
