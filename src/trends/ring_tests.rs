use super::*;

fn values(ring: &Ring<3>) -> Vec<Option<f32>> {
    ring.iter().collect()
}

#[test]
fn keeps_the_latest_in_order() {
    let mut ring = Ring::new();
    assert!(values(&ring).is_empty());
    ring.push(Some(1.0));
    ring.push(None);
    assert_eq!(values(&ring), [Some(1.0), None]);
    ring.push(Some(3.0));
    assert_eq!(values(&ring), [Some(1.0), None, Some(3.0)]);
    ring.push(Some(4.0));
    ring.push(Some(5.0));
    assert_eq!(values(&ring), [Some(3.0), Some(4.0), Some(5.0)]);
    assert_eq!(ring.len(), 3);
}

#[test]
fn is_saved_in_order_and_with_what_is_missing() {
    let mut ring = Ring::<3>::new();
    for value in [Some(1.0), Some(2.0), None, Some(4.0)] {
        ring.push(value);
    }
    let saved = serde_json::to_string(&ring).unwrap();
    assert_eq!(saved, "[2.0,null,4.0]");
    assert_eq!(values(&serde_json::from_str(&saved).unwrap()), values(&ring));
    // More than there is room for: the latest stay.
    assert_eq!(values(&serde_json::from_str("[1.0,2.0,null,4.0]").unwrap()), values(&ring));
}
