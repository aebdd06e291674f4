#![allow(clippy::unwrap_used)]

use proptest::prelude::*;

use super::*;

/// Every piece in a short form, and the faults.
fn pieces(text: &str) -> (Vec<String>, Vec<(u64, XmlFault)>) {
    let mut xml = Xml::new(text, 1);
    let mut seen = Vec::new();
    loop {
        match xml.next() {
            Piece::Open(e) => seen.push(format!("<{} {}", e.name, e.line)),
            Piece::Close => seen.push(">".to_owned()),
            Piece::Text(text) => seen.push(text.into_owned()),
            Piece::End => break,
        }
    }
    let faults = xml.into_notes().into_iter().map(|n| match n.kind {
        NoteKind::BadXml(fault) => (n.line.unwrap(), fault),
        other => unreachable!("{other:?}"),
    });
    (seen, faults.collect())
}

#[test]
fn pieces_have_their_line() {
    let (seen, faults) = pieces("<a>\n <b x='1'/>t&lt;\r\n<!-- c\n --><n:d>e</n:d></a>");
    assert_eq!(
        seen,
        [
            "<a 1", "\n ", "<b 2", ">", "t", "<", "\n", "<d 4", "e", ">", ">"
        ]
    );
    assert_eq!(faults, []);
}

#[test]
fn damage_ends_the_reading_and_is_told_with_its_line() {
    for (text, fault) in [
        ("<a>\n<b", (2, XmlFault::EndsEarly)),
        ("<a>\n<b x=\"1", (2, XmlFault::EndsEarly)),
        ("<a>\n<b>", (2, XmlFault::EndsEarly)),
        ("<a>\n<!-- x", (2, XmlFault::EndsEarly)),
        ("<a>\n</b></a>", (2, XmlFault::NotWellFormed)),
        (
            "<a>\n<p name=\"x\" val<a></a>",
            (2, XmlFault::NotWellFormed),
        ),
        ("<a>\n<p name=\"x<a b=\"1\"/></a>", (2, XmlFault::EndsEarly)),
    ] {
        let (seen, faults) = pieces(text);
        assert_eq!(seen.first().map(String::as_str), Some("<a 1"), "{text}");
        assert_eq!(faults, [fault], "{text}");
    }
}

#[test]
fn entities_of_a_document_type_are_never_expanded() {
    let bomb = "<!DOCTYPE a [<!ENTITY l 'lol'><!ENTITY m '&l;&l;&l;&l;'>\n\
                <!ENTITY x SYSTEM 'file:///etc/passwd'>]>\n<a b='&m;'>&m;&x;</a>";
    let (seen, faults) = pieces(bomb);
    assert_eq!(seen[1..], ["<a 3", "&m;", "&x;", ">"], "{seen:?}");
    let kinds: Vec<XmlFault> = faults.into_iter().map(|(_, f)| f).collect();
    assert_eq!(kinds, [XmlFault::DocumentType, XmlFault::UnknownEntity]);
}

#[test]
fn attributes_are_found_whatever_their_case() {
    let text = "<p Name='a, b' value=\"&lt;I&gt;\" broken><q/></p>";
    let mut xml = Xml::new(text, 7);
    let Piece::Open(element) = xml.next() else {
        unreachable!()
    };
    assert_eq!(element.line, 7);
    assert_eq!(xml.attribute(&element, "name").unwrap(), "a, b");
    assert_eq!(xml.attribute(&element, "VALUE").unwrap(), "<I>");
    assert_eq!(xml.attribute(&element, "missing"), None);
    assert_eq!(xml.excerpt(&element), text);
}

#[test]
fn of_a_long_line_the_element_is_quoted() {
    let text = format!("<r>{}<p name='a'/></r>", "<x/>".repeat(5000));
    let mut xml = Xml::new(&text, 1);
    loop {
        match xml.next() {
            Piece::Open(e) if e.name == "p" => {
                assert_eq!(xml.excerpt(&e), "<p name='a'/>");
                break;
            }
            Piece::End => unreachable!(),
            _ => {}
        }
    }
}

#[test]
fn deep_nesting_and_long_texts_are_passed_over() {
    let deep = format!(
        "<r><x>{}{}</x><y>1</y></r>",
        "<a>".repeat(100_000),
        "</a>".repeat(100_000)
    );
    let mut xml = Xml::new(&deep, 1);
    assert!(matches!(xml.next(), Piece::Open(e) if e.name == "r"));
    assert!(matches!(xml.next(), Piece::Open(e) if e.name == "x"));
    xml.skip();
    assert!(matches!(xml.next(), Piece::Open(e) if e.name == "y"));
    assert_eq!(xml.content().unwrap(), "1");
    let long = format!("<r v='{0}'>{0}</r>", "x".repeat(MAX_TEXT + 1));
    let mut xml = Xml::new(&long, 1);
    let Piece::Open(element) = xml.next() else {
        unreachable!()
    };
    assert_eq!(xml.attribute(&element, "v"), None);
    assert_eq!(xml.content(), None);
    assert!(!xml.is_broken());
}

#[test]
fn a_byte_order_mark_shifts_no_position() {
    let mut xml = Xml::new("\u{feff}\u{a1}<\u{a1}'>", 1);
    while !matches!(xml.next(), Piece::End) {}
    let mut xml = Xml::new("\u{feff}<r v='1'/>", 1);
    let Piece::Open(element) = xml.next() else {
        unreachable!()
    };
    assert_eq!(xml.excerpt(&element), "<r v='1'/>");
}

proptest! {
    #[test]
    fn any_text_ends(text in "(?s).{0,200}") {
        pieces(&text);
    }

    #[test]
    fn anything_that_looks_like_markup_ends(text in "[<>/!\\[\\]\\-?&;'\"= a\\n]{0,80}") {
        pieces(&text);
    }
}
