use crate::advise::answers::answers;
use crate::advise::fixtures::*;

use crate::fields::Unit;

#[test]
fn a_load_that_waits_for_disks_wants_no_cpus() {
    let mut setting = setting();
    setting.sample.set_host_tasks_running(Some(1));
    setting.sample.set_host_tasks_blocked(Some(12));
    let finding = finding("load.per_cpu", 3.5, Unit::Count);
    let list = answers(&setting.view(), &finding);
    assert_eq!(
        titles(&list),
        ["Find the disk or network filesystem that tasks hang on; more CPUs would change nothing."]
    );
    assert_eq!(list[0].description, "12 tasks wait for I/O and only 1 are ready to run.");
    setting.sample.set_host_tasks_running(Some(14));
    let list = answers(&setting.view(), &finding);
    assert!(list[0]
        .description
        .starts_with("14 tasks are ready and 12 wait for I/O: CPUs are what they queue for."));
    assert!((list[0].gain - (1.0 - 1.0 / 3.5)).abs() < 1e-9);
}
