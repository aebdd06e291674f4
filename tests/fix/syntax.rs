//! What every script file is: PowerShell that parses, in ASCII with CRLF.

pub(crate) fn parses(name: &str, text: &str) {
    let mut parser = tree_sitter::Parser::new();
    let language = tree_sitter_powershell::LANGUAGE.into();
    parser.set_language(&language).unwrap();
    let tree = parser.parse(text, None).unwrap();
    if let Some(line) = first_error(tree.root_node()) {
        let shown = text.lines().nth(line).unwrap_or_default();
        panic!("{name}:{}: {shown}", line + 1);
    }
}

fn first_error(node: tree_sitter::Node) -> Option<usize> {
    if node.is_error() || node.is_missing() {
        return Some(node.start_position().row);
    }
    let mut cursor = node.walk();
    node.children(&mut cursor).find_map(first_error)
}

pub(crate) fn is_ascii_with_crlf(name: &str, text: &str) {
    let allowed = |b| matches!(b, b' '..=b'~' | b'\r' | b'\n');
    assert!(text.bytes().all(allowed), "{name}");
    let ends = text.matches("\r\n").count();
    assert_eq!(text.matches(['\r', '\n']).count(), 2 * ends, "{name}");
    assert!(text.ends_with("\r\n"), "{name}");
}
