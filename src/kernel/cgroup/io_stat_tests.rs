use super::*;

const NVME: &str = "259:0 rbytes=50860032 wbytes=4096 rios=98 wios=1 dbytes=512 dios=2\n";

fn nvme() -> IoStat {
    IoStat {
        read_bytes: Some(50_860_032),
        write_bytes: Some(4096),
        read_operations: Some(98),
        write_operations: Some(1),
        discard_bytes: Some(512),
        discard_operations: Some(2),
    }
}

fn seen(text: &str) -> Vec<(u32, u32, IoStat)> {
    devices(text.as_bytes()).collect()
}

fn sum_of_all(text: &str) -> Option<IoStat> {
    sum(text.as_bytes(), |_, _| true)
}

#[test]
fn gives_each_device() {
    assert_eq!(seen(&format!("{NVME}8:16 rbytes=1 wbytes=2 rios=3 wios=4\n")).len(), 2);
    assert_eq!(seen(NVME), [(259, 0, nvme())]);
}

#[test]
fn devices_without_counters_are_left_out() {
    for bare in
        ["8:0 \n", "8:0\n", "8:0 cost.vrate=100.00\n", "8:0 rbytes=x\n", "x rbytes=1\n", "rbytes=1\n", "\n"]
    {
        assert_eq!(seen(&format!("{bare}{NVME}")), [(259, 0, nvme())], "{bare:?}");
    }
}

#[test]
fn a_device_that_lost_its_newline_does_not_take_the_next_ones_counters() {
    assert_eq!(seen(&format!("8:0 8:16 {NVME}")), [(259, 0, nvme())]);
}

#[test]
fn other_keys_do_no_harm() {
    let text = NVME.replace(" rios", " cost.usage=5 depth=max rios").replace("dios=2", "dios=2 use_delay=0");
    assert_eq!(seen(&text), [(259, 0, nvme())]);
}

#[test]
fn sums_what_the_filter_accepts() {
    let text = format!(
        "{NVME}7:0 rbytes=9 wbytes=9 rios=9 wios=9 dbytes=9 dios=9\n{}",
        NVME.replace("259:0", "259:1")
    );
    let both = sum(text.as_bytes(), |major, _| major == 259).unwrap();
    assert_eq!((both.read_bytes, both.discard_operations), (Some(2 * 50_860_032), Some(4)));
    assert_eq!(sum(text.as_bytes(), |_, minor| minor == 9), Some(IoStat::ZERO));
}

#[test]
fn no_io_yet_is_zero() {
    assert_eq!(sum_of_all(""), Some(IoStat::ZERO));
    assert_eq!(sum_of_all("8:0 \n"), Some(IoStat::ZERO));
}

#[test]
fn a_sum_does_not_hide_what_is_missing() {
    let without_discards = "8:0 rbytes=1 wbytes=2 rios=3 wios=4\n";
    let old = sum_of_all(&format!("{NVME}{without_discards}")).unwrap();
    assert_eq!((old.read_bytes, old.discard_bytes), (Some(50_860_033), None));
    assert_eq!(sum_of_all(&format!("{NVME}damaged\n")), None);
    assert_eq!(sum_of_all(NVME.trim_end()), None, "cut");
    let huge = NVME.replace("rbytes=50860032", "rbytes=18446744073709551615");
    assert_eq!(sum_of_all(&format!("{huge}{NVME}")).unwrap().read_bytes, None);
}
