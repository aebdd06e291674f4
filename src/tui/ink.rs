//! Text in the style of its role, sanitised on its way in: the only door through
//! which a word reaches the screen (invariant 5).

use std::borrow::Cow;

use ratatui::style::Style;
use ratatui::text::{Line, Span};

use super::theme::Theme;
use crate::i18n::Lang;
use crate::terminal::{
    Case, Glyphs, Role, differences, sanitise, truncate, truncate_middle, width,
};

/// What every screen draws with.
#[derive(Debug, Clone, Copy)]
pub(super) struct Ink<'a> {
    pub(super) theme: &'a Theme,
    pub(super) lang: Lang,
}

/// A piece of a line: clean text and how it looks. Made by [`Ink`] only.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Part {
    text: String,
    style: Style,
    /// The other side has it not.
    differs: bool,
}

impl<'a> Ink<'a> {
    pub(super) fn glyphs(&self) -> &'static Glyphs {
        self.theme.glyphs
    }

    pub(super) fn style(&self, role: Role) -> Style {
        self.theme.style(role)
    }

    /// Text, from evidence or ours, as one piece of one line.
    pub(super) fn part(&self, role: Role, text: &str) -> Part {
        Part {
            text: sanitise(text).into_owned(),
            style: self.style(role),
            differs: false,
        }
    }

    /// Text that has been sanitised already, because it was measured or cut.
    pub(super) fn clean(&self, role: Role, text: impl Into<String>) -> Part {
        Part {
            text: text.into(),
            style: self.style(role),
            differs: false,
        }
    }

    /// A path or place within `room` columns: its end, which tells most, stays.
    pub(super) fn ending(&self, role: Role, text: &str, room: usize) -> Part {
        let ellipsis = self.glyphs().ellipsis;
        let text = sanitise(text);
        let text = truncate_middle(&text, room, ellipsis, self.theme.ambiguous);
        self.clean(role, text)
    }

    pub(super) fn plain(&self, text: &str) -> Part {
        self.part(Role::Plain, text)
    }

    pub(super) fn muted(&self, text: &str) -> Part {
        self.part(Role::Muted, text)
    }

    /// Columns of clean text.
    pub(super) fn width(&self, text: &str) -> usize {
        width(text, self.theme.ambiguous)
    }

    /// Columns of parts.
    pub(super) fn columns(&self, parts: &[Part]) -> usize {
        parts.iter().map(|p| self.width(&p.text)).sum()
    }

    /// Clean text within `room` columns.
    pub(super) fn cut<'t>(&self, text: &'t str, room: usize) -> Cow<'t, str> {
        truncate(text, room, self.glyphs().ellipsis, self.theme.ambiguous)
    }

    /// The parts within `room` columns; what is cut is marked.
    pub(super) fn fit(&self, parts: Vec<Part>, room: usize) -> Vec<Part> {
        if self.columns(&parts) <= room {
            return parts;
        }
        let ellipsis = self.glyphs().ellipsis;
        let mut left = room.saturating_sub(self.width(ellipsis));
        let mut kept = Vec::new();
        for part in parts {
            let wide = self.width(&part.text);
            if wide <= left {
                left -= wide;
                kept.push(part);
                continue;
            }
            let text = truncate(&part.text, left, "", self.theme.ambiguous).into_owned();
            kept.push(Part { text, ..part });
            break;
        }
        let mark = self.cut(ellipsis, room).into_owned();
        kept.push(self.clean(Role::Muted, mark));
        kept
    }

    /// The parts, cut or filled up to exactly `room` columns.
    pub(super) fn cell(&self, parts: Vec<Part>, room: usize) -> Vec<Part> {
        let mut parts = self.fit(parts, room);
        let left = room.saturating_sub(self.columns(&parts));
        parts.push(self.clean(Role::Plain, " ".repeat(left)));
        parts
    }

    /// Both values with the characters marked in which they differ. Of lists
    /// (`a, b`) the two names are marked that are nearest to each other: the others
    /// would only draw the eye away.
    pub(super) fn marked<'t>(&self, a: &'t str, b: &'t str) -> (Vec<Part>, Vec<Part>) {
        let pairs = items(a).flat_map(|x| items(b).map(move |y| (x, y)));
        // Of equally near ones the first, which is the certificate's own name.
        let nearer = |best: (&'t str, &'t str), pair: (&'t str, &'t str)| match in_common(pair)
            > in_common(best)
        {
            true => pair,
            false => best,
        };
        let nearest = pairs.reduce(nearer);
        let Some((near_a, near_b)) = nearest else {
            return (vec![self.plain(a)], vec![self.plain(b)]);
        };
        let side = |side: &str, near: &str, other: &str| {
            self.listed(side, |item| match item == near {
                true => self.marked_item(item, other),
                false => vec![self.plain(item)],
            })
        };
        (side(a, near_a, near_b), side(b, near_b, near_a))
    }

    /// A list of which those are marked, as a whole, that the other list has not.
    pub(super) fn marked_unless_in(&self, list: &str, other: &str) -> Vec<Part> {
        self.listed(list, |item| {
            let known = items(other).any(|o| o.eq_ignore_ascii_case(item));
            vec![match known {
                true => self.plain(item),
                false => self.differing(item),
            }]
        })
    }

    fn listed(&self, list: &str, mark: impl Fn(&str) -> Vec<Part>) -> Vec<Part> {
        let mut parts = Vec::new();
        for (nth, item) in items(list).enumerate() {
            if nth > 0 {
                parts.push(self.plain(", "));
            }
            parts.extend(mark(item));
        }
        parts
    }

    fn differing(&self, text: &str) -> Part {
        Part {
            style: self.theme.difference(),
            differs: true,
            ..self.plain(text)
        }
    }

    fn marked_item(&self, item: &str, other: &str) -> Vec<Part> {
        let (spans, _) = differences(item, other, Case::Ignore);
        let part = |span: &crate::terminal::Span| match span.same {
            true => self.plain(span.text),
            false => self.differing(span.text),
        };
        spans.iter().map(part).collect()
    }

    /// `^^^^` below the marked characters: the difference as a shape. `None` where
    /// nothing is marked.
    pub(super) fn carets(&self, parts: &[Part]) -> Option<Part> {
        let below = |part: &Part| match part.differs {
            true => "^".repeat(self.width(&part.text)),
            false => " ".repeat(self.width(&part.text)),
        };
        let text: String = parts.iter().map(below).collect();
        let any = parts.iter().any(|p| p.differs);
        any.then(|| self.clean(Role::Danger, text.trim_end()))
    }
}

/// How much of the first text is in the second, in bytes.
fn in_common((one, other): (&str, &str)) -> usize {
    let (spans, _) = differences(one, other, Case::Ignore);
    spans.iter().filter(|s| s.same).map(|s| s.text.len()).sum()
}

/// The items of a list as the comparison writes it.
fn items(list: &str) -> impl Iterator<Item = &str> {
    list.split(", ")
}

/// The parts as a line for the screen.
pub(super) fn line(parts: Vec<Part>) -> Line<'static> {
    let span = |part: Part| Span::styled(part.text, part.style);
    Line::from(parts.into_iter().map(span).collect::<Vec<_>>())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ink(theme: &Theme) -> Ink<'_> {
        Ink {
            theme,
            lang: Lang::En,
        }
    }

    fn shown(parts: &[Part]) -> String {
        let show = |p: &Part| match p.differs {
            true => format!("[{}]", p.text),
            false => p.text.clone(),
        };
        parts.iter().map(show).collect()
    }

    #[test]
    fn the_nearest_names_are_marked_in_their_characters_and_lists_by_their_items() {
        let theme = Theme::new(true, false);
        let ink = ink(&theme);
        let (left, right) = ink.marked("mail.contoso.com, web.contoso.com", "mail-old.contoso.com");
        assert_eq!(shown(&left), "mail.contoso.com, web.contoso.com");
        assert_eq!(shown(&right), "mail[-old].contoso.com");
        let list = ink.marked_unless_in("<>, contoso.com, adatum.com", "CONTOSO.com");
        assert_eq!(shown(&list), "[<>], contoso.com, [adatum.com]");
    }

    #[test]
    fn the_difference_is_a_shape_too() {
        let theme = Theme::new(false, true);
        let ink = ink(&theme);
        let (left, _) = ink.marked("証.contoso.com", "明.contoso.com");
        let carets = ink.carets(&left).map(|p| p.text);
        assert_eq!(carets.as_deref(), Some("^^"), "as wide as the letter");
        assert_eq!(ink.carets(&[ink.plain("same")]), None);
    }

    #[test]
    fn what_is_cut_is_marked_and_hostile_text_is_shown() {
        let theme = Theme::new(true, false);
        let ink = ink(&theme);
        let long = vec![ink.plain("証明書の"), ink.plain("名前")];
        assert_eq!(shown(&ink.fit(long.clone(), 12)), "証明書の名前");
        assert_eq!(shown(&ink.fit(long.clone(), 11)), "証明書の名…");
        assert_eq!(shown(&ink.fit(long, 0)), "");
        assert_eq!(ink.columns(&ink.cell(vec![ink.plain("証明書")], 5)), 5);
        assert_eq!(
            shown(&[ink.plain("a\u{1b}[2J\u{202e}")]),
            "a\\x1b[2J\\u{202e}"
        );
    }
}
