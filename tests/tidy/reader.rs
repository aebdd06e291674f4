//! The reader itself: a check that sees nothing would pass everything.

use super::*;

fn words(source: &str) -> Vec<String> {
    let (program, _) = without_tests(tokens(source));
    program.into_iter().map(|t| t.text).collect()
}

#[test]
fn passes_over_comments_and_strings() {
    for source in [
        "a /* b /* c */ d */ e",
        "a // b\ne",
        "a /// b\ne",
        "#[cfg(test)] mod b { fn c() {} } a e",
    ] {
        let found = words(source);
        assert!(found == ["a", "e"], "{source}: {found:?}");
    }
    for literal in [
        "\"b \\\" c\"",
        "r#\"b \" c\"#",
        "b\"b\"",
        "'b'",
        "'\\''",
        "'\\u{62}'",
    ] {
        let found = words(&format!("a {literal} e"));
        assert!(found == ["a", "\"\"", "e"], "{literal}: {found:?}");
    }
    assert_eq!(words("fn f<'a>(x: &'a str)")[3], "'");
}

#[test]
fn knows_what_is_compiled_for_tests() {
    let source = "#[cfg(test)]\n#[allow(x)]\nfn f(a: [u8; 3]) { b(); }\n\
                  #[cfg(test)] mod samples; #[cfg(test)] use q; fn g() {}";
    let (program, modules) = without_tests(tokens(source));
    assert_eq!(program[1].text, "g");
    assert_eq!(modules, ["samples"]);
}

#[test]
fn spreads_out_use_trees() {
    let source = "use std::{fs::{self, File}, io as x};\nlet y = crate::facts::Known::<u8>::A;";
    let found: Vec<String> = paths(&tokens(source))
        .iter()
        .map(|p| p.parts.join("::"))
        .collect();
    for path in [
        "std::fs::self",
        "std::fs::File",
        "std::io",
        "crate::facts::Known",
    ] {
        assert!(found.iter().any(|f| f == path), "{path}: {found:?}");
    }
}

#[test]
fn sees_what_it_looks_for() {
    let abrupt = |source: &str| {
        let all = tokens(source);
        (0..all.len()).any(|at| is_abrupt(&all[at..]))
    };
    for source in [
        "println!(\"\")",
        "x\n.unwrap()",
        "x.expect(\"\")",
        "panic!()",
    ] {
        assert!(abrupt(source), "{source}");
    }
    for source in ["x.unwrap_or(1)", "x.expected()", "// panic!()", "\"todo!\""] {
        assert!(!abrupt(source), "{source}");
    }
    let place = ["facts", "traffic", "fold"].map(str::to_owned).to_vec();
    let module = Module {
        path: String::new(),
        place,
        text: String::new(),
        is_test: false,
        program: Vec::new(),
    };
    for (source, room) in [
        ("crate::remedy::Plan", Some("remedy")),
        ("super::super::super::remedy::Plan", Some("remedy")),
        ("super::super::Known", None),
        ("std::fs", None),
    ] {
        assert_eq!(
            room_named(&module, &paths(&tokens(source))[0]),
            room,
            "{source}"
        );
    }
}

#[test]
fn knows_a_path_of_a_machine() {
    for name in ["root", "work", "home", "Users"] {
        for line in [format!("see /{name}/x"), format!("\"/{name}\"")] {
            assert!(names_a_machine(&line), "{line}");
        }
        for line in [
            format!("https://a.example/{name}/"),
            format!("/{name}s"),
            format!("a/{name}/b"),
        ] {
            assert!(!names_a_machine(&line), "{line}");
        }
    }
}
