//! The report as one HTML file: no script, nothing loaded, a policy that forbids
//! both, light and dark by the reader's choice, and readable printed in grey.

mod chart;
mod style;

use super::Digests;
use super::document::{Block, Cell, Document, Table, build};
use super::text::TextInput;
use crate::terminal::{Role, sanitise, sanitise_multiline};
use style::{CSS, policy};

/// The whole file.
pub fn html(report: &TextInput, digests: &Digests) -> String {
    print(&build(report, digests))
}

fn print(document: &Document) -> String {
    let lang = document.lang.code();
    let title = escaped(&document.title);
    let mut out = format!(
        "<!DOCTYPE html>\n<html lang=\"{lang}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"{}\">\n\
         <meta name=\"referrer\" content=\"no-referrer\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n\
         <title>relay-doctor: {title}</title>\n<style>{CSS}</style>\n</head>\n<body>\n",
        policy(),
    );
    let made_by = escaped(&document.made_by);
    out.push_str(&format!(
        "<header>\n<h1>{title}</h1>\n<p class=\"muted\">{made_by}</p>\n<nav><ul>\n"
    ));
    for section in &document.sections {
        let (id, heading) = (section.id.anchor(), escaped(&section.heading));
        out.push_str(&format!("<li><a href=\"#{id}\">{heading}</a></li>\n"));
    }
    out.push_str("</ul></nav>\n</header>\n<main>\n");
    for section in &document.sections {
        let (id, heading) = (section.id.anchor(), escaped(&section.heading));
        out.push_str(&format!("<section id=\"{id}\">\n<h2>{heading}</h2>\n"));
        for block in &section.blocks {
            print_block(&mut out, block);
        }
        out.push_str("</section>\n");
    }
    out.push_str("</main>\n</body>\n</html>\n");
    out
}

fn print_block(out: &mut String, block: &Block) {
    match block {
        Block::Prose(role, text) => {
            out.push_str(&format!(
                "<p class=\"{}\">{}</p>\n",
                class(*role),
                escaped(text)
            ));
        }
        Block::Heading(text) => out.push_str(&format!("<h3>{}</h3>\n", escaped(text))),
        Block::Facts(facts) => {
            out.push_str("<dl>\n");
            for (label, role, text) in facts {
                out.push_str(&format!(
                    "<dt>{}</dt><dd class=\"{}\">{}</dd>\n",
                    escaped(label),
                    class(*role),
                    escaped(text)
                ));
            }
            out.push_str("</dl>\n");
        }
        Block::Table(table) => print_table(out, table),
        Block::Cited(path, lines) => {
            out.push_str(&format!(
                "<figure><figcaption>{}</figcaption><ol class=\"cited\">\n",
                escaped(path)
            ));
            for (number, text) in lines {
                let number = match number {
                    0 => String::new(),
                    number => number.to_string(),
                };
                out.push_str(&format!(
                    "<li><span class=\"line\">{number}</span><code>{}</code></li>\n",
                    escaped(text)
                ));
            }
            out.push_str("</ol></figure>\n");
        }
        Block::Code(label, command) => {
            if let Some(label) = label {
                out.push_str(&format!(
                    "<p class=\"muted label\">{}</p>\n",
                    escaped(label)
                ));
            }
            let command = escape_html(&sanitise_multiline(command));
            out.push_str(&format!("<pre><code>{command}</code></pre>\n"));
        }
        Block::Links(links) => {
            out.push_str("<ul>\n");
            for (title, url) in links {
                let (title, url) = (escaped(title), escaped(url));
                out.push_str(&format!(
                    "<li><a rel=\"noreferrer\" href=\"{url}\">{title}</a></li>\n"
                ));
            }
            out.push_str("</ul>\n");
        }
        Block::Chart(picture) => chart::print(out, picture),
        Block::List(items) => {
            out.push_str("<ul>\n");
            for item in items {
                out.push_str(&format!("<li>{}</li>\n", escaped(item)));
            }
            out.push_str("</ul>\n");
        }
    }
}

fn print_table(out: &mut String, table: &Table) {
    out.push_str("<div class=\"scroll\"><table>\n<thead><tr>");
    for head in &table.head {
        out.push_str(&format!("<th scope=\"col\">{}</th>", escaped(head)));
    }
    out.push_str("</tr></thead>\n<tbody>\n");
    for row in &table.rows {
        out.push_str("<tr>");
        for cell in row {
            out.push_str(&format!("<td>{}</td>", print_cell(cell)));
        }
        out.push_str("</tr>\n");
    }
    out.push_str("</tbody>\n</table></div>\n");
}

/// Differing characters stand in `mark`, which shows without colour too.
fn print_cell(cell: &Cell) -> String {
    let marks = cell.len() > 1;
    let mut out = String::new();
    for (role, text) in cell {
        let text = escaped(text);
        out.push_str(&match role {
            Role::Danger if marks => format!("<mark>{text}</mark>"),
            Role::Plain => text,
            Role::Code => format!("<code>{text}</code>"),
            role => format!("<span class=\"{}\">{text}</span>", class(*role)),
        });
    }
    out
}

fn class(role: Role) -> &'static str {
    match role {
        Role::Title => "title",
        Role::Heading => "heading",
        Role::Accent => "accent",
        Role::Danger => "danger",
        Role::Warning => "warning",
        Role::Ok => "ok",
        Role::Muted => "muted",
        Role::Code => "code",
        Role::Plain => "plain",
    }
}

/// Raw text as HTML text, also within a quoted attribute.
fn escaped(text: &str) -> String {
    escape_html(&sanitise(text))
}

fn escape_html(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_of_evidence_is_markup() {
        let text = "<script>alert('1')</script> & \"x\" \u{202e}\u{1b}[2J";
        assert_eq!(
            escaped(text),
            "&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt; &amp; &quot;x&quot; \\u{202e}\\x1b[2J"
        );
    }
}
