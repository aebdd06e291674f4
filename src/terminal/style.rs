//! Colour by role, and whether to use it at all.
//!
//! Colour never carries a meaning alone: a word or a shape stands beside it. The
//! sixteen colours are the user's own, so only those are used that read on a
//! light and a dark background: no yellow, white, blue or grey. What matters is
//! bold in the default colour; only the break (danger), what is in order (ok) and
//! the one accent have a colour.

/// What a piece of text is, not how it looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Role {
    /// The verdict, the name of the screen.
    Title,
    /// The name of a section.
    Heading,
    /// Where the eye should go: the chosen row, the next step.
    Accent,
    /// The break: a refused message, the characters that differ.
    Danger,
    /// Needs attention, blocks nothing.
    Warning,
    /// In order.
    Ok,
    /// Can be skipped: sources, hints.
    Muted,
    /// A command or value as it must be typed.
    Code,
    /// Everything else.
    Plain,
}

impl Role {
    /// All roles.
    pub const ALL: [Self; 9] = [
        Self::Title,
        Self::Heading,
        Self::Accent,
        Self::Danger,
        Self::Warning,
        Self::Ok,
        Self::Muted,
        Self::Code,
        Self::Plain,
    ];

    /// Parameters of the SGR escape sequence (ECMA-48).
    const fn sgr(self) -> Option<&'static str> {
        match self {
            Self::Title | Self::Heading => Some("1"),
            Self::Accent => Some("1;36"),
            Self::Danger => Some("1;31"),
            // Yellow cannot be read on white; underlined bold can everywhere.
            Self::Warning => Some("1;4"),
            Self::Ok => Some("32"),
            // Faint, not bright black: that is the background in some palettes.
            Self::Muted => Some("2"),
            Self::Code => Some("36"),
            Self::Plain => None,
        }
    }
}

/// Paints text for a stream: with escape sequences, or not at all.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Painter {
    /// Whether to write escape sequences ([`colour_enabled`]).
    pub colour: bool,
}

impl Painter {
    /// The text in the colours of its role. Text from evidence must have been
    /// sanitised before, and measured: the sequences have no width. Every line is
    /// painted by itself, so that a pager showing a part has the right colours.
    pub fn paint(self, role: Role, text: &str) -> String {
        let Some(sgr) = role.sgr().filter(|_| self.colour) else {
            return text.to_owned();
        };
        let paint_line = |line: &str| match line {
            "" => String::new(),
            line => format!("\x1b[{sgr}m{line}\x1b[0m"),
        };
        text.split('\n')
            .map(paint_line)
            .collect::<Vec<_>>()
            .join("\n")
    }
}

/// `--color`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ColourChoice {
    /// As the environment and the terminal say.
    #[default]
    Auto,
    /// Also into files and pipes.
    Always,
    /// Never.
    Never,
}

/// Whether to paint. What the user says on the command line wins, then `NO_COLOR`
/// (set and not empty, no-color.org), then settings that want none, then
/// `CLICOLOR_FORCE`, then `TERM=dumb` and `CLICOLOR=0` (bixense.com/clicolors), then
/// whether the stream is a terminal.
///
/// `without`: the settings want none. `env` looks up an environment variable.
pub fn colour_enabled(
    choice: ColourChoice,
    without: bool,
    is_terminal: bool,
    env: impl Fn(&str) -> Option<String>,
) -> bool {
    let is = |name: &str, wanted: fn(&str) -> bool| env(name).is_some_and(|value| wanted(&value));
    match choice {
        ColourChoice::Always => true,
        ColourChoice::Never => false,
        ColourChoice::Auto if is("NO_COLOR", |v| !v.is_empty()) => false,
        ColourChoice::Auto if without => false,
        ColourChoice::Auto if is("CLICOLOR_FORCE", |v| !v.is_empty() && v != "0") => true,
        ColourChoice::Auto if is("TERM", |v| v == "dumb") || is("CLICOLOR", |v| v == "0") => false,
        ColourChoice::Auto => is_terminal,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ColourChoice::{Always, Auto, Never};

    #[test]
    fn who_decides_about_colour() {
        type Vars<'a> = &'a [(&'a str, &'a str)];
        let table: &[(ColourChoice, bool, Vars<'_>, bool)] = &[
            (Auto, true, &[], true),
            (Auto, false, &[], false),
            (Auto, true, &[("NO_COLOR", "1")], false),
            (Auto, true, &[("NO_COLOR", "")], true),
            (Auto, false, &[("CLICOLOR_FORCE", "1")], true),
            (Auto, false, &[("CLICOLOR_FORCE", "0")], false),
            (Auto, false, &[("CLICOLOR_FORCE", "")], false),
            (
                Auto,
                true,
                &[("NO_COLOR", "1"), ("CLICOLOR_FORCE", "1")],
                false,
            ),
            (Auto, true, &[("TERM", "dumb")], false),
            (
                Auto,
                true,
                &[("TERM", "dumb"), ("CLICOLOR_FORCE", "1")],
                true,
            ),
            (Auto, true, &[("TERM", "xterm"), ("CLICOLOR", "1")], true),
            (Auto, true, &[("CLICOLOR", "0")], false),
            (Always, false, &[("NO_COLOR", "1"), ("TERM", "dumb")], true),
            (Never, true, &[("CLICOLOR_FORCE", "1")], false),
        ];
        for &(choice, is_terminal, vars, expected) in table {
            let env = |name: &str| {
                vars.iter()
                    .find(|(n, _)| *n == name)
                    .map(|(_, value)| (*value).to_owned())
            };
            assert_eq!(
                colour_enabled(choice, false, is_terminal, env),
                expected,
                "{choice:?} {vars:?}"
            );
            // Settings that want no colours win over all but the command line.
            assert_eq!(
                colour_enabled(choice, true, is_terminal, env),
                choice == Always,
                "theme none, {choice:?} {vars:?}"
            );
        }
    }

    #[test]
    fn painting() {
        let painter = Painter { colour: true };
        assert_eq!(
            painter.paint(Role::Danger, "refused"),
            "\x1b[1;31mrefused\x1b[0m"
        );
        assert_eq!(
            painter.paint(Role::Ok, "a\n\nb"),
            "\x1b[32ma\x1b[0m\n\n\x1b[32mb\x1b[0m"
        );
        assert_eq!(painter.paint(Role::Plain, "text"), "text");
        assert_eq!(painter.paint(Role::Ok, ""), "");
    }

    #[test]
    fn without_colour_nothing_is_added() {
        for role in Role::ALL {
            assert_eq!(Painter::default().paint(role, "a\nb"), "a\nb");
        }
    }

    #[test]
    fn no_role_uses_a_colour_that_vanishes_on_some_background() {
        for role in Role::ALL {
            let unreadable = ["30", "33", "34", "37", "90", "93", "97"];
            let parameters = role.sgr().unwrap_or("").split(';');
            assert!(
                parameters.into_iter().all(|p| !unreadable.contains(&p)),
                "{role:?}"
            );
        }
    }
}
