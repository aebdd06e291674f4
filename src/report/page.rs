//! The page of a finding laid out for a screen of a given width: prose wrapped,
//! commands whole, so that they can be copied.

use crate::terminal::{Role, Wrapping, wrap};

/// A line with what it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageLine {
    /// How to paint it.
    pub role: Role,
    /// The text.
    pub text: String,
}

/// Lays out Markdown as the pages use it: headings, paragraphs, lists, code blocks.
pub fn lay_out(page: &str, width: usize) -> Vec<PageLine> {
    let mut lines = Vec::new();
    let mut in_code = false;
    for line in page.lines() {
        if line.starts_with("```") {
            in_code = !in_code;
            continue;
        }
        match in_code {
            true => lines.push(PageLine {
                role: Role::Code,
                text: format!("    {line}"),
            }),
            false => lines.extend(prose(line, width)),
        }
    }
    lines
}

fn prose(line: &str, width: usize) -> Vec<PageLine> {
    let (role, text) = match line.split_once(' ') {
        Some(("#", title)) => (Role::Title, title),
        Some(("##", heading)) => (Role::Heading, heading),
        _ => (Role::Plain, line),
    };
    // Backticks mark words for renderers that have another font; a terminal has not.
    let text = text.replace('`', "");
    let indent = match role {
        Role::Plain => marker_width(&text),
        _ => 0,
    };
    let hanging = " ".repeat(indent);
    let how = Wrapping {
        hanging: &hanging,
        ..Wrapping::new(width)
    };
    let wrapped = wrap(&text, &how).into_iter();
    wrapped.map(|text| PageLine { role, text }).collect()
}

/// The width of a list's marker: `- ` or `12. `.
fn marker_width(text: &str) -> usize {
    let Some((marker, _)) = text.split_once(' ') else {
        return 0;
    };
    let number = marker.strip_suffix('.').unwrap_or_default();
    let is_number = !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit());
    match marker == "-" || is_number {
        true => marker.len() + 1,
        false => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnosis::CATALOGUE;
    use crate::terminal::{Ambiguous, Lang, width};

    #[test]
    fn lists_hang_and_commands_stay_whole() {
        let page = "# RD101 name\n\n1. Look at `this` first, then go on reading\n\n```powershell\nGet-InboundConnector | Format-List Name,Enabled\n```\n";
        let lines = lay_out(page, 24);
        let texts: Vec<&str> = lines.iter().map(|l| l.text.as_str()).collect();
        assert_eq!(
            texts,
            [
                "RD101 name",
                "",
                "1. Look at this first,",
                "   then go on reading",
                "",
                "    Get-InboundConnector | Format-List Name,Enabled",
            ]
        );
        assert_eq!(lines[0].role, Role::Title);
        assert_eq!(lines[5].role, Role::Code);
    }

    #[test]
    fn every_page_fits_its_width_in_both_languages() {
        for entry in CATALOGUE {
            for lang in Lang::ALL {
                let page = crate::i18n::pages::page(lang, entry.code);
                for line in page.iter().flat_map(|p| lay_out(p.text, 78)) {
                    let whole = line.role == Role::Code || line.text.contains("https://");
                    let fits = width(&line.text, Ambiguous::Narrow) <= 78;
                    assert!(fits || whole, "{}: {}", entry.code, line.text);
                }
            }
        }
    }
}
