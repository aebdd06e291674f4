//! How a role looks. Screens ask for roles, never for a colour.
//!
//! The sixteen colours are the user's own, so only those are used that read on
//! the background that was said or guessed. Colour never stands alone: a word or a
//! shape is beside it, and without colour the attributes remain.

use std::sync::Arc;

use ratatui::style::{Color, Modifier, Style};

use super::keymap::Keymap;
use crate::config::{Scheme, Settings};
use crate::terminal::{Ambiguous, Glyphs, Role};

/// Colours, symbols and keys of the wizard.
#[derive(Debug, Clone)]
pub struct Theme {
    /// Whether colours are used at all.
    pub colour: bool,
    /// Which.
    pub scheme: Scheme,
    /// The symbols.
    pub glyphs: &'static Glyphs,
    /// Widths of ambiguous characters; the screen counts them as narrow.
    pub ambiguous: Ambiguous,
    /// Which key means what.
    pub keys: Arc<Keymap>,
}

impl Theme {
    /// A theme. `ascii` replaces every symbol by plain characters.
    pub fn new(colour: bool, ascii: bool) -> Self {
        Self {
            colour,
            scheme: Scheme::Dark,
            glyphs: Glyphs::new(ascii),
            ambiguous: Ambiguous::Narrow,
            keys: Arc::default(),
        }
    }

    /// The theme with these keys.
    #[must_use]
    pub fn with_keys(self, keys: Keymap) -> Self {
        Self {
            keys: Arc::new(keys),
            ..self
        }
    }

    /// The theme under these settings; `light` is what the terminal says of its
    /// background. What the environment has switched off stays off.
    #[must_use]
    pub fn under(&self, settings: &Settings, light: bool) -> Self {
        Self {
            scheme: settings.scheme(light),
            glyphs: Glyphs::new(settings.ascii || self.ascii()),
            ..self.clone()
        }
    }

    /// The style of a role.
    pub fn style(&self, role: Role) -> Style {
        let scheme = match self.colour {
            true => self.scheme,
            false => Scheme::Plain,
        };
        let (colour, modifier) = look(role, scheme);
        let style = Style::new().add_modifier(modifier);
        match colour {
            Some(colour) => style.fg(colour),
            None => style,
        }
    }

    /// Whether colours tell things apart, so that a shape beside them may be left out
    /// where there is no room.
    pub fn in_colour(&self) -> bool {
        self.colour && matches!(self.scheme, Scheme::Dark | Scheme::Light)
    }

    /// Whether only plain characters are drawn.
    pub fn ascii(&self) -> bool {
        *self.glyphs == Glyphs::ASCII
    }

    /// The characters that differ: reversed, whatever the colours.
    pub fn difference(&self) -> Style {
        let role = self.style(Role::Danger);
        role.add_modifier(Modifier::REVERSED | Modifier::BOLD)
    }
}

fn look(role: Role, scheme: Scheme) -> (Option<Color>, Modifier) {
    match scheme {
        Scheme::Dark => on_dark(role),
        Scheme::Light => on_light(role),
        Scheme::HighContrast => strong(role),
        Scheme::Plain => (None, on_dark(role).1),
    }
}

fn on_dark(role: Role) -> (Option<Color>, Modifier) {
    let plain = Modifier::empty();
    match role {
        Role::Title | Role::Heading => (None, Modifier::BOLD),
        Role::Accent => (Some(Color::Cyan), Modifier::BOLD),
        Role::Danger => (Some(Color::LightRed), Modifier::BOLD),
        Role::Warning => (Some(Color::Yellow), plain),
        Role::Ok => (Some(Color::Green), plain),
        // Faint, not bright black: that is the background in some palettes.
        Role::Muted => (None, Modifier::DIM),
        Role::Code => (Some(Color::Cyan), plain),
        Role::Plain => (None, plain),
    }
}

fn on_light(role: Role) -> (Option<Color>, Modifier) {
    match role {
        Role::Accent => (Some(Color::Blue), Modifier::BOLD),
        Role::Danger => (Some(Color::Red), Modifier::BOLD),
        // Yellow cannot be read on white.
        Role::Warning => (None, Modifier::BOLD.union(Modifier::UNDERLINED)),
        // The green of some palettes is pale there.
        Role::Ok => (Some(Color::Green), Modifier::BOLD),
        Role::Code => (Some(Color::Blue), Modifier::empty()),
        other => on_dark(other),
    }
}

/// Only the terminal's own colour of text, which reads on any background; what matters
/// is bold, underlined or reversed, and nothing is faint.
fn strong(role: Role) -> (Option<Color>, Modifier) {
    let modifier = match role {
        Role::Title | Role::Heading | Role::Ok => Modifier::BOLD,
        Role::Accent => Modifier::BOLD.union(Modifier::REVERSED),
        Role::Danger | Role::Warning => Modifier::BOLD.union(Modifier::UNDERLINED),
        Role::Code => Modifier::BOLD,
        Role::Muted | Role::Plain => Modifier::empty(),
    };
    (None, modifier)
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

    fn in_scheme(scheme: Scheme) -> Theme {
        Theme {
            scheme,
            ..Theme::new(true, false)
        }
    }

    #[test]
    fn without_colour_only_attributes_are_left() {
        for scheme in Scheme::ALL {
            let theme = Theme {
                colour: false,
                ..in_scheme(scheme)
            };
            for role in Role::ALL {
                assert_eq!(theme.style(role).fg, None, "{role:?}");
            }
            let difference = theme.difference().add_modifier;
            assert!(difference.contains(Modifier::REVERSED));
        }
    }

    #[test]
    fn no_colour_vanishes_on_its_background() {
        let light = [Color::Yellow, Color::LightYellow, Color::White, Color::Gray];
        let dark = [Color::Black, Color::Blue, Color::DarkGray];
        for role in Role::ALL {
            let fg = |scheme| in_scheme(scheme).style(role).fg;
            assert!(fg(Scheme::Light).is_none_or(|c| !light.contains(&c)));
            assert!(fg(Scheme::Dark).is_none_or(|c| !dark.contains(&c)));
        }
    }

    #[test]
    fn high_contrast_is_the_text_colour_and_nothing_is_faint() {
        let theme = in_scheme(Scheme::HighContrast);
        for role in Role::ALL {
            let style = theme.style(role);
            assert_eq!(style.fg, None, "{role:?}");
            assert!(!style.add_modifier.contains(Modifier::DIM), "{role:?}");
        }
        // What is chosen and what is broken look unlike anything else.
        for special in [Role::Accent, Role::Danger] {
            assert_ne!(theme.style(special), theme.style(Role::Heading));
        }
    }

    #[test]
    fn settings_choose_and_the_environment_has_the_last_word() {
        let mut settings = Settings::default();
        let off = Theme::new(false, true);
        assert!(settings.set(crate::config::Setting::Theme, "light"));
        let theme = off.under(&settings, false);
        assert_eq!((theme.scheme, theme.ascii()), (Scheme::Light, true));
        assert_eq!(theme.style(Role::Danger).fg, None);
        settings.ascii = true;
        assert!(Theme::new(true, false).under(&settings, false).ascii());
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
