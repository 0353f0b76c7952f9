use super::*;

const SOCKSTAT: &str = "\
sockets: used 12
TCP: inuse 1 orphan 2 tw 3 alloc 4 mem 51
UDP: inuse 6 mem 7
UDPLITE: inuse 8
RAW: inuse 9
FRAG: inuse 10 memory 11
";

#[test]
fn reads_every_value() {
    let wanted = Sockstat {
        sockets_used: Some(12),
        tcp_in_use: Some(1),
        tcp_orphans: Some(2),
        tcp_time_wait: Some(3),
        tcp_memory_pages: Some(51),
        udp_in_use: Some(6),
    };
    assert_eq!(parse(SOCKSTAT.as_bytes()), Some(wanted));
}

#[test]
fn damage_loses_only_itself() {
    let text = SOCKSTAT.replace("orphan 2", "orphan x").replace("sockets: used 12", "sockets used 12");
    let sockstat = parse(text.as_bytes()).unwrap();
    assert_eq!((sockstat.sockets_used, sockstat.tcp_orphans, sockstat.tcp_time_wait), (None, None, Some(3)));
    let odd = parse(b"TCP: inuse 1 orphan\n").unwrap();
    assert_eq!((odd.tcp_in_use, odd.tcp_orphans), (Some(1), None));
}
