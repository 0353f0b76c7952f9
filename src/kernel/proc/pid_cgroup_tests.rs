use super::*;

#[test]
fn gives_each_line() {
    let text = b"9:name=systemd:/\n4:memory:/a:b/c\n2:cpu,cpuacct:/../x (deleted)\n0::/unit\xff.slice\n";
    let seen: Vec<_> = memberships(text).collect();
    let wanted = [
        Membership { hierarchy_id: 9, controller_list: b"name=systemd", path: b"/" },
        Membership { hierarchy_id: 4, controller_list: b"memory", path: b"/a:b/c" },
        Membership { hierarchy_id: 2, controller_list: b"cpu,cpuacct", path: b"/../x (deleted)" },
        Membership { hierarchy_id: 0, controller_list: b"", path: b"/unit\xff.slice" },
    ];
    assert_eq!(seen, wanted);
    let controllers = |line: usize| seen[line].controllers().collect::<Vec<_>>();
    assert_eq!(controllers(2), [b"cpu".as_slice(), b"cpuacct"]);
    assert_eq!(controllers(0), [b"name=systemd".as_slice()]);
    assert!(controllers(3).is_empty());
}

#[test]
fn damaged_and_cut_lines_are_left_out() {
    let text = b"x:cpu:/\n4:memory\n-1:pids:/\n3:cpuset:relative\n1:cpu:/sound\n0::/cu";
    let paths: Vec<_> = memberships(text).map(|membership| membership.path).collect();
    assert_eq!(paths, [b"/sound".as_slice()]);
}
