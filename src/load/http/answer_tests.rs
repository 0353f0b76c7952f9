use super::*;

const OK: Option<Whole> = Some(Whole { status: 200, keep: true });

/// Fed whole, and byte by byte: it must be the same.
fn fed(bytes: &[u8], to_head: bool) -> Result<Option<Whole>, Reason> {
    let at_once = Answer::default().feed(bytes, to_head);
    let mut slowly = Answer::default();
    let mut last = Ok(None);
    for byte in bytes {
        last = slowly.feed(std::slice::from_ref(byte), to_head);
        if !matches!(last, Ok(None)) {
            break;
        }
    }
    assert_eq!(at_once, last, "{}", String::from_utf8_lossy(bytes));
    at_once
}

fn answer(text: &str) -> Result<Option<Whole>, Reason> {
    fed(text.as_bytes(), false)
}

#[test]
fn with_a_length() {
    assert_eq!(answer("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello"), Ok(OK));
    assert_eq!(answer("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhell"), Ok(None));
    assert_eq!(answer("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"), Ok(OK));
    assert_eq!(
        answer("HTTP/1.1 503 No\r\ncontent-length:2\r\n\r\nno"),
        Ok(Some(Whole { status: 503, keep: true }))
    );
}

#[test]
fn in_chunks() {
    let head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n";
    assert_eq!(answer(&format!("{head}5\r\nhello\r\nA;x=y\r\n0123456789\r\n0\r\n\r\n")), Ok(OK));
    assert_eq!(answer(&format!("{head}1\r\na\r\n0\r\nX-Sum: 1\r\n\r\n")), Ok(OK));
    assert_eq!(answer(&format!("{head}5\r\nhello\r\n0\r\n")), Ok(None));
    assert_eq!(answer(&format!("{head}5\r\nhello!\r\n")), Err(Reason::Protocol));
    assert_eq!(answer(&format!("{head}five\r\n")), Err(Reason::Protocol));
    assert_eq!(answer(&format!("{head}-5\r\n")), Err(Reason::Protocol));
    assert_eq!(answer(&format!("{head}{}", "0".repeat(5000))), Err(Reason::TooLarge));
}

#[test]
fn until_the_end() {
    let mut open = Answer::default();
    assert_eq!(open.feed(b"HTTP/1.1 200 OK\r\n\r\nany", false), Ok(None));
    assert_eq!(open.closed(), Ok(Whole { status: 200, keep: false }));
    let mut cut = Answer::default();
    assert_eq!(cut.feed(b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhell", false), Ok(None));
    assert_eq!(cut.closed(), Err(Reason::Truncated));
    assert_eq!(Answer::default().closed(), Err(Reason::Closed));
}

#[test]
fn without_a_body() {
    assert_eq!(answer("HTTP/1.1 204 No Content\r\n\r\n"), Ok(Some(Whole { status: 204, keep: true })));
    assert_eq!(
        answer("HTTP/1.1 304 Same\r\nContent-Length: 9\r\n\r\n"),
        Ok(Some(Whole { status: 304, keep: true }))
    );
    assert_eq!(fed(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n", true), Ok(OK));
}

#[test]
fn interim_answers_are_passed_over() {
    let text = "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Hints\r\nLink: x\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\na";
    assert_eq!(answer(text), Ok(OK));
}

#[test]
fn connections_that_end() {
    let keeps = |head: &str| answer(&format!("{head}\r\nContent-Length: 1\r\n\r\na")).unwrap().unwrap().keep;
    assert!(keeps("HTTP/1.1 200 OK"));
    assert!(!keeps("HTTP/1.1 200 OK\r\nConnection: Close"));
    assert!(!keeps("HTTP/1.0 200 OK"));
    assert!(keeps("HTTP/1.0 200 OK\r\nConnection: keep-alive"));
    // What nobody asked for comes after it.
    let mut more = Answer::default();
    assert_eq!(
        more.feed(b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nabc", false),
        Ok(Some(Whole { status: 200, keep: false }))
    );
}

#[test]
fn nonsense_is_no_answer() {
    assert_eq!(answer("SSH-2.0-OpenSSH_9.2\r\n"), Err(Reason::Protocol));
    assert_eq!(answer("HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\n"), Err(Reason::Protocol));
    assert_eq!(
        answer("HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n"),
        Err(Reason::Protocol)
    );
    let long = format!("HTTP/1.1 200 OK\r\nX: {}", "x".repeat(MOST_HEAD));
    assert_eq!(Answer::default().feed(long.as_bytes(), false), Err(Reason::TooLarge));
}
