use super::*;
use crate::fields::Unit;

fn example(points: Vec<(f64, Option<f64>)>) -> Plot<'static> {
    let curve = Curve { title: "served <x>".to_owned(), told: "7 /s".to_owned(), shape: Shape::Dots, points };
    Plot {
        id: "one",
        title: "Served",
        note: "Across: users.".to_owned(),
        across: Axis::values(0.0, 4.0, Unit::Count),
        up: Axis::values(0.0, 10.0, Unit::PerSecond),
        curves: vec![curve],
        limits: vec![(8.0, "most 8 /s".to_owned()), (80.0, "far off".to_owned())],
        marks: vec![(2.0, "knee".to_owned()), (3.0, String::new())],
        head: vec!["users".to_owned(), "served".to_owned()],
        rows: vec![vec!["1".to_owned(), "7 /s".to_owned()]],
    }
}

#[test]
fn it_is_drawn_described_and_told_in_a_table() {
    let page = plot(&example(vec![(1.0, Some(7.0)), (2.0, None)])).unwrap().into_string();
    for holds in [
        "<circle class=\"line0\"",
        "served &lt;x&gt; <b>7 /s</b>",
        "Across: users. served &lt;x&gt;: 7 /s. most 8 /s. far off. knee.",
        "<th scope=\"row\">1</th><td class=\"number\">7 /s</td>",
    ] {
        assert!(page.contains(holds), "{holds}: {page}");
    }
    let drawn = |class: &str| page.matches(&format!("class=\"{class}\"")).count();
    // In the legend all that has a name, in the picture all that is on it.
    assert_eq!((drawn("limit"), drawn("mark")), (1 + 2, 2 + 1));
}

#[test]
fn nothing_is_drawn_of_nothing() {
    assert!(plot(&example(vec![(1.0, None)])).is_none());
    assert!(plot(&example(Vec::new())).is_none());
    assert!(plot(&example(vec![(1.0, Some(f64::NAN))])).is_none());
}
