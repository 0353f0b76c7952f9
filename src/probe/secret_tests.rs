use super::*;

fn hidden(text: &str, secret: &str) -> String {
    let mut text = text.to_owned();
    Revealed::new(secret).hide(&mut text);
    text
}

#[test]
fn a_secret_is_hidden_whole() {
    assert_eq!(hidden("who is hunter2, hunter2?", "hunter2"), "who is [secret], [secret]?");
    assert_eq!(hidden("nothing of it", "hunter2"), "nothing of it");
    assert_eq!(hidden(r#"has "a\"b" at /x"#, "a\"b"), r#"has "[secret]" at /x"#);
    assert_eq!(hidden("as it is", ""), "as it is");
}

#[test]
fn a_secret_within_which_a_text_was_cut_is_hidden() {
    let secret = "0123456789abcdef-ü-0123456789";
    for cut in 5..secret.chars().count() {
        let part: String = secret.chars().take(cut).collect();
        for after in ["", "...", "... at /a, not 1", "...; score 0.40"] {
            let told = hidden(&format!("status 500: Bearer {part}{after}"), secret);
            assert_eq!(told, format!("status 500: Bearer [secret]{after}"));
        }
    }
    // Three times, and an ellipsis that has nothing to do with it.
    assert_eq!(
        hidden("a... 0123456789... b 01234567... 0123456789abcdef", secret),
        "a... [secret]... b [secret]... [secret]"
    );
    assert_eq!(hidden("it ends with 012", secret), "it ends with 012", "a few characters tell nothing");
}

#[test]
fn names_that_are_for_credentials() {
    for name in ["Authorization", "X-Api-Key", "GITHUB_TOKEN", "DB_PASSWORD", "Set-Cookie", "CLIENT_SECRET"] {
        assert!(is_for_credentials(name, "hunter2"), "{name}");
        assert!(!is_for_credentials(name, "none"), "{name}");
    }
    for name in ["Accept", "PATH", "X-Request-Id", "LOG_LEVEL"] {
        assert!(!is_for_credentials(name, "hunter2"), "{name}");
    }
}
