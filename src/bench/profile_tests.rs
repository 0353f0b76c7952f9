use super::*;

#[test]
fn profiles_have_names_that_are_read_again() {
    for (text, seconds) in [("quick", 10), ("standard", 60), ("full", 300), ("1s", 1), ("2m 5s", 125)] {
        let profile: BenchProfile = text.parse().unwrap();
        assert_eq!(profile.duration(), Duration::from_secs(seconds));
        assert_eq!(profile.to_string(), text);
    }
}

#[test]
fn what_is_no_profile_is_said_with_what_is_allowed() {
    for (text, words) in
        [("long", "quick, standard, full"), ("10ms", "1 s to 1 hour"), ("2h", "1 s to 1 hour")]
    {
        let said = text.parse::<BenchProfile>().unwrap_err().to_string();
        assert!(said.contains(words), "{said}");
    }
}

#[test]
fn longer_profiles_have_longer_slices_and_bounded_writes() {
    let slices =
        ["1s", "quick", "standard", "full"].map(|name| name.parse::<BenchProfile>().unwrap().slice());
    assert_eq!(slices[0], SLICE);
    assert!(slices.windows(2).all(|pair| pair[0] < pair[1]), "{slices:?}");
    assert!(slices[3] < Duration::from_millis(12));
    assert_eq!(BenchProfile::Full.disk_bytes(), MOST_DISK_BYTES);
}
