use super::*;
use crate::fields::CgroupLayout;

#[test]
fn every_layout_has_its_constant() {
    assert_eq!(PLIM_CGROUPS_NONE, CgroupLayout::None.code());
    assert_eq!(PLIM_CGROUPS_V1, CgroupLayout::V1.code());
    assert_eq!(PLIM_CGROUPS_V2, CgroupLayout::V2.code());
    assert_eq!(PLIM_CGROUPS_HYBRID, CgroupLayout::Hybrid.code());
}
