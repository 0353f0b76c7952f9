use super::*;

#[test]
fn a_child_and_its_child_see_epochs_of_their_own() {
    let mine = epoch();
    assert_eq!(mine, epoch());
    // SAFETY: the children only compare numbers and leave by _exit.
    unsafe {
        let child = libc::fork();
        if child == 0 {
            let childs = epoch();
            let grandchild = libc::fork();
            if grandchild == 0 {
                let theirs = epoch();
                libc::_exit(i32::from(theirs == childs || theirs == mine));
            }
            let mut status = 0;
            libc::waitpid(grandchild, &mut status, 0);
            libc::_exit(i32::from(childs == mine || childs != epoch() || status != 0));
        }
        let mut status = 0;
        libc::waitpid(child, &mut status, 0);
        assert_eq!(status, 0, "a child saw its parent's epoch");
    }
    assert_eq!(mine, epoch());
}

#[test]
fn the_fallback_is_stable_within_a_process() {
    assert_eq!(pid_epoch(), pid_epoch());
    assert_eq!(pid_epoch() >> 32, u64::from(std::process::id()));
}
