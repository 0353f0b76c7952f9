use std::mem::size_of_val;

use super::*;

#[derive(Clone, Copy, Debug, PartialEq)]
#[repr(C)]
struct Pair {
    first: u64,
    second: u64,
}

unsafe impl Plain for Pair {}

#[test]
fn a_shorter_input_is_extended_with_zeros() {
    let pair = Pair { first: 1, second: 2 };
    for (size, wanted) in [(0, (0, 0)), (8, (1, 0)), (16, (1, 2))] {
        let taken = unsafe { take(&pair, size, "pair") }.ok().unwrap();
        assert_eq!((taken.first, taken.second), wanted);
    }
}

#[test]
fn a_longer_input_must_be_zero_in_its_tail() {
    let mut words = [1_u64, 2, 0];
    let size = size_of_val(&words);
    assert!(unsafe { take(words.as_ptr().cast::<Pair>(), size, "pair") }.is_ok());
    words[2] = 1 << 63;
    assert!(matches!(
        unsafe { take(words.as_ptr().cast::<Pair>(), size, "pair") },
        Err(Failure::Size("pair"))
    ));
}

#[test]
fn a_size_that_cuts_a_member_is_refused_and_no_half_is_read() {
    let pair = Pair { first: 1, second: u64::MAX };
    for size in [7, 9, 12, 15] {
        assert!(
            matches!(unsafe { take(&pair, size, "pair") }, Err(Failure::Cut("pair", cut)) if cut == size)
        );
        let read = unsafe { head(&pair, size) };
        assert_eq!((read.first, read.second), (if size < 8 { 0 } else { 1 }, 0));
    }
}

#[test]
fn an_output_is_filled_to_the_smaller_size_and_zeroed_beyond() {
    let pair = Pair { first: 1, second: 2 };
    let mut words = [9_u64; 4];
    unsafe { give(&pair, words.as_mut_ptr().cast(), 8) };
    assert_eq!(words, [1, 9, 9, 9]);
    unsafe { give(&pair, words.as_mut_ptr().cast(), 24) };
    assert_eq!(words, [1, 2, 0, 9]);
}

#[test]
fn an_array_keeps_the_callers_stride_and_capacity() {
    let pairs = [Pair { first: 1, second: 2 }, Pair { first: 3, second: 4 }, Pair { first: 5, second: 6 }];
    let mut words = [9_u64; 7];
    assert_eq!(unsafe { give_all(&pairs, words.as_mut_ptr().cast(), 24, 2) }, 2);
    assert_eq!(words, [1, 2, 0, 3, 4, 0, 9]);
    assert_eq!(unsafe { give_all(&pairs, words.as_mut_ptr().cast(), 8, 5) }, 3);
    assert_eq!(words[..3], [1, 3, 5]);
}
