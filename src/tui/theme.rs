//! How a role looks. Screens ask for roles, never for a colour.
//!
//! The sixteen colours are the user's own, so only those are used that read on
//! the background that was said or guessed. Colour never stands alone: a word or a
//! shape is beside it, and without colour the attributes remain.

use ratatui::style::{Color, Modifier, Style};

use crate::terminal::{Ambiguous, Glyphs, Role};

/// Colours and symbols of the wizard.
#[derive(Debug, Clone, Copy)]
pub struct Theme {
    /// Whether colours are used at all.
    pub colour: bool,
    /// The symbols.
    pub glyphs: &'static Glyphs,
    /// Widths of ambiguous characters; the screen counts them as narrow.
    pub ambiguous: Ambiguous,
}

impl Theme {
    /// A theme. `ascii` replaces every symbol by plain characters.
    pub fn new(colour: bool, ascii: bool) -> Self {
        Self {
            colour,
            glyphs: Glyphs::new(ascii),
            ambiguous: Ambiguous::Narrow,
        }
    }

    /// The style of a role on a light or dark background.
    pub fn style(&self, role: Role, light: bool) -> Style {
        let (colour, modifier) = look(role, light);
        let style = Style::new().add_modifier(modifier);
        match colour {
            Some(colour) if self.colour => style.fg(colour),
            _ => style,
        }
    }

    /// Whether only plain characters are drawn.
    pub fn ascii(&self) -> bool {
        *self.glyphs == Glyphs::ASCII
    }

    /// The characters that differ: reversed, whatever the colours.
    pub fn difference(&self, light: bool) -> Style {
        let role = self.style(Role::Danger, light);
        role.add_modifier(Modifier::REVERSED | Modifier::BOLD)
    }
}

fn look(role: Role, light: bool) -> (Option<Color>, Modifier) {
    let plain = Modifier::empty();
    match (role, light) {
        (Role::Title | Role::Heading, _) => (None, Modifier::BOLD),
        (Role::Accent, false) => (Some(Color::Cyan), Modifier::BOLD),
        (Role::Accent, true) => (Some(Color::Blue), Modifier::BOLD),
        (Role::Danger, false) => (Some(Color::LightRed), Modifier::BOLD),
        (Role::Danger, true) => (Some(Color::Red), Modifier::BOLD),
        (Role::Warning, false) => (Some(Color::Yellow), plain),
        // Yellow cannot be read on white.
        (Role::Warning, true) => (None, Modifier::BOLD.union(Modifier::UNDERLINED)),
        (Role::Ok, _) => (Some(Color::Green), plain),
        // Faint, not bright black: that is the background in some palettes.
        (Role::Muted, _) => (None, Modifier::DIM),
        (Role::Code, false) => (Some(Color::Cyan), plain),
        (Role::Code, true) => (Some(Color::Blue), plain),
        (Role::Plain, _) => (None, plain),
    }
}

/// Whether the terminal's background is light, as far as it says: `COLORFGBG` is
/// `foreground;background`, the background from 0 to 15 (rxvt, Konsole and others).
pub fn is_light(colorfgbg: Option<&str>) -> bool {
    let background = colorfgbg.and_then(|v| v.rsplit(';').next());
    matches!(background, Some("7" | "15"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_colour_only_attributes_are_left() {
        let theme = Theme::new(false, true);
        for role in Role::ALL {
            for light in [false, true] {
                assert_eq!(theme.style(role, light).fg, None, "{role:?}");
            }
        }
        let difference = theme.difference(false).add_modifier;
        assert!(difference.contains(Modifier::REVERSED));
        assert_eq!(theme.glyphs, &Glyphs::ASCII);
    }

    #[test]
    fn no_colour_vanishes_on_its_background() {
        let theme = Theme::new(true, false);
        let on_light = [Color::Yellow, Color::LightYellow, Color::White, Color::Gray];
        let on_dark = [Color::Black, Color::Blue, Color::DarkGray];
        for role in Role::ALL {
            let fg = |light| theme.style(role, light).fg;
            assert!(fg(true).is_none_or(|c| !on_light.contains(&c)), "{role:?}");
            assert!(fg(false).is_none_or(|c| !on_dark.contains(&c)), "{role:?}");
        }
    }

    #[test]
    fn the_background_is_guessed() {
        for (value, light) in [
            (None, false),
            (Some("15;0"), false),
            (Some("0;15"), true),
            (Some("0;default;15"), true),
            (Some("0;7"), true),
            (Some("nonsense"), false),
            (Some(""), false),
        ] {
            assert_eq!(is_light(value), light, "{value:?}");
        }
    }
}
