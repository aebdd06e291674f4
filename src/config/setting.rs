//! The settings: from this one definition the file is read, the template is printed
//! and the wizard's list is made.

use std::collections::BTreeMap;

use crate::terminal::Lang;

/// One setting.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Setting {
    /// Language of screens and reports.
    Language,
    /// Colours of the wizard.
    Theme,
    /// Plain characters instead of symbols.
    Ascii,
    /// Whether the wizard takes the mouse.
    Mouse,
}

impl Setting {
    /// All of them, in the order of the file.
    pub const ALL: [Self; 4] = [Self::Language, Self::Theme, Self::Ascii, Self::Mouse];

    /// Its name in the file.
    pub fn name(self) -> &'static str {
        match self {
            Self::Language => "language",
            Self::Theme => "theme",
            Self::Ascii => "ascii",
            Self::Mouse => "mouse",
        }
    }

    /// What it can be, the default first.
    pub fn values(self) -> &'static [&'static str] {
        match self {
            Self::Language => &["auto", "en", "ja"],
            Self::Theme => &["auto", "dark", "light", "high-contrast", "none"],
            Self::Ascii | Self::Mouse => &["false", "true"],
        }
    }

    /// Whether its values are `true` and `false`, which stand bare in the file.
    pub fn is_switch(self) -> bool {
        matches!(self, Self::Ascii | Self::Mouse)
    }

    /// The setting of that name.
    pub fn of_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|s| s.name() == name)
    }
}

/// The theme as it is set.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum ThemeChoice {
    /// As the terminal says of its background, else dark.
    #[default]
    Auto,
    /// Always this one.
    Fixed(Scheme),
}

/// How the screen is coloured.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Scheme {
    /// For a dark background.
    #[default]
    Dark,
    /// For a light background.
    Light,
    /// For eyes that need more: the strongest colours of any background, nothing faint.
    HighContrast,
    /// No colours.
    Plain,
}

impl Scheme {
    /// All of them, in the order in which a key goes through them.
    pub const ALL: [Self; 4] = [Self::Dark, Self::Light, Self::HighContrast, Self::Plain];

    /// The next of them.
    #[must_use]
    pub fn next(self) -> Self {
        match self {
            Self::Dark => Self::Light,
            Self::Light => Self::HighContrast,
            Self::HighContrast => Self::Plain,
            Self::Plain => Self::Dark,
        }
    }

    /// Its name in the file.
    pub fn code(self) -> &'static str {
        match self {
            Self::Dark => "dark",
            Self::Light => "light",
            Self::HighContrast => "high-contrast",
            Self::Plain => "none",
        }
    }
}

/// What is set.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Settings {
    /// The language; `None` is that of the system.
    pub language: Option<Lang>,
    /// The theme.
    pub theme: ThemeChoice,
    /// Plain characters instead of symbols.
    pub ascii: bool,
    /// Whether the wizard takes the mouse.
    pub mouse: bool,
    /// Keys by the name of their action: the keys, and the line of the file.
    pub keys: BTreeMap<String, (Vec<String>, usize)>,
}

impl Settings {
    /// Whether the theme is the one without colours.
    pub fn is_without_colour(&self) -> bool {
        self.theme == ThemeChoice::Fixed(Scheme::Plain)
    }

    /// The value of a setting, as the file has it.
    pub fn value(&self, setting: Setting) -> &'static str {
        let switch = |on: bool| if on { "true" } else { "false" };
        match setting {
            Setting::Language => self.language.map_or("auto", Lang::code),
            Setting::Theme => match self.theme {
                ThemeChoice::Auto => "auto",
                ThemeChoice::Fixed(scheme) => scheme.code(),
            },
            Setting::Ascii => switch(self.ascii),
            Setting::Mouse => switch(self.mouse),
        }
    }

    /// Sets a value; false when it is none of [`Setting::values`].
    pub fn set(&mut self, setting: Setting, value: &str) -> bool {
        if !setting.values().contains(&value) {
            return false;
        }
        match setting {
            Setting::Language => self.language = Lang::ALL.into_iter().find(|l| l.code() == value),
            Setting::Theme => {
                let scheme = Scheme::ALL.into_iter().find(|s| s.code() == value);
                self.theme = scheme.map_or(ThemeChoice::Auto, ThemeChoice::Fixed);
            }
            Setting::Ascii => self.ascii = value == "true",
            Setting::Mouse => self.mouse = value == "true",
        }
        true
    }

    /// The value after the one that is set, or before it, round and round.
    pub fn neighbour(&self, setting: Setting, back: bool) -> &'static str {
        let values = setting.values();
        let here = self.value(setting);
        let at = values.iter().position(|v| *v == here).unwrap_or(0);
        let by = if back { values.len() - 1 } else { 1 };
        values[(at + by) % values.len()]
    }

    /// How the screen is coloured; `light` is what the terminal says of its background.
    pub fn scheme(&self, light: bool) -> Scheme {
        match (self.theme, light) {
            (ThemeChoice::Fixed(scheme), _) => scheme,
            (ThemeChoice::Auto, true) => Scheme::Light,
            (ThemeChoice::Auto, false) => Scheme::Dark,
        }
    }
}
