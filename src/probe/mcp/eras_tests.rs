use super::*;

#[test]
fn servers_are_told_apart_by_origin_and_path() {
    assert_eq!(key("http://Host/mcp?token=x"), "http://host:80/mcp");
    assert_eq!(key("http://host:80/mcp"), key("http://HOST/mcp#part"));
    assert_ne!(key("http://host/mcp"), key("https://host/mcp"));
    assert_ne!(key("http://host/mcp"), key("http://host/mcp/"));
    assert_ne!(key("http://host/mcp"), key("http://host:8000/mcp"));
}

#[test]
fn an_era_is_remembered_replaced_and_forgotten() {
    let eras = Eras::default();
    assert_eq!(eras.get("a"), None);
    eras.remember("a", Era::Modern);
    eras.remember("a", Era::Legacy);
    assert_eq!(eras.get("a"), Some(Era::Legacy));
    eras.forget("a");
    assert_eq!(eras.get("a"), None);
}

#[test]
fn a_bounded_number_of_servers_is_remembered() {
    let eras = Eras::default();
    for server in 0..MOST + 100 {
        eras.remember(&format!("http://host:80/{server}"), Era::Modern);
    }
    assert_eq!(eras.known().len(), MOST);
    assert_eq!(eras.get(&format!("http://host:80/{}", MOST + 99)), Some(Era::Modern));
}
