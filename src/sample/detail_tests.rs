use super::*;

#[test]
fn a_name_is_padded_with_nul_and_given_back() {
    let place: [u8; 8] = padded(b"eth0");
    assert_eq!(&place, b"eth0\0\0\0\0");
    assert_eq!(unpadded(&place), "eth0");
    assert_eq!(unpadded(&padded::<8>(b"")), "");
}

#[test]
fn a_long_name_is_cut_at_a_character_and_ends_in_nul() {
    assert_eq!(&padded::<8>(b"1234567"), b"1234567\0");
    assert_eq!(&padded::<8>(b"12345678"), b"1234567\0");
    // The two bytes of the letter are the seventh and the eighth.
    assert_eq!(&padded::<8>("123456é".as_bytes()), b"123456\0\0");
    assert_eq!(&padded::<8>("12345é".as_bytes()), "12345é\0".as_bytes());
    assert_eq!(&padded::<8>("1234𝄞".as_bytes()), b"1234\0\0\0\0");
    assert_eq!(unpadded(&padded::<8>("123456é78".as_bytes())), "123456");
}

#[test]
fn bytes_that_are_no_text_are_kept_and_shown_as_far_as_they_are() {
    assert_eq!(&padded::<8>(b"\x80\x81\x82\x83\x84\x85\x86\x87\x88"), b"\x80\x81\x82\x83\x84\x85\x86\0");
    assert_eq!(unpadded(&padded::<8>(b"ab\xff\xfe")), "ab");
}
