use super::*;

const SOME: Stall = Stall { avg10: 0.0027, avg60: 0.1024, avg300: 1.0, total_us: 3_231_645 };

#[test]
fn reads_both_lines_as_ratios() {
    let text = b"some avg10=0.27 avg60=10.24 avg300=100.00 total=3231645\nfull avg10=0.00 avg60=0.00 avg300=0.00 total=7\n";
    let full = Stall { total_us: 7, ..Stall::default() };
    assert_eq!(parse(text), Some(Pressure { some: Some(SOME), full: Some(full) }));
}

#[test]
fn old_kernels_have_no_full_line_for_the_cpu() {
    let text = b"some avg10=0.27 avg60=10.24 avg300=100.00 total=3231645\n";
    assert_eq!(parse(text), Some(Pressure { some: Some(SOME), full: None }));
}

#[test]
fn a_damaged_line_is_missing_as_a_whole() {
    let sound = "full avg10=0.00 avg60=0.00 avg300=0.00 total=7\n";
    for damaged in [
        "some avg10=0.27 avg60=10.24 avg300=100.00\n",
        "some avg10=0.27 avg60=10.24 avg300=100.00 total=18446744073709551616\n",
        "some avg10=0.27 avg60=-1.00 avg300=100.00 total=1\n",
        "some avg10=0.27 avg60 avg300=100.00 total=1\n",
        "some avg10=0.27 avg60=10.24 avg300=100.00 total=1\r\n",
        "some\n",
        "somewhat avg10=0.27 avg60=10.24 avg300=100.00 total=1\n",
    ] {
        let pressure = parse((damaged.to_owned() + sound).as_bytes()).unwrap();
        assert_eq!(pressure.some, None, "{damaged:?}");
        assert_eq!(pressure.full.map(|full| full.total_us), Some(7), "{damaged:?}");
    }
}

#[test]
fn a_key_of_a_later_kernel_does_no_harm() {
    let text = b"some avg10=0.27 avg60=10.24 avg300=100.00 total=3231645 avg900=0.00\n";
    assert_eq!(parse(text).unwrap().some, Some(SOME));
}
