use super::*;

fn written(axis: &Axis) -> Vec<&str> {
    axis.marks.iter().map(|(_, label)| label.as_str()).collect()
}

#[test]
fn values_lie_between_the_ends() {
    let axis = Axis::values(0.0, 1.9, Unit::Cpus);
    assert_eq!(axis.ends, (0.0, 2.0));
    assert_eq!((axis.place(0.0), axis.place(0.5), axis.place(2.0)), (0.0, 0.25, 1.0));
    assert_eq!(written(&axis), ["0", "0.5 CPUs", "1 CPU", "1.5 CPUs", "2 CPUs"]);
}

#[cfg(feature = "load")]
#[test]
fn latencies_that_differ_much_are_as_far_apart_as_many_times_as_long() {
    let axis = Axis::latencies(0.0012, 0.9);
    assert!(axis.is_logarithmic());
    assert_eq!((axis.ends, written(&axis)), ((0.001, 1.0), vec!["1 ms", "10 ms", "100 ms", "1 s"]));
    for (value, place) in [(0.0, 0.0), (0.001, 0.0), (0.01, 1.0 / 3.0), (1.0, 1.0)] {
        assert!((axis.place(value) - place).abs() < 1e-9, "{value}");
    }
    let axis = Axis::latencies(0.010, 0.018);
    assert!(!axis.is_logarithmic());
    assert_eq!(written(&axis), ["0", "5 ms", "10 ms", "15 ms", "20 ms"]);
    assert!(!Axis::latencies(0.0, 0.0).is_logarithmic());
}

#[cfg(feature = "load")]
#[test]
fn an_axis_without_room_to_spare_has_the_marks_that_lie_on_it() {
    let axis = Axis::within(0.0012, 0.9);
    assert_eq!((axis.ends, written(&axis)), ((0.0012, 0.9), vec!["10 ms", "100 ms"]));
    let axis = Axis::within(0.0021, 0.0029);
    assert_eq!(written(&axis), ["2.17 ms", "2.81 ms"]);
    let axis = Axis::within(0.001, 0.001);
    assert!((axis.place(0.001) - 0.5).abs() < 0.01, "{axis:?}");
}

#[cfg(feature = "load")]
#[test]
fn seconds_since_it_began_are_told_as_a_clock_does() {
    assert_eq!(written(&Axis::elapsed(0.0, 25.0)), ["0:00", "0:05", "0:10", "0:15", "0:20", "0:25"]);
    assert_eq!(written(&Axis::elapsed(0.0, 14_400.0)), ["0:00", "1:00:00", "2:00:00", "3:00:00", "4:00:00"]);
}
