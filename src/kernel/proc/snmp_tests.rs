use super::*;

/// Linux 6.18.
const SNMP: &str = "\
Ip: Forwarding DefaultTTL InReceives
Ip: 2 64 3756
IcmpMsg: InType3
IcmpMsg: 1
Tcp: RtoAlgorithm RtoMin RtoMax MaxConn ActiveOpens PassiveOpens AttemptFails EstabResets CurrEstab InSegs OutSegs RetransSegs InErrs OutRsts InCsumErrors
Tcp: 1 200 120000 -1 37 2 3 23 4 3683 2328 5 6 31 7
Udp: InDatagrams NoPorts InErrors OutDatagrams RcvbufErrors SndbufErrors InCsumErrors IgnoredMulti MemErrors
Udp: 72 8 9 73 10 11 0 0 0
UdpLite: InDatagrams NoPorts InErrors OutDatagrams RcvbufErrors SndbufErrors InCsumErrors IgnoredMulti MemErrors
UdpLite: 1000 1000 1000 1000 1000 1000 1000 1000 1000
";

fn parsed(text: &str) -> Snmp {
    parse(text.as_bytes()).unwrap()
}

#[test]
fn reads_every_value() {
    let wanted = Snmp {
        tcp_active_opens: Some(37),
        tcp_passive_opens: Some(2),
        tcp_attempt_fails: Some(3),
        tcp_established_resets: Some(23),
        tcp_established: Some(4),
        tcp_in_segs: Some(3683),
        tcp_out_segs: Some(2328),
        tcp_retransmitted: Some(5),
        tcp_in_errors: Some(6),
        tcp_out_resets: Some(31),
        tcp_in_checksum_errors: Some(7),
        udp_in_datagrams: Some(72),
        udp_out_datagrams: Some(73),
        udp_no_ports: Some(8),
        udp_in_errors: Some(9),
        udp_receive_buffer_errors: Some(10),
        udp_send_buffer_errors: Some(11),
    };
    assert_eq!(parsed(SNMP), wanted);
}

#[test]
fn values_are_found_by_name() {
    let snmp = parsed("Tcp: New InSegs Other RetransSegs\nTcp: 1 2 3 4\n");
    assert_eq!((snmp.tcp_in_segs, snmp.tcp_retransmitted, snmp.tcp_out_segs), (Some(2), Some(4), None));
}

#[test]
fn a_damaged_line_loses_only_its_protocol() {
    let names = SNMP.replace("Tcp: RtoAlgorithm", "Tcp RtoAlgorithm");
    let values = SNMP.replace("Tcp: 1 200", "Xcp: 1 200");
    for text in [names, values] {
        let snmp = parsed(&text);
        assert_eq!((snmp.tcp_in_segs, snmp.udp_in_datagrams), (None, Some(72)));
    }
    let fewer = parsed(&SNMP.replace(" 2328 5 6 31 7", " x"));
    assert_eq!((fewer.tcp_in_segs, fewer.tcp_out_segs, fewer.tcp_out_resets), (Some(3683), None, None));
}

#[test]
fn names_without_values_hold_nothing() {
    assert_eq!(parse(b"Tcp: InSegs\n"), None);
    assert_eq!(parse(b"Tcp: InSegs\nTcp: 5"), None);
    assert_eq!(parse(b"Tcp: InSegs\nUdp: InDatagrams\n"), None);
}
