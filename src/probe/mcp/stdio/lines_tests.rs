use super::*;

fn all(lines: &mut Lines) -> Vec<Result<String, TooLong>> {
    std::iter::from_fn(|| lines.next())
        .map(|line| line.map(|line| String::from_utf8(line).unwrap()))
        .collect()
}

#[test]
fn lines_come_whole_however_the_bytes_are_cut() {
    let text = b"one\ntwo\r\n\nthree\nrest";
    for size in 1..=text.len() {
        let mut lines = Lines::new(100);
        let mut found = Vec::new();
        for piece in text.chunks(size) {
            lines.push(piece);
            found.extend(all(&mut lines).into_iter().map(Result::unwrap));
        }
        assert_eq!(found, ["one", "two", "", "three"], "in pieces of {size}");
        assert_eq!(lines.rest(), b"rest");
        assert_eq!(lines.rest(), b"");
    }
}

#[test]
fn a_line_beyond_the_cap_is_told_before_it_ends_and_holds_no_more_than_came() {
    let mut lines = Lines::new(10);
    lines.push(b"0123456789\n01234567890\nok\n");
    assert_eq!(all(&mut lines), [Ok("0123456789".to_owned()), Err(TooLong), Ok("ok".to_owned())]);
    lines.push(b"0123456789");
    assert_eq!(lines.next(), None);
    lines.push(b"0");
    assert_eq!(lines.next(), Some(Err(TooLong)));
}

#[test]
fn what_was_taken_is_let_go() {
    let mut lines = Lines::new(100);
    for _ in 0..10_000 {
        lines.push(b"a line\na");
        while lines.next().is_some() {}
        lines.push(b" line\n");
        while lines.next().is_some() {}
    }
    assert!(lines.bytes.capacity() < 1024, "{}", lines.bytes.capacity());
}
