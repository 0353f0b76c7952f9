use super::*;

const HEADINGS: &str = "\
Inter-|   Receive                                                |  Transmit
 face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed
";
const LO: &str = "    lo:    3245      30    0    0    0     0          0         0     3245      30    0    0    0     0       0          0\n";
const ETH0: &str = "  eth0: 67987361    3731    1    2    0     0          0         0   214722    2360    3    4    0     0       0          0\n";

fn eth0() -> Interface {
    Interface {
        rx_bytes: Some(67_987_361),
        rx_packets: Some(3731),
        rx_errors: Some(1),
        rx_drops: Some(2),
        tx_bytes: Some(214_722),
        tx_packets: Some(2360),
        tx_errors: Some(3),
        tx_drops: Some(4),
    }
}

fn total_of(lines: &[&str]) -> Option<(Interface, u64)> {
    total((HEADINGS.to_owned() + &lines.concat()).as_bytes())
}

#[test]
fn gives_each_interface() {
    let text = format!("{HEADINGS}{LO}{ETH0}");
    let seen: Vec<_> = interfaces(text.as_bytes()).collect();
    assert_eq!(seen.len(), 2);
    assert_eq!((seen[0].0, seen[0].1.rx_bytes), (b"lo".as_slice(), Some(3245)));
    assert_eq!(seen[1], (b"eth0".as_slice(), eth0()));
}

#[test]
fn a_number_may_be_glued_to_the_colon_and_a_name_may_contain_one() {
    let glued = ETH0.replace(": ", ":");
    assert_eq!(interfaces(glued.as_bytes()).collect::<Vec<_>>(), [(b"eth0".as_slice(), eth0())]);
    let colon = ETH0.replace("eth0", "eth0:1");
    assert_eq!(interfaces(colon.as_bytes()).collect::<Vec<_>>(), [(b"eth0:1".as_slice(), eth0())]);
    let longest = ETH0.replace("  eth0: ", "abcdefghijklmno:");
    assert_eq!(interfaces(longest.as_bytes()).collect::<Vec<_>>(), [(b"abcdefghijklmno".as_slice(), eth0())]);
}

#[test]
fn totals_leave_out_the_loopback() {
    assert_eq!(total_of(&[LO, ETH0]), Some((eth0(), 1)));
    let (two, count) = total_of(&[LO, ETH0, &ETH0.replace("eth0", "eth1")]).unwrap();
    assert_eq!((two.rx_bytes, two.tx_drops, count), (Some(2 * 67_987_361), Some(8), 2));
}

#[test]
fn a_namespace_with_only_a_loopback_has_totals_of_zero() {
    assert_eq!(total_of(&[LO]), Some((Interface::ZERO, 0)));
    assert_eq!(total_of(&[]), Some((Interface::ZERO, 0)));
}

#[test]
fn a_total_does_not_hide_what_is_missing() {
    let (sum, count) = total_of(&[ETH0, &ETH0.replace("eth0", "eth1").replace("67987361", "x")]).unwrap();
    assert_eq!((sum.rx_bytes, sum.rx_packets, count), (None, Some(2 * 3731), 2));
    let huge = ETH0.replace("67987361", "18446744073709551615");
    assert_eq!(total_of(&[&huge]).unwrap().0.rx_bytes, Some(u64::MAX));
    assert_eq!(total_of(&[&huge, ETH0]).unwrap().0.rx_bytes, None, "the sum does not fit");
    assert_eq!(total_of(&[ETH0, "damaged\n"]), None);
    assert_eq!(total_of(&[ETH0, ETH0.trim_end()]), None, "cut");
    assert_eq!(total(b""), None);
}
