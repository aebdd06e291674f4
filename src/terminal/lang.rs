//! The languages.

/// A language of the output.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Lang {
    /// English.
    #[default]
    En,
    /// Japanese.
    Ja,
}

impl Lang {
    /// Every language.
    pub const ALL: [Self; 2] = [Self::En, Self::Ja];

    /// Reads `en`, `ja`, and locale names such as `ja-JP` and `ja_JP.UTF-8`.
    pub fn parse(text: &str) -> Option<Self> {
        let language = text.trim().split(['-', '_', '.', '@']).next()?;
        Self::ALL
            .into_iter()
            .find(|lang| lang.code().eq_ignore_ascii_case(language))
    }

    /// The code on the command line and in JSON.
    pub fn code(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::Ja => "ja",
        }
    }

    /// The language of the system's locale, English where we have none for it.
    pub fn from_locale(locale: Option<&str>) -> Self {
        locale.and_then(Self::parse).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::Lang::{self, En, Ja};

    #[test]
    fn codes_and_locales() {
        for (text, lang) in [
            ("en", Some(En)),
            ("EN", Some(En)),
            ("en_US.UTF-8", Some(En)),
            ("ja", Some(Ja)),
            (" ja-JP ", Some(Ja)),
            ("ja_JP.eucJP@x", Some(Ja)),
            ("jav", None),
            ("japanese", None),
            ("de-DE", None),
            ("C", None),
            ("", None),
        ] {
            assert_eq!(Lang::parse(text), lang, "{text}");
        }
    }

    #[test]
    fn a_locale_that_we_do_not_speak_is_english() {
        assert_eq!(Lang::from_locale(Some("ja-JP")), Ja);
        assert_eq!(Lang::from_locale(Some("fr-FR")), En);
        assert_eq!(Lang::from_locale(None), En);
    }
}
