use super::*;

#[test]
fn addresses_are_known_as_such() {
    for (host, address) in [
        ("127.0.0.1", "127.0.0.1"),
        ("::1", "::1"),
        ("[::1]", "::1"),
        ("[2001:DB8::7]", "2001:db8::7"),
        ("::ffff:192.0.2.1", "::ffff:192.0.2.1"),
    ] {
        assert_eq!(Host::read(host), Ok(Host::Address(address.parse().unwrap())));
    }
}

#[test]
fn names_are_lower_case_and_otherwise_as_they_are() {
    for (host, name) in [
        ("localhost", "localhost"),
        ("API.Example.Internal", "api.example.internal"),
        ("example.internal.", "example.internal."),
        ("_service-1.b", "_service-1.b"),
        ("b\u{fc}cher.example", "b\u{fc}cher.example"),
    ] {
        assert_eq!(Host::read(host), Ok(Host::Name(name.into())));
    }
    let longest = "a.".repeat(127);
    assert!(Host::read(&longest[..253]).is_ok());
    assert!(Host::read(&longest).is_ok(), "the dot at the end does not count");
}

#[test]
fn what_is_neither_is_refused_at_once() {
    let long = "a".repeat(100_000);
    let hosts = [
        "",
        ".",
        "[::1",
        "[127.0.0.1]",
        "::1]",
        "fe80::1%eth0",
        "a b",
        "a\0b",
        "a\nb",
        "a:80",
        "a/b",
        "u@a",
        &long,
    ];
    for host in hosts {
        let error = Host::read(host).unwrap_err();
        assert_eq!(error.kind, DnsErrorKind::NotFound);
        assert!(error.message.len() < 200 && !error.message.contains(['\n', '\0']), "{error}");
    }
}
