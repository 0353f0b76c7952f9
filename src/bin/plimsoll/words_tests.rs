use super::*;

#[test]
fn long_texts_are_cut_and_say_so() {
    assert_eq!(elide_middle("/kubepods/burstable/pod1/abc", 20), "/kubep…able/pod1/abc");
    assert_eq!(elide_middle("/a", 10), "/a");
    assert_eq!(elide_end("python3 worker", 8), "python3…");
    assert_eq!(elide_path("quota of /kubepods/burstable/pod1/abc", 26), "quota of /kube…le/pod1/abc");
    assert_eq!(elide_path("CPUs of the host", 8), "CPUs of…");
    assert_eq!(elide_path("filesystem of /", 15), "filesystem of /");
    assert_eq!(elide_path("filesystem of /", 13), "filesystem o…");
    assert_eq!(plural(1, "reading", "readings"), "1 reading");
}

#[test]
fn a_cut_path_is_never_longer_than_it_may_be() {
    let path = "/kubepods.slice/kubepods-burstable.slice/kubepods-burstable-pod6f1c.slice/orders/ä";
    for width in 2..path.chars().count() + 2 {
        let cut = elide_middle(path, width);
        assert!(cut.chars().count() <= width, "{cut} is longer than {width}");
        assert!(cut.ends_with('ä') && cut.starts_with(&path[..usize::from(width > 6)]), "{cut}");
    }
    assert_eq!(elide_middle(path, 60), "/kubepods.slice/…e/kubepods-burstable-pod6f1c.slice/orders/ä");
}

#[test]
fn patterns_are_words() {
    assert_eq!(pattern(WorkloadPattern::IoIntensive), "I/O intensive");
    assert_eq!(pattern(WorkloadPattern::Burst), "burst");
}

#[test]
fn numbers_keep_their_units() {
    assert_eq!(
        wrap("it holds 4.2 MiB of 8 MiB, for 3 h 20 min.", 13, "", " "),
        ["it holds", " 4.2 MiB of", " 8 MiB, for", " 3 h 20 min."]
    );
}

#[test]
fn a_terminal_is_not_told_what_to_do_by_the_name_of_a_process() {
    let name = "ev\u{1b}[31mil\nx\u{9b}2J";
    assert_eq!(harmless(name), "ev\u{fffd}[31mil\u{fffd}x\u{fffd}2J");
    let lines = wrap(&format!("most is {name}'s"), 80, "", "");
    assert!(lines.len() == 1 && !lines[0].contains(char::is_control), "{lines:?}");
    let mut table = crate::table::Table::new(&[crate::table::Side::Left]);
    table.row(vec![name.to_owned()]);
    assert!(!table.padded()[0][0].contains(char::is_control));
    assert_eq!(harmless("python3"), "python3");
}

#[test]
fn wide_letters_take_two_columns() {
    assert_eq!(fit_middle("日本語", 6), "日本語");
    let cut = fit_middle("日本語サーバー", 9);
    assert!(columns(&cut) <= 9 && cut.contains('…') && cut.ends_with('ー'), "{cut}");
    assert_eq!(columns(&pad("日本", 7)), 7);
    assert_eq!(pad("longer", 3), "longer");
    assert_eq!(fit_middle("a\u{1b}b", 9), "a\u{fffd}b");
}
