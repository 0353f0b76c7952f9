use super::host_of;

#[test]
fn one_host_is_one_however_it_is_written() {
    for url in
        ["http://shop:80/a", "http://shop", "HTTP://SHOP:80", "http://me:word@shop/", "http://shop:080/"]
    {
        assert_eq!(host_of(url).as_deref(), Some("shop:80"), "{url}");
    }
    assert_eq!(host_of("https://[::1]:8443/").as_deref(), Some("[::1]:8443"));
    assert_eq!(host_of("https://[::1]/").as_deref(), Some("[::1]:443"));
    assert_eq!(host_of("/health"), None);
}
