use super::circles;
use crate::config::fixtures_tests::{right, wrong};

#[test]
fn no_two_servers_have_the_same_name() {
    let text = "servers:\n- {name: a, rest: {url: http://a}}\n- {name: b, rest: {url: http://a}}\n\
                - {name: a, rest: {url: http://a}}\nmcpServers:\n  b: {command: c}\n";
    assert_eq!(
        wrong(text),
        [
            "4:10: the name `a` is there twice, first in line 2",
            "6:3: the name `b` is there twice, first in line 3"
        ]
    );
}

#[test]
fn what_a_server_depends_on_exists() {
    let server = |name: &str, others: &str| {
        format!("- {{name: {name}, depends_on: [{others}], rest: {{url: http://a}}}}\n")
    };
    let text = format!(
        "servers:\n{}{}mcpServers: {{time: {{command: c}}}}",
        server("orders", "time"),
        server("b", "orders")
    );
    assert_eq!(right(&text).servers[0].depends_on, ["time"]);

    let text = format!("servers:\n{}{}", server("orders", "oders, x, 1"), server("b", "''"));
    assert_eq!(
        wrong(&text),
        [
            "2:31: `servers[0].depends_on[0]` is `oders`, which is no server here: did you mean `orders`?",
            "2:38: `servers[0].depends_on[1]` is `x`, which is no server here: did you mean `b`?",
            "2:41: `servers[0].depends_on[2]` is a number: expected text, so put it in quotes",
            "3:26: `servers[1].depends_on[0]` is ``, which is no server here",
            "3:26: `servers[1].depends_on[0]` is empty",
        ]
        .map(|line| line.replace(": did you mean `b`?", ""))
    );

    let text = format!(
        "servers:\n{}{}{}{}",
        server("a", "b"),
        server("b", "c, d"),
        server("c", "b"),
        server("d", "d")
    );
    assert_eq!(
        wrong(&text),
        [
            "3:26: `servers[1].depends_on` leads in a circle: `b`, `c`, `b`",
            "5:26: `servers[3].depends_on` leads in a circle: `d`, `d`",
        ]
    );
}

#[test]
fn circles_are_found_and_nothing_else() {
    assert_eq!(circles(&[vec![1, 2], vec![2], vec![]]), Vec::<Vec<usize>>::new());
    assert_eq!(circles(&[vec![1], vec![0, 2], vec![3], vec![2]]), [vec![0, 1], vec![2, 3]]);
    // A way between two circles is in none.
    assert_eq!(circles(&[vec![0, 1], vec![2], vec![2]]), [vec![0], vec![2]]);
    // Long ones are no reason for a deep stack, and many no reason for many words.
    let long: Vec<_> = (0..100_000).map(|at| vec![(at + 1) % 100_000]).collect();
    assert_eq!(circles(&long)[0].len(), 100_000);
    assert_eq!(circles(&vec![(0..300).collect::<Vec<_>>(); 300]).len(), 20);
}
