//! Entries of the log: a head with stamp, level, number and context, and the lines
//! that belong to it. Told by their shape, not by columns alone: pasted excerpts lose
//! stars and blanks (formats.md section 2).

use crate::evidence::Side;
use crate::evidence::formats::hcw::Level;

/// The indent of continuation lines in logs of 2017; later ones have 38 columns.
const LEAST_INDENT: usize = 35;
/// A head is never indented as far as a continuation line, also in a paste.
const MOST_BEFORE_HEAD: usize = 12;

/// What the first line of an entry says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Head<'t> {
    /// The stamp as written.
    pub stamp: &'t str,
    pub level: Option<Level>,
    /// 10276 and the like.
    pub number: Option<u32>,
    /// Inside the brackets: `Client=UX, Session=Tenant`.
    pub context: &'t str,
    /// Where the text begins in the line.
    pub text_at: usize,
    /// How far continuation lines are indented.
    pub indent: usize,
}

impl<'t> Head<'t> {
    /// A value of the context.
    pub(super) fn value(&self, name: &str) -> Option<&'t str> {
        self.context.split(',').find_map(|pair| {
            let (key, value) = pair.split_once('=')?;
            key.trim().eq_ignore_ascii_case(name).then(|| value.trim())
        })
    }

    /// Whose side `Session=` says.
    pub(super) fn side(&self) -> Option<Side> {
        match self.value("Session")?.to_ascii_lowercase().as_str() {
            "onpremises" | "on-premises" => Some(Side::OnPremises),
            "tenant" => Some(Side::Tenant),
            _ => None,
        }
    }
}

/// Reads the first line of an entry; `None` for what belongs to the one before.
pub(super) fn head(line: &str) -> Option<Head<'_>> {
    let start = line.trim_start_matches(['\u{feff}', ' ', '\t']);
    let before = line.len() - start.len();
    if before > MOST_BEFORE_HEAD {
        return None;
    }
    let mut head = match start.starts_with('[') {
        true => older(start),
        false => newer(start),
    }?;
    head.text_at += before;
    head.indent += before;
    Some(head)
}

/// `2026.02.19 03:26:39.330 *ERROR* 10277 [Client=UX, ...] TEXT`
fn newer(line: &str) -> Option<Head<'_>> {
    const SHAPE: &[u8] = b"0000.00.00 00:00:00.000";
    let stamp = line.get(..SHAPE.len())?;
    let same = |(c, s): (u8, &u8)| c == *s || *s == b'0' && c.is_ascii_digit();
    if !stamp.bytes().zip(SHAPE).all(same) {
        return None;
    }
    let mut rest = line.get(SHAPE.len()..)?.trim_start();
    let level = [
        ("*ERROR*", Level::Error),
        ("ERROR", Level::Error),
        ("*WARNING*", Level::Warning),
        ("WARNING", Level::Warning),
    ]
    .into_iter()
    .find(|(word, _)| rest.starts_with(word));
    if let Some((word, _)) = level {
        rest = rest.get(word.len()..)?.trim_start();
    }
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let number = match digits {
        4..=6 => rest.get(..digits)?.parse().ok(),
        _ => None,
    };
    if number.is_some() {
        rest = rest.get(digits..)?.trim_start();
    }
    let indent = line.len() - rest.len();
    let (context, text) = match rest.strip_prefix('[').and_then(|r| r.split_once(']')) {
        Some((context, text)) => (context, text.trim_start()),
        None => ("", rest),
    };
    Some(Head {
        stamp,
        level: level.map(|(_, level)| level),
        number,
        context,
        text_at: line.len() - text.len(),
        indent: indent.max(LEAST_INDENT),
    })
}

/// `[10/23/2012 11:39:51] INFO:Running command: ...`
fn older(line: &str) -> Option<Head<'_>> {
    let (stamp, rest) = line.strip_prefix('[')?.split_once(']')?;
    let dated = |c: char| c.is_ascii_digit() || " ./:-APM".contains(c);
    if !stamp.starts_with(|c: char| c.is_ascii_digit()) || !stamp.chars().all(dated) {
        return None;
    }
    let rest = rest.trim_start();
    let (word, text) = rest.split_once(':')?;
    let level = match word {
        "INFO" | "VERBOSE" => None,
        "WARNING" => Some(Level::Warning),
        "ERROR" => Some(Level::Error),
        _ => return None,
    };
    Some(Head {
        stamp,
        level,
        number: None,
        context: "",
        text_at: line.len() - text.trim_start().len(),
        indent: LEAST_INDENT,
    })
}

/// A continuation line without its indent. What a hard wrap cut is joined with
/// nothing between, so exactly the indent is taken off and no blank more.
pub(super) fn continuation(line: &str, indent: usize) -> &str {
    let blanks = line.bytes().take_while(|&b| b == b' ').count();
    let off = match blanks {
        b if b >= indent => indent,
        b if b >= LEAST_INDENT => LEAST_INDENT,
        b => b,
    };
    line.get(off..).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn heads_with_and_without_stars_and_blanks() {
        for (line, level, number, text) in [
            (
                "2026.02.19 03:26:39.330         10276 [Client=UX, Session=Tenant, Cmdlet=New-InboundConnector, Thread=6] START New-InboundConnector",
                None,
                Some(10276),
                "START New-InboundConnector",
            ),
            (
                "2017.10.23 11:39:57.693 *ERROR* 10277 [Client=UX, Session=OnPremises, Thread=9] FINISH Time=1ms",
                Some(Level::Error),
                Some(10277),
                "FINISH Time=1ms",
            ),
            (
                "  2017.10.23 11:39:57.693 ERROR 10277 [Client=UX] FINISH",
                Some(Level::Error),
                Some(10277),
                "FINISH",
            ),
            (
                "2026.02.19 03:26:39.330 WARNING 10026 [Client=UX]HCW8103 The certificate",
                Some(Level::Warning),
                Some(10026),
                "HCW8103 The certificate",
            ),
            (
                "2026.02.19 03:26:39.330 Current Time Zone: UTC",
                None,
                None,
                "Current Time Zone: UTC",
            ),
            (
                "[10/23/2012 11:39:51] INFO:Running command: Set-SendConnector -Identity 'x'",
                None,
                None,
                "Running command: Set-SendConnector -Identity 'x'",
            ),
        ] {
            let head = head(line).unwrap();
            assert_eq!((head.level, head.number), (level, number), "{line}");
            assert_eq!(&line[head.text_at..], text);
        }
        for line in [
            "",
            "                                      2026.02.19 03:26:39.330 in a dump",
            "2026.02.19",
            "[Client=UX] START",
            "Name | Equals | Actual | Expected",
        ] {
            assert_eq!(head(line), None, "{line}");
        }
    }

    #[test]
    fn the_indent_is_that_of_the_log() {
        let head = head("2026.02.19 03:26:39.330         10276 [Client=UX] x").unwrap();
        assert_eq!(head.indent, 38);
        let blanks = |n: usize| format!("{}x", " ".repeat(n));
        assert_eq!(continuation(&blanks(38), 38), "x");
        assert_eq!(continuation(&blanks(40), 38), "  x");
        assert_eq!(continuation(&blanks(35), 38), "x");
        assert_eq!(continuation(&blanks(4), 38), "x");
    }
}
