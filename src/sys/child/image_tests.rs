use super::*;

fn texts(list: &[CString]) -> Vec<&str> {
    list.iter().map(|text| text.to_str().unwrap()).collect()
}

fn with_path(program: &str, path: &str) -> Image {
    Image::new(program, &[], &[("PATH".to_owned(), path.to_owned())], None).unwrap()
}

#[test]
fn a_name_is_looked_up_in_the_path_of_the_command_itself() {
    assert_eq!(texts(&with_path("server", "/a:/b/c").candidates), ["/a/server", "/b/c/server"]);
    assert_eq!(texts(&with_path("server", "/a::/b").candidates), ["/a/server", "server", "/b/server"]);
    assert_eq!(texts(&with_path("./server", "/a:/b").candidates), ["./server"]);
}

#[test]
fn additions_replace_variables_and_come_once() {
    let image = with_path("server", "/only/this");
    let paths = texts(&image.environment).into_iter().filter(|text| text.starts_with("PATH="));
    assert_eq!(paths.collect::<Vec<_>>(), ["PATH=/only/this"]);
    assert_eq!(image.environment.len(), std::env::vars_os().count());
}

#[test]
fn texts_that_the_kernel_cannot_take_are_errors_that_show_no_value() {
    let error = |program: &str, arguments: &[String], name: &str, value: &str| {
        let additions = [(name.to_owned(), value.to_owned())];
        Image::new(program, arguments, &additions, None).err().unwrap()
    };
    assert_eq!(error("", &[], "A", "b"), "the command is empty");
    assert_eq!(error("a\0", &[], "A", "b"), "the command holds a NUL");
    assert_eq!(error("a", &["b\0".to_owned()], "A", "b"), "an argument holds a NUL");
    assert_eq!(error("a", &[], "A", "secret\0"), "an environment variable holds a NUL");
    assert_eq!(error("a", &[], "A=B", "c"), "`A=B` can be no environment variable");
    assert_eq!(error("a", &[], "", "c"), "`` can be no environment variable");
}
