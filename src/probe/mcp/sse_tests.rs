use super::*;

const LIMITS: StreamLimits = StreamLimits { line_bytes: 64, event_bytes: 64, events: 8 };

fn read(bytes: &[u8]) -> Result<Vec<Event>, Excess> {
    let mut parser = Parser::new(LIMITS);
    parser.feed(bytes)?;
    Ok(std::iter::from_fn(|| parser.next_event()).collect())
}

fn data(bytes: &[u8]) -> Vec<String> {
    read(bytes).unwrap().into_iter().map(|event| event.data).collect()
}

#[test]
fn every_line_end_ends_a_line_also_where_reads_cut_it() {
    let text = "event: a\ndata: 1\ndata: 2\nid: 7\n\n: comment\nretry: 20\n\ndata: 3\n\n";
    for end in ["\n", "\r\n", "\r"] {
        let stream = text.replace('\n', end);
        let whole = read(stream.as_bytes()).unwrap();
        assert_eq!(whole.len(), 2, "{end:?}");
        assert_eq!((whole[0].name.as_str(), whole[0].data.as_str()), ("a", "1\n2"));
        assert_eq!(whole[0].id.as_deref(), Some("7"));
        assert_eq!((whole[1].name.as_str(), whole[1].data.as_str()), ("message", "3"));
        assert_eq!(whole[1].id.as_deref(), Some("7"), "the id stays until there is another");
        for size in 1..stream.len() {
            let mut parser = Parser::new(LIMITS);
            for part in stream.as_bytes().chunks(size) {
                parser.feed(part).unwrap();
            }
            let parts: Vec<Event> = std::iter::from_fn(|| parser.next_event()).collect();
            assert_eq!(parts, whole, "{end:?} in reads of {size} bytes");
            assert_eq!(parser.retry(), Some(Duration::from_millis(20)));
        }
    }
}

#[test]
fn a_byte_order_mark_is_passed_over_once() {
    assert_eq!(data(b"\xEF\xBB\xBFdata: x\n\n"), ["x"]);
    assert_eq!(
        data(b"\xEF\xBB\xBF\xEF\xBB\xBFdata: x\n\n"),
        [""; 0],
        "a second one is a part of the field's name"
    );
    let mut parser = Parser::new(LIMITS);
    for byte in b"\xEF\xBB\xBFdata: x\n\n" {
        parser.feed(&[*byte]).unwrap();
    }
    assert_eq!(parser.next_event().unwrap().data, "x");
    // The beginning of a mark that is none belongs to the line.
    assert_eq!(data(b"\xEF\xBBdata: x\ndata: y\n\n"), ["y"]);
}

#[test]
fn a_priming_event_has_empty_data_and_one_without_data_is_none() {
    assert_eq!(data(b"id: 0\ndata:\n\nid: 1\n\nevent: x\n\ndata\n\ndata: \ndata: \n\n"), ["", "", "\n"]);
}

#[test]
fn one_blank_after_the_colon_is_not_of_the_value() {
    assert_eq!(data(b"data:a\n\ndata:  b\n\ndata: c: d\n\n"), ["a", " b", "c: d"]);
}

#[test]
fn fields_that_nobody_knows_and_comments_are_passed_over() {
    assert_eq!(data(b":\n: ping\nDATA: a\n data: b\ndata : c\n{\"x\":1}\ndata: d\n\n"), ["d"]);
}

#[test]
fn an_event_that_is_not_ended_never_comes() {
    assert_eq!(data(b"data: a\n\ndata: b\n"), ["a"]);
    assert_eq!(data(b"data: a\r\rdata: b\r"), ["a"]);
}

#[test]
fn letters_cut_by_reads_are_whole_and_what_is_no_utf8_is_replaced_and_told() {
    let text = "data: \u{e4} \u{6f22} \u{1f701}\n\n".as_bytes();
    let mut parser = Parser::new(LIMITS);
    for byte in text {
        parser.feed(&[*byte]).unwrap();
    }
    let event = parser.next_event().unwrap();
    assert_eq!((event.data.as_str(), event.replaced), ("\u{e4} \u{6f22} \u{1f701}", false));
    let latin = read(b"data: f\xE4ult\n\n").unwrap();
    assert_eq!((latin[0].data.as_str(), latin[0].replaced), ("f\u{fffd}ult", true));
}

#[test]
fn an_id_with_a_null_and_a_retry_that_is_no_number_are_passed_over() {
    let mut parser = Parser::new(LIMITS);
    parser
        .feed(b"id: 1\nid: 2\0\nretry: 5\nretry: 5s\nretry:\nretry: 99999999999999999999999\ndata: x\n\n")
        .unwrap();
    assert_eq!(parser.next_event().unwrap().id.as_deref(), Some("1"));
    assert_eq!(parser.retry(), Some(Duration::from_millis(5)));
}

#[test]
fn limits_hold_in_one_read_and_over_many() {
    let line = [b"data: ", &[b'x'; 60][..]].concat();
    assert_eq!(read(&[&line[..], b"\n\n"].concat()), Err(Excess::Line(64)));
    assert_eq!(read(&line), Err(Excess::Line(64)));
    let mut parser = Parser::new(LIMITS);
    let result = std::iter::repeat_n(b":", 100).try_for_each(|part| parser.feed(part));
    assert_eq!(result, Err(Excess::Line(64)));
    assert_eq!(read("data: 0123456789\n".repeat(6).as_bytes()), Err(Excess::Event(64)));
    assert_eq!(read("data: 0123456789\n".repeat(5).as_bytes()), Ok(Vec::new()));
    assert_eq!(read("data: 1\n\n".repeat(9).as_bytes()), Err(Excess::Events(8)));
    assert_eq!(read("data: 1\n\n".repeat(8).as_bytes()).unwrap().len(), 8);
    assert_eq!(read(": ping\n\n\n".repeat(100).as_bytes()), Ok(Vec::new()), "the stream's size bounds these");
}

#[test]
fn counting_can_begin_anew() {
    let mut parser = Parser::new(LIMITS);
    for _ in 0..10 {
        parser.feed(b"data: 1\n\n").unwrap();
        parser.forget_count();
    }
    assert_eq!(std::iter::from_fn(|| parser.next_event()).count(), 10);
}
