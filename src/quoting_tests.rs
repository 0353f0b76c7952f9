use super::*;

#[test]
fn what_a_form_would_take_for_its_own_is_text() {
    assert_eq!(xml("a<b> & \"c\"\n\u{1}"), "a&lt;b&gt; &amp; &quot;c&quot;&#10;\u{fffd}");
    assert_eq!(markdown("a|b _c_ `d`\n#"), "a\\|b \\_c\\_ \\`d\\` \\#");
    assert_eq!(csv("=1+\"2\""), "\"'=1+\"\"2\"\"\"");
}
