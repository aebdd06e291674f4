//! The report as Markdown, for a ticket. Nothing that stands in evidence becomes
//! markup, code or a link: prose is escaped, excerpts and commands stand in fences
//! longer than any run of backticks in them.

use super::Digests;
use super::document::{Block, Cell, Document, Table, build};
use super::text::TextInput;
use crate::terminal::{Role, sanitise, sanitise_multiline};

/// The whole report; every line ends in LF.
pub fn markdown(report: &TextInput, digests: &Digests) -> String {
    print(&build(report, digests))
}

fn print(document: &Document) -> String {
    let mut out = format!("# {}\n\n", escaped(&document.title));
    out.push_str(&format!("{}\n", escaped(&document.made_by)));
    for section in &document.sections {
        out.push_str(&format!("\n## {}\n", escaped(&section.heading)));
        for block in &section.blocks {
            out.push('\n');
            print_block(&mut out, block);
        }
    }
    out
}

fn print_block(out: &mut String, block: &Block) {
    match block {
        Block::Prose(role, text) => {
            let mark = if *role == Role::Title { "**" } else { "" };
            out.push_str(&format!("{mark}{}{mark}\n", escaped(text)));
        }
        Block::Heading(text) => out.push_str(&format!("### {}\n", escaped(text))),
        Block::Facts(facts) => {
            for (label, _, text) in facts {
                out.push_str(&format!("- **{}**: {}\n", escaped(label), escaped(text)));
            }
        }
        Block::Table(table) => print_table(out, table),
        Block::Cited(path, lines) => {
            let lines: Vec<String> = lines
                .iter()
                .map(|(number, text)| format!("{number:>6}  {}", sanitise(text)))
                .collect();
            out.push_str(&format!("{}\n\n", escaped(path)));
            fenced(out, "text", &lines.join("\n"));
        }
        Block::Code(label, command) => {
            if let Some(label) = label {
                out.push_str(&format!("{}\n\n", escaped(label)));
            }
            fenced(out, "powershell", &sanitise_multiline(command));
        }
        Block::Links(links) => {
            for (title, url) in links {
                out.push_str(&format!("- {}: <{url}>\n", escaped(title)));
            }
        }
        Block::Chart(chart) => {
            out.push_str(&format!("{}\n\n", escaped(&chart.described)));
            print_table(out, &chart.table);
            if let Some(left_out) = chart.left_out {
                out.push_str(&format!("\n{}\n", escaped(left_out)));
            }
        }
        Block::List(items) => {
            for item in items {
                out.push_str(&format!("- {}\n", escaped(item)));
            }
        }
    }
}

fn print_table(out: &mut String, table: &Table) {
    let row = |cells: Vec<String>| format!("| {} |\n", cells.join(" | "));
    let head: Vec<String> = table.head.iter().map(|text| escaped(text)).collect();
    out.push_str(&row(head));
    out.push_str(&row(vec!["---".to_owned(); table.head.len()]));
    for cells in &table.rows {
        out.push_str(&row(cells.iter().map(print_cell).collect()));
    }
}

/// Differing characters are bold; a run of pieces of one kind is one mark.
fn print_cell(cell: &Cell) -> String {
    // A verdict is a whole cell of its role; only beside other pieces is it a mark.
    let marks = cell.len() > 1;
    let mut out = String::new();
    for (role, text) in cell {
        let text = escaped(text);
        match role {
            Role::Danger if marks && !text.trim().is_empty() => {
                out.push_str(&format!("<b>{text}</b>"));
            }
            _ => out.push_str(&text),
        }
    }
    out
}

/// A block of code, its fence longer than any run of backticks inside.
fn fenced(out: &mut String, language: &str, text: &str) {
    let runs = text.split(|c| c != '`').map(str::len);
    let fence = "`".repeat(runs.max().unwrap_or(0).max(2) + 1);
    out.push_str(&format!("{fence}{language}\n{text}\n{fence}\n"));
}

/// Raw text on one line in which nothing is markup: every character that could be
/// is escaped, words between letters and digits are left readable.
pub(in crate::report) fn escaped(text: &str) -> String {
    let text = sanitise(text);
    let mut out = String::with_capacity(text.len() + 16);
    let mut before: Option<char> = None;
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        if needs_escape(c, before, rest.peek().copied()) {
            out.push('\\');
        }
        out.push(c);
        before = Some(c);
    }
    out
}

/// Always dangerous, or dangerous where it stands: `.` after a number at the start
/// makes a list, `-` and `+` at the start too, `:` and `@` make links of words.
fn needs_escape(c: char, before: Option<char>, after: Option<char>) -> bool {
    let wordy = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    match c {
        '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '~' | '&' | '$' => true,
        '#' | '+' | '-' | '=' | '^' => before.is_none(),
        '!' => after == Some('['),
        '.' | ')' => before.is_some_and(|c| c.is_ascii_digit()) && after == Some(' '),
        // `https://` and `mailto:` of strangers become no links.
        ':' => wordy(before) && after == Some('/'),
        '@' => wordy(before) && wordy(after),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::document::cell;

    #[test]
    fn nothing_of_evidence_is_markup() {
        let table = [
            ("*.contoso.com and *.x", "\\*.contoso.com and \\*.x"),
            ("<img src=x onerror=y>", "\\<img src=x onerror=y\\>"),
            ("a | b", "a \\| b"),
            ("[x](http://e)", "\\[x\\](http\\://e)"),
            ("![x]", "\\!\\[x\\]"),
            ("# head", "\\# head"),
            ("1. item", "1\\. item"),
            ("mail.contoso.com", "mail.contoso.com"),
            ("EX-01", "EX-01"),
            ("user@contoso.com", "user\\@contoso.com"),
            ("`rm`\u{1b}[31m", "\\`rm\\`\\\\x1b\\[31m"),
        ];
        for (text, shown) in table {
            assert_eq!(escaped(text), shown, "{text}");
        }
    }

    #[test]
    fn a_fence_is_longer_than_what_it_holds() {
        let mut out = String::new();
        fenced(&mut out, "text", "a ``` b ```` c");
        assert_eq!(out, "`````text\na ``` b ```` c\n`````\n");
    }

    #[test]
    fn differing_characters_are_marked_and_whole_verdicts_are_not() {
        let pieces = vec![
            (Role::Code, "mail".to_owned()),
            (Role::Danger, "-old".to_owned()),
        ];
        assert_eq!(print_cell(&pieces), "mail<b>\\-old</b>");
        assert_eq!(print_cell(&cell(Role::Danger, "mismatch")), "mismatch");
    }
}
