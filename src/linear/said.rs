//! What a line means that somebody has typed.

use super::offers::{OFFERS, Offer, offered, offers_have_numbers, rows, spot, takes_evidence};
use crate::wizard::{Model, StepId};

/// It.
#[derive(Debug, Clone, Copy)]
pub(super) enum Said<'a> {
    /// Nothing: the page once more.
    Again,
    /// A row, from 0.
    Row(usize),
    /// A number that nothing has.
    NoSuchNumber,
    /// What is offered, and about which row.
    Offer(&'static Offer, Option<usize>),
    /// Another step.
    Step(StepId),
    /// The path of evidence.
    Path(&'a str),
    /// The first line of a text, empty when only its beginning was said.
    Text(&'a str),
    /// A word that is offered elsewhere.
    NotHere(&'static str),
    /// Anything else.
    Unknown(&'a str),
}

/// What the line means where the model is.
pub(super) fn said<'a>(model: &Model, line: &'a str) -> Said<'a> {
    let line = line.trim();
    let plain = half_width(line);
    let mut words = plain.split_whitespace();
    let (Some(first), second, None) = (words.next(), words.next(), words.next()) else {
        return match line.is_empty() {
            true => Said::Again,
            false => evidence(model, line),
        };
    };
    if let Ok(number) = first.parse::<usize>() {
        return match second {
            None => numbered(model, number),
            Some(_) => evidence(model, line),
        };
    }
    match (first, second) {
        ("again" | "list", None) => return Said::Again,
        ("paste", None) if takes_evidence(spot(model)) => return Said::Text(""),
        ("step", Some(number)) => {
            let step = number.parse().ok().and_then(StepId::of_number);
            return step.map_or(Said::NoSuchNumber, Said::Step);
        }
        _ => {}
    }
    let count = rows(model);
    let mut here = offered(model);
    let word = alias(first);
    match (here.find(|o| o.word == word), second) {
        (Some(offer), None) => return Said::Offer(offer, None),
        (Some(offer), Some(number)) if offer.of_row => {
            if let Ok(number) = number.parse::<usize>() {
                let row = number.checked_sub(1).filter(|row| *row < count);
                return row.map_or(Said::NoSuchNumber, |row| Said::Offer(offer, Some(row)));
            }
        }
        _ => {}
    }
    let elsewhere = OFFERS.iter().find(|o| o.word == word && second.is_none());
    match elsewhere {
        Some(offer) => Said::NotHere(offer.word),
        None => evidence(model, line),
    }
}

/// Short forms that people try.
fn alias(word: &str) -> &str {
    match word {
        "?" | "h" => "help",
        "n" => "next",
        "b" => "back",
        "q" | "exit" => "quit",
        "tick" => "done",
        word => word,
    }
}

/// Rows have the first numbers, what is offered those after them.
fn numbered(model: &Model, number: usize) -> Said<'static> {
    let count = rows(model);
    let Some(nth) = number.checked_sub(1) else {
        return Said::NoSuchNumber;
    };
    match nth.checked_sub(count) {
        None => Said::Row(nth),
        Some(_) if !offers_have_numbers(model) => Said::NoSuchNumber,
        Some(nth) => {
            let offer = offered(model).nth(nth);
            offer.map_or(Said::NoSuchNumber, |offer| Said::Offer(offer, None))
        }
    }
}

/// A path or a text where these are taken. A single word that does not look like a
/// path is rather a word mistyped.
fn evidence<'a>(model: &Model, line: &'a str) -> Said<'a> {
    let one_word = !line.contains(char::is_whitespace);
    let like_a_path = line.contains(['/', '\\', '.', ':', '~']);
    match takes_evidence(spot(model)) {
        false => Said::Unknown(line),
        // The end of a text that was none: nobody means the folder they are in.
        true if line == "." => Said::Unknown(line),
        true if one_word && !like_a_path => Said::Unknown(line),
        true if model.reads_as_path(line) => Said::Path(line),
        true => Said::Text(line),
    }
}

/// Letters and digits of a Japanese input method are those of ASCII.
pub(super) fn half_width(line: &str) -> String {
    let ascii = |c: char| match c {
        '\u{3000}' => ' ',
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xff01 + 0x21).unwrap_or(c),
        c => c,
    };
    line.chars()
        .map(ascii)
        .collect::<String>()
        .to_ascii_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::terminal::Lang;

    #[test]
    fn words_numbers_paths_and_texts_are_told_apart() {
        let mut model = Model::new(Lang::En, "c", 0);
        let told = |model: &Model, line: &str| format!("{:?}", said(model, line));
        let word = |line: &str| match said(&model, line) {
            Said::Offer(offer, None) => offer.word,
            _ => "",
        };
        for (line, expected) in [
            ("next", "next"),
            (" NEXT ", "next"),
            ("ｎｅｘｔ", "next"),
            ("1", "next"),
            ("１", "next"),
            ("?", "help"),
            ("？", "help"),
            ("q", "quit"),
        ] {
            assert_eq!(word(line), expected, "{line}");
        }
        for (line, expected) in [
            ("", "Again"),
            ("0", "NoSuchNumber"),
            ("99", "NoSuchNumber"),
            ("step 9", "NoSuchNumber"),
            ("step 3", "Step(Compare)"),
            ("choose", "NotHere(\"choose\")"),
            (".", "Unknown(\".\")"),
            ("./", "Path(\"./\")"),
            ("nxet", "Unknown(\"nxet\")"),
            ("./nxet", "Path(\"./nxet\")"),
            ("C:\\Logs\\a.log", "Path(\"C:\\\\Logs\\\\a.log\")"),
            ("\"C:\\My Logs\"", "Path(\"\\\"C:\\\\My Logs\\\"\")"),
            ("paste", "Text(\"\")"),
            (
                "550 5.7.64 TenantAttribution",
                "Text(\"550 5.7.64 TenantAttribution\")",
            ),
        ] {
            assert_eq!(told(&model, line), expected, "{line}");
        }
        model.step = StepId::Compare;
        assert_eq!(told(&model, "/var/log"), "Unknown(\"/var/log\")");
    }
}
