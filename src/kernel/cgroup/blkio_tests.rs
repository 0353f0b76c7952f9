use super::*;

/// Linux 6.18, `blkio.throttle.io_service_bytes`.
const VDA: &str = "\
254:0 Read 114688
254:0 Write 196608
254:0 Sync 311296
254:0 Async 0
254:0 Discard 5
254:0 Total 311301
";

fn vda() -> Blkio {
    Blkio { read: Some(114_688), write: Some(196_608), discard: Some(5), total: Some(311_301) }
}

fn seen(text: &str) -> Vec<(u32, u32, Blkio)> {
    devices(text.as_bytes()).collect()
}

fn sum_of_all(text: &str) -> Option<Blkio> {
    sum(text.as_bytes(), |_, _| true)
}

#[test]
fn gives_each_device() {
    let text = format!("{VDA}{}Total 622602\n", VDA.replace("254:0", "8:16"));
    assert_eq!(seen(&text), [(254, 0, vda()), (8, 16, vda())]);
    assert_eq!(seen("Total 0\n"), []);
}

#[test]
fn damage_loses_only_itself() {
    let text = VDA.replace("Write 196608", "Write 19 6608").replace("254:0 Async", "254:x Async");
    assert_eq!(seen(&text), [(254, 0, Blkio { write: None, ..vda() })]);
}

#[test]
fn sums_what_the_filter_accepts() {
    let text = format!("{VDA}{}{}Total 1\n", VDA.replace("254:0", "7:0"), VDA.replace("254:0", "254:16"));
    let both = sum(text.as_bytes(), |major, _| major == 254).unwrap();
    assert_eq!(
        both,
        Blkio { read: Some(229_376), write: Some(393_216), discard: Some(10), total: Some(622_602) }
    );
    assert_eq!(sum(text.as_bytes(), |_, _| false), Some(Blkio::ZERO));
}

#[test]
fn whether_anything_was_counted() {
    assert!(names_device(format!("{VDA}Total 311301\n").as_bytes()));
    assert!(!names_device(b"Total 0\n") && !names_device(b""));
}

#[test]
fn no_io_yet_is_zero() {
    assert_eq!(sum_of_all("Total 0\n"), Some(Blkio::ZERO));
}

#[test]
fn a_file_without_its_end_has_no_sum() {
    let text = format!("{VDA}Total 311301\n");
    assert_eq!(sum_of_all(&text), Some(vda()));
    for end in 0..text.len() {
        assert_eq!(sum_of_all(&text[..end]), None, "cut at {end}");
    }
    for text in [
        format!("{text}more\n"),
        format!("{text}more"),
        format!("{VDA}damaged\nTotal 1\n"),
        "Total x\n".to_owned(),
    ] {
        assert_eq!(sum_of_all(&text), None, "{text:?}");
    }
}

#[test]
fn a_sum_does_not_hide_what_is_missing() {
    let old = VDA.replace("254:0 Discard 5\n", "");
    let sum = sum_of_all(&format!("{old}Total 1\n")).unwrap();
    assert_eq!((sum.read, sum.discard), (Some(114_688), None));
}
