use super::*;
use crate::advise::fixtures::*;

fn value<'a>(actions: &'a [Action], target: &str) -> Option<&'a str> {
    actions.iter().find(|action| action.target == target).map(|action| action.value.as_str())
}

#[test]
fn a_weight_is_doubled_and_never_lowered() {
    let mut setting = version1(setting());
    setting.context.around.cpu_weight = Some(8192);
    setting.context.around.own_cpu = Some("/c".into());
    let actions = of_cpu(&setting.view(), Some(0.5));
    assert_eq!(value(&actions, "/c/cpu.shares"), Some("16384"));
    assert_eq!(
        (value(&actions, "--cpu-shares"), value(&actions, "CPUWeight=")),
        (Some("16384"), Some("1600"))
    );
    assert_eq!(value(&actions, "resources.requests.cpu"), Some("500m"));
    setting.context.around.io_weight = Some(800);
    assert_eq!(
        value(&of_io(&setting.view()), "blkio.bfq.weight"),
        Some("1000"),
        "as far as there are weights"
    );
    let mut setting = crate::advise::fixtures::setting();
    setting.context.around.cpu_weight = Some(39);
    let actions = of_cpu(&setting.view(), None);
    assert_eq!((value(&actions, "/a/b/cpu.weight"), value(&actions, "CPUWeight=")), (Some("78"), Some("78")));
    assert_eq!(value(&actions, "--cpu-shares"), None, "which weight shares become depends on Docker");
}

#[test]
fn what_is_not_known_or_cannot_rise_is_no_number() {
    let mut setting = setting();
    for (now, said) in [(None, "twice of what it is now"), (Some(10_000), "the most there is already")] {
        (setting.context.around.cpu_weight, setting.context.around.io_weight) = (now, now);
        for actions in [of_cpu(&setting.view(), None), of_io(&setting.view())] {
            assert!(actions.iter().all(|action| action.place != Place::Cgroup), "{actions:?}");
            assert!(actions[0].value.starts_with(said), "{actions:?}");
        }
    }
}
