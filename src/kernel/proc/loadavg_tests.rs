use super::*;

#[test]
fn reads_every_value() {
    let wanted = Loadavg {
        load1: Some(0.12),
        load5: Some(10.04),
        load15: Some(1234.01),
        running: Some(2),
        total: Some(84),
    };
    assert_eq!(parse(b"0.12 10.04 1234.01 2/84 4026\n"), Some(wanted));
}

#[test]
fn damage_loses_only_itself() {
    let loadavg = parse(b"0.12 -1.00 0.01 x/84 4026\n").unwrap();
    assert_eq!((loadavg.load5, loadavg.load15), (None, Some(0.01)));
    assert_eq!((loadavg.running, loadavg.total), (None, Some(84)));
    assert_eq!(parse(b"0.12 0.04 0.01 2\n").unwrap().running, None);
    assert_eq!(parse(b"0.12\n").unwrap(), Loadavg { load1: Some(0.12), ..Loadavg::default() });
}

#[test]
fn a_cut_line_holds_nothing() {
    assert_eq!(parse(b"0.12 0.04 0.01 2/84 4026"), None);
}
