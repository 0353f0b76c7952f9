use super::*;
use crate::fields::Groups;

fn captured(name: &str) -> Sampler {
    let tree = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/kernels").join(name);
    let builder = Sampler::builder().groups(Groups::FULL - Groups::FILESYSTEM);
    builder.proc_root(tree.join("proc")).sys_root(tree.join("sys")).build().unwrap()
}

fn limits(sampler: &Sampler, controller: Controller) -> Vec<(u64, String, Limit<f64>)> {
    let levels = sampler.level_limits(controller).into_iter();
    levels.map(|level| (level.depth, level.name.display().to_string(), level.limit)).collect()
}

#[test]
fn each_level_of_version_1_is_read_with_its_name() {
    let sampler = captured("v1-hybrid");
    let own = "/plimsoll-outer/inner".to_owned();
    let outer = "/plimsoll-outer".to_owned();
    let cpu = limits(&sampler, Controller::Cpu);
    assert_eq!(cpu[..2], [(0, own.clone(), Limit::Max), (1, outer.clone(), Limit::Value(0.5))]);
    let memory = limits(&sampler, Controller::Memory);
    assert_eq!(
        memory[..2],
        [(0, own.clone(), Limit::Value(268_435_456.0)), (1, outer, Limit::Value(100_663_296.0))]
    );
    assert_eq!(limits(&sampler, Controller::Pids)[0], (0, own, Limit::Value(64.0)));
    assert_eq!(sampler.weight(Controller::Cpu), Some(1024));
    assert_eq!(sampler.weight(Controller::Io), None, "no BFQ there");
    assert_eq!(sampler.cpuset_path(), Some(Path::new("/plimsoll-outer/inner")));
    assert!(limits(&sampler, Controller::Unified).is_empty());
}

#[test]
fn version_2_has_weights_of_its_own() {
    let sampler = captured("v2-psi");
    assert!(!limits(&sampler, Controller::Cpu).is_empty());
    let weight = sampler.weight(Controller::Cpu);
    assert!(weight.is_some_and(|weight| (1..=10_000).contains(&weight)), "{weight:?}");
}
