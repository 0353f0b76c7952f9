use super::*;

#[test]
fn only_the_last_bytes_stay() {
    let mut tail = Tail::new(Vec::new());
    assert_eq!(tail.text(), None);
    for number in 0..100_000 {
        tail.push(format!("line {number}\n").as_bytes());
    }
    tail.push(&[b'x'; 3]);
    let text = tail.text().unwrap();
    assert!(text.len() <= KEPT, "{}", text.len());
    assert!(text.ends_with("line 99998\nline 99999\nxxx"), "{text}");
    assert_eq!(tail.gist().unwrap(), "xxx");
    tail.push(&vec![b'y'; 1 << 20]);
    assert_eq!(tail.text().unwrap(), "y".repeat(KEPT));
    assert!(tail.bytes.capacity() <= 4 * KEPT);
    assert_eq!(tail.gist().unwrap().len(), SHORT);
}

#[test]
fn secrets_and_control_characters_are_left_out() {
    let mut tail = Tail::new(vec!["hunter2".to_owned(), "other".to_owned()]);
    tail.push(b"\x1b[31mtoken hunter2, other\x07\n\xff");
    assert_eq!(tail.text().unwrap(), "[31mtoken [secret], [secret]\n\u{fffd}");
}

#[test]
fn a_secret_that_is_cut_is_left_out_whole() {
    let secret = "0123456789abcdef";
    for after in KEPT - 20..KEPT + 5 {
        let mut tail = Tail::new(vec![secret.to_owned()]);
        tail.push(&[b'a'; 9000]);
        tail.push(secret.as_bytes());
        tail.push(&vec![b'z'; after]);
        let text = tail.text().unwrap();
        for part in ["cdef", "def", "ef", "0123"] {
            assert!(!text.contains(part), "{after}: {}", &text[..40]);
        }
    }
}

#[test]
fn a_line_that_speaks_of_an_error_is_the_gist() {
    let mut tail = Tail::new(Vec::new());
    tail.push(b"starting\nError: Cannot find module\n  code: 'MODULE_NOT_FOUND'\n\nNode.js v24\n");
    assert_eq!(tail.gist().unwrap(), "Error: Cannot find module");
}
