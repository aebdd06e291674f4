//! Warnings and errors of an `.xhcw`: in `<warnings>` and `<datastreams>` of a cmdlet,
//! or between the cmdlets (formats.md section 3). How they are set out within is not
//! documented, so the words are taken from an attribute or from the text.

use crate::evidence::excerpt;
use crate::evidence::formats::hcw::{Invocation, Level, Message, Stamp, code_in};
use crate::evidence::formats::xml::{Element, Xml};

/// Words that are kept of one (characters).
const MAX_WORDS: usize = 2_000;

/// What was said, and where.
pub(super) struct Said {
    pub level: Level,
    pub words: String,
    line: u64,
    excerpt: String,
}

impl Said {
    /// A list of warnings or errors that was opened; what it says itself is added.
    pub(super) fn list<'a>(xml: &Xml<'a>, element: &Element<'a>) -> Option<Self> {
        Some(Self {
            level: level_of_list(element.name)?,
            words: String::new(),
            line: element.line,
            excerpt: xml.excerpt(element),
        })
    }

    pub(super) fn add(&mut self, text: &str) {
        if self.words.len() < MAX_WORDS {
            self.words.push_str(excerpt(text.trim()));
        }
    }

    pub(super) fn is_something(&self) -> bool {
        !self.words.is_empty()
    }

    /// As a message of the run; `about` is the cmdlet it came up in.
    pub(super) fn message(self, about: Option<&Invocation>) -> Message {
        let stamp = |i: &Invocation| (!i.stamp.text.is_empty()).then(|| i.stamp.clone());
        Message {
            level: self.level,
            code: code_in(&self.words),
            text: self.words.chars().take(MAX_WORDS).collect(),
            cmdlet: about.map(|i| i.cmdlet.clone()),
            activity: None,
            stamp: about.and_then(stamp),
            line: self.line,
            excerpt: self.excerpt,
        }
    }
}

/// How grave an element of that name is.
pub(super) fn level(name: &str) -> Option<Level> {
    match name.to_ascii_lowercase().as_str() {
        "warning" | "warningrecord" => Some(Level::Warning),
        "error" | "errorrecord" | "exception" => Some(Level::Error),
        _ => None,
    }
}

/// How grave the elements in a list of that name are, whatever they are called.
pub(super) fn level_of_list(name: &str) -> Option<Level> {
    match name.to_ascii_lowercase().as_str() {
        "warnings" => Some(Level::Warning),
        "errors" => Some(Level::Error),
        _ => None,
    }
}

/// What an element says; it is read to its end.
pub(super) fn read<'a>(xml: &mut Xml<'a>, element: &Element<'a>, level: Level) -> Option<Said> {
    let said = ["text", "message", "value"]
        .iter()
        .find_map(|name| xml.attribute(element, name));
    let inner = xml.content();
    let words = said.or(inner).unwrap_or_default();
    let words = excerpt(words.trim()).to_owned();
    (!words.is_empty()).then(|| Said {
        level,
        words,
        line: element.line,
        excerpt: xml.excerpt(element),
    })
}

/// What stands between the cmdlets: the wizard's own words. Those of an `<information>`
/// count where they begin with a code, which HCW gives to nothing but warnings and errors.
pub(super) fn between<'a>(xml: &mut Xml<'a>, element: &Element<'a>) -> Option<Message> {
    let is_information = element.name.eq_ignore_ascii_case("information");
    let level = level(element.name).or(is_information.then_some(Level::Warning));
    let Some(level) = level else {
        xml.skip();
        return None;
    };
    let stamp = xml.attribute(element, "start");
    let stamp = stamp.filter(|s| !s.trim().is_empty()).map(|s| Stamp {
        text: s.trim().to_owned(),
        at: None,
    });
    let said = read(xml, element, level)?;
    let coded = said.words.starts_with("HCW8") && code_in(&said.words).is_some();
    (!is_information || coded).then(|| Message {
        stamp,
        ..said.message(None)
    })
}
