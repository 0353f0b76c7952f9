use super::*;

fn read(buffers: &mut Growing, bytes: &[u8]) -> usize {
    let room = buffers.input_append_buf();
    let length = room.len().min(bytes.len());
    room[..length].copy_from_slice(&bytes[..length]);
    buffers.input_appended(length);
    length
}

#[test]
fn what_is_read_comes_out_whole_whatever_the_pieces() {
    let all: Vec<u8> = (0..200_000_u32).map(|number| (number % 251) as u8).collect();
    for (piece, most) in [(1, 5000), (700, 5000), (4096, 33_792), (100_000, 33_792), (3, 10)] {
        let mut buffers = Growing::new(most, 100);
        let (mut sent, mut seen) = (0, Vec::new());
        while seen.len() < all.len() {
            let next = &all[sent..all.len().min(sent + piece)];
            sent += read(&mut buffers, next);
            // Half of it, so that something is left in front of what comes next.
            let some = buffers.input().len().div_ceil(2);
            seen.extend_from_slice(&buffers.input()[..some]);
            buffers.input_consume(some);
            assert!(buffers.input.len() <= most, "{} of {most}", buffers.input.len());
            if sent > 20_000 && piece == 1 {
                break;
            }
        }
        assert!(all.starts_with(&seen));
    }
}

#[test]
fn it_is_as_large_as_it_has_to_be() {
    let mut buffers = Growing::new(33_000, 8192);
    assert_eq!((buffers.input.capacity(), buffers.output.capacity()), (0, 0));
    for _ in 0..100 {
        read(&mut buffers, &[7; 600]);
        buffers.input_consume(600);
    }
    assert_eq!(buffers.input.len(), FIRST);
    // A head that cannot be used before it is complete.
    while read(&mut buffers, &[7; 1000]) > 0 {}
    assert_eq!((buffers.input().len(), buffers.input_append_buf().len()), (33_000, 0));
    assert_eq!(buffers.output().len(), 8192);
    let (scratch, output) = buffers.tmp_and_output();
    assert!(scratch.len() >= SCRATCH && output.len() == 8192);
}

#[test]
fn input_can_be_used_once_some_of_it_was() {
    let mut buffers = Growing::new(5000, 100);
    assert!(!buffers.can_use_input());
    read(&mut buffers, &[1; 10]);
    assert!(!buffers.can_use_input(), "what is there was not enough");
    buffers.input_consume(4);
    assert!(buffers.can_use_input());
    buffers.input_consume(0);
    assert!(!buffers.can_use_input());
    buffers.input_consume(6);
    assert!(!buffers.can_use_input());
}
