use super::*;
use crate::fields::Unit;

fn stretch(values: &[f64]) -> Vec<Point> {
    let points = values.iter().enumerate();
    points.map(|(at, mean)| Point { wall_seconds: at as f64, mean: *mean, max: mean + 0.5 }).collect()
}

#[test]
fn every_part_has_its_class_and_no_style_of_its_own() {
    let line = |stretches| Drawn { shape: Shape::Line, stretches };
    let curves = [line(vec![stretch(&[1.0, 2.0]), stretch(&[1.0])]), line(vec![stretch(&[2.0, 1.0])])];
    let picture = Picture {
        across: &Axis::moments(0.0, 3.0),
        up: &Axis::values(0.0, 3.0, Unit::Cpus),
        curves: &curves,
        limits: &[2.5],
        marks: &[1.5],
        ahead: &[(1.0, 1.0, 1.0, 1.0), (3.0, 0.5, 1.5, 2.5)],
    };
    let svg = inside(&picture).unwrap();
    for class in
        ["text", "grid", "axis", "limit", "mark", "interval", "middle", "line0", "line1", "shade0", "shade1"]
    {
        assert!(svg.contains(&format!("class=\"{class}\"")), "{class}: {svg}");
    }
    for style in ["#", "opacity", "stroke", "fill=", "font-family", "<svg", "</svg"] {
        assert!(!svg.contains(style), "{style}: {svg}");
    }
    assert!(svg.contains("<circle"), "a point alone can be seen");
}

#[test]
fn dots_stand_alone_and_areas_reach_down() {
    let (across, up) = (Axis::moments(0.0, 3.0), Axis::values(0.0, 3.0, Unit::Count));
    let drawn = |shape| {
        let curves = [Drawn { shape, stretches: vec![stretch(&[1.0, 2.0, 3.0])] }];
        let picture =
            Picture { across: &across, up: &up, curves: &curves, limits: &[], marks: &[], ahead: &[] };
        inside(&picture).unwrap()
    };
    let dots = drawn(Shape::Dots);
    assert_eq!(dots.matches("<circle").count(), 3, "{dots}");
    assert!(!dots.contains("class=\"shade0\"") && !dots.contains("<polyline class=\"line0\""), "{dots}");
    let area = drawn(Shape::Area);
    assert!(area.contains("<polygon class=\"shade0\"") && area.contains("class=\"line0\""), "{area}");
}

#[test]
fn every_role_has_a_colour_of_its_own() {
    let colors: std::collections::BTreeSet<u8> = Role::all().map(|role| role.color().2).collect();
    assert_eq!(colors.len(), Role::all().count());
}

#[test]
fn labels_have_room_however_long_they_are() {
    let line = [Drawn { shape: Shape::Line, stretches: vec![stretch(&[1.0, 2.0])] }];
    let left = |up: &Axis| {
        let across = &Axis::moments(0.0, 3.0);
        let picture = Picture { across, up, curves: &line, limits: &[], marks: &[], ahead: &[] };
        let svg = inside(&picture).unwrap();
        let axis = svg.split("class=\"axis\" points=\"").nth(1).unwrap();
        axis.split(',').next().unwrap().parse::<u32>().unwrap()
    };
    let marked = |label: &str| Axis::even((0.0, 3.0), vec![(0.0, "0".to_owned()), (3.0, label.to_owned())]);
    assert_eq!(left(&marked("3")), left(&marked("50 KiB")), "charts stand below each other");
    // Ten letters of DejaVu Sans are 244 wide.
    assert!(left(&marked("1000 MiB/s")) > 244 + 20);
}
