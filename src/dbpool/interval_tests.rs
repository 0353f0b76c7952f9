use super::*;

/// A PostgreSQL with so many sessions active, the longest statement of which has run for so long, and so much time counted
/// by statements that ended.
fn active(sessions: f64, oldest: f64, counted: f64) -> DatabaseValues {
    DatabaseValues {
        connections: Some(40.0),
        connections_active: Some(sessions),
        oldest_query_seconds: Some(oldest),
        active_seconds: Some(counted),
        ..DatabaseValues::default()
    }
}

fn mean(before: DatabaseValues, after: DatabaseValues) -> f64 {
    DatabaseInterval::between((0.0, &before), (10.0, &after)).unwrap().active_mean.unwrap()
}

#[test]
fn statements_that_ended_were_active_only_as_long_as_the_interval() {
    // 8 that ran for 2 minutes end together, and 8 others begin.
    assert_eq!(mean(active(8.0, 115.0, 0.0), active(8.0, 5.0, 960.0)), 8.0);
    assert_eq!(mean(active(8.0, 115.0, 0.0), active(0.0, 0.0, 960.0)), 8.0);
    // One long one of them.
    assert_eq!(mean(active(8.0, 115.0, 0.0), active(7.0, 0.1, 185.0)), 8.0);
}

#[test]
fn statements_that_run_on_are_active_though_no_counter_has_them_yet() {
    assert_eq!(mean(active(32.0, 60.0, 7.0), active(32.0, 70.0, 7.0)), 32.0);
    assert_eq!(mean(active(32.0, 60.0, 7.0), active(20.0, 70.0, 9.0)), 20.0);
}

#[test]
fn short_statements_are_counted() {
    // Whatever happens to run when it is looked.
    assert!((mean(active(1.0, 0.02, 0.0), active(9.0, 0.02, 42.0)) - 4.2).abs() < 0.01);
}

#[test]
fn no_more_sessions_were_active_than_there_are() {
    let unknown = |counted| DatabaseValues { oldest_query_seconds: None, ..active(8.0, 0.0, counted) };
    assert_eq!(mean(unknown(0.0), unknown(960.0)), 40.0);
}
