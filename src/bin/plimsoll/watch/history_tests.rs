use super::*;

fn history(count: usize) -> History {
    let mut history = History::default();
    for value in 0..count {
        history.push(Some(value as f64));
    }
    history
}

#[test]
fn a_column_shows_its_greatest_value() {
    // 120 values over 40 columns: three each.
    assert_eq!(history(7).columns(40), [Some(2.0), Some(5.0), Some(6.0)]);
}

#[test]
fn columns_keep_their_values_as_time_goes_on() {
    let before = history(150).columns(40);
    let after = history(153).columns(40);
    assert_eq!(before.len(), 40);
    assert_eq!(before[1..], after[..39]);
}

#[test]
fn missing_values_leave_gaps_and_memory_is_bounded() {
    let mut history = history(10_000);
    assert_eq!(history.values.len(), KEPT);
    history.push(None);
    history.push(Some(f64::NAN));
    let columns = history.columns(SPAN);
    assert_eq!(columns.len(), SPAN);
    assert_eq!(columns[SPAN - 3..], [Some(9_999.0), None, None]);
    assert!(history.columns(0).is_empty());
}
