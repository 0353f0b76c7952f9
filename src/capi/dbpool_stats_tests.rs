use super::*;

/// Each number of the header names the member at its place, and members are in the order of the table.
#[test]
fn members_are_those_of_the_table() {
    let source = include_str!("dbpool_stats.rs");
    let numbers: Vec<String> = source
        .lines()
        .filter_map(|line| line.strip_prefix("pub const PLIM_DBPOOL_")?.strip_suffix(';'))
        .map(|line| line.to_lowercase().replace(": u32", ""))
        .collect();
    let wanted: Vec<String> = PoolStats::FIELDS
        .iter()
        .enumerate()
        .map(|(place, field)| format!("{} = {place}", field.name))
        .collect();
    assert_eq!(numbers, wanted);
    let (_, within) = source.split_once("pub valid: [u64; 2],").unwrap();
    let (within, after) = within.split_once("\n}").unwrap();
    let members: Vec<&str> =
        within.lines().filter_map(|line| line.trim().strip_prefix("pub ")?.strip_suffix(": f64,")).collect();
    let names: Vec<&str> = PoolStats::FIELDS.iter().map(|field| field.name).collect();
    assert_eq!(members, names);
    let (values, _) = after.split_once("]\n    }").unwrap();
    let values: Vec<&str> =
        values.lines().filter_map(|line| line.trim().strip_prefix("self.")?.strip_suffix(',')).collect();
    assert_eq!(values, names);
}

#[test]
fn what_is_not_said_to_be_there_is_left_out() {
    // SAFETY: plain.
    let mut given: PlimDbpoolStats = unsafe { std::mem::zeroed() };
    given.size = 5.0;
    given.lost = 7.0;
    given.valid[0] = 1 << PLIM_DBPOOL_LOST;
    let stats = given.stats();
    assert_eq!(stats, PoolStats { lost: Some(7.0), ..PoolStats::default() });
}
