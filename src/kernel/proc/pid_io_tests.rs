use super::*;

const IO: &str = "rchar: 6976\nwchar: 1\nsyscr: 10\nsyscw: 2\nread_bytes: 4096\nwrite_bytes: 8192\ncancelled_write_bytes: 512\n";

#[test]
fn reads_every_value() {
    let wanted = Io {
        read_chars: Some(6976),
        write_chars: Some(1),
        read_calls: Some(10),
        write_calls: Some(2),
        read_bytes: Some(4096),
        write_bytes: Some(8192),
        cancelled_write_bytes: Some(512),
    };
    assert_eq!(parse(IO.as_bytes()), Some(wanted));
}

#[test]
fn damage_loses_only_itself() {
    let io = parse(IO.replace("syscr: 10", "syscr: 1O").as_bytes()).unwrap();
    assert_eq!((io.read_calls, io.write_calls), (None, Some(2)));
}
