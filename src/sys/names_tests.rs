use super::*;

#[test]
fn a_name_from_the_hosts_file_and_literals_have_their_addresses_once() {
    let found = addresses("localhost").unwrap();
    assert!(found.iter().all(IpAddr::is_loopback), "{found:?}");
    for (at, address) in found.iter().enumerate() {
        assert!(!found[..at].contains(address), "{found:?}");
    }
    assert_eq!(addresses("192.0.2.7").unwrap(), ["192.0.2.7".parse::<IpAddr>().unwrap()]);
    assert_eq!(addresses("2001:db8::7").unwrap(), ["2001:db8::7".parse::<IpAddr>().unwrap()]);
}

#[test]
fn what_cannot_be_a_name_is_not_found() {
    let (kind, words) = addresses("a\0b").unwrap_err();
    assert_eq!((kind, words.as_str()), (Refusal::NotFound, "the name holds a NUL byte"));
}

#[test]
fn codes_are_told_apart() {
    let system = io::Error::from_raw_os_error(libc::EMFILE);
    assert_eq!(refusal(libc::EAI_NONAME, &system).0, Refusal::NotFound);
    assert_eq!(refusal(EAI_NODATA, &system).0, Refusal::NotFound);
    assert_eq!(refusal(libc::EAI_AGAIN, &system).0, Refusal::TryAgain);
    assert_eq!(refusal(libc::EAI_FAIL, &system).0, Refusal::Failed);
    assert_eq!(refusal(libc::EAI_MEMORY, &system).0, Refusal::Failed);
    let (kind, words) = refusal(libc::EAI_SYSTEM, &system);
    assert_eq!(kind, Refusal::Failed);
    assert!(words.contains("Too many open files"), "{words}");
}
