use super::super::set::Set;
use super::super::Check;
use super::*;
use crate::probe::Target;
use crate::sched::Phases;

const SECOND: Duration = Duration::from_secs(1);

fn kept(checks: &[Check], options: &CheckerOptions, pool: Pool) -> Vec<(String, u64)> {
    let checks: Vec<Arc<Check>> = checks.iter().cloned().map(Arc::new).collect();
    let change = Set::default().change(&checks, options, &mut Phases::default(), 0);
    let ages = ages(&change.set.list, options, pool);
    let mut told: Vec<_> = ages.into_iter().map(|(host, age)| (host.to_string(), age.as_secs())).collect();
    told.sort();
    told
}

fn every(seconds: u64, target: Target) -> Check {
    let mut check = Check::new(target);
    check.interval = Some(SECOND * u32::try_from(seconds).unwrap());
    check
}

#[test]
fn until_the_next_turn_is_over_due_if_that_is_not_too_long() {
    let options = CheckerOptions::default();
    let checks = [
        Check::new(Target::rest("usual", "https://a.test/")),
        every(10, Target::rest("oftener", "https://a.test/other")),
        every(60, Target::rest("port", "https://a.test:8443/")),
        every(120, Target::rest("rarer", "https://b.test/")),
        every(20, Target::mcp("mcp", "https://c.test/mcp")),
        every(20, Target::mcp_command("command", "true", ["now"])),
    ];
    let rest = [("a.test:443".to_owned(), 15), ("a.test:8443".to_owned(), 75)];
    assert_eq!(kept(&checks, &options, Pool::Rest), rest);
    assert_eq!(kept(&checks, &options, Pool::Mcp), [("c.test:443".to_owned(), 27)]);
}

#[test]
fn with_more_hosts_than_connections_as_long_as_usual() {
    let mut options = CheckerOptions::default();
    options.probe.rest_pool.max_connections = 3;
    let checks: Vec<Check> = (0..4)
        .map(|number| Check::new(Target::rest(format!("{number}"), format!("https://{number}.test/"))))
        .collect();
    assert_eq!(kept(&checks[..3], &options, Pool::Rest).len(), 3);
    assert!(kept(&checks, &options, Pool::Rest).is_empty());
}
