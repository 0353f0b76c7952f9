use super::*;
use crate::fields::Groups;

#[test]
fn every_group_has_its_constant() {
    let text = include_str!("groups.rs");
    for name in Groups::FULL.names() {
        let bit = Groups::from_group_name(name).unwrap().bits().trailing_zeros();
        let line = format!("pub const PLIM_GROUP_{}: u64 = 1 << {bit};", name.to_uppercase());
        assert!(text.contains(&line), "{line}");
    }
    assert_eq!(PLIM_GROUPS_FULL, Groups::FULL.bits());
    assert_eq!(PLIM_GROUPS_TICK, Groups::TICK.bits());
}
