use super::*;

#[test]
fn gives_each_process() {
    assert_eq!(pids(b"1\n8\n4194304\n0\n").collect::<Vec<_>>(), [1, 8, 4_194_304, 0]);
}

#[test]
fn damaged_and_cut_lines_are_left_out() {
    assert_eq!(pids(b"1\n-1\nx\n\n4294967296\n7\n81").collect::<Vec<_>>(), [1, 7]);
}
