//! The two macros that every text goes through. Both languages are arguments, so
//! neither can be forgotten, and `format!` checks the variables of both.

/// A sentence with variables in scope: `say!(lang, "{name} is disabled", "{name} は無効です")`.
macro_rules! say {
    ($lang:expr, $english:literal, $japanese:literal $(,)?) => {
        match $lang {
            $crate::i18n::Lang::En => format!($english),
            $crate::i18n::Lang::Ja => format!($japanese),
        }
    };
}

/// A text without variables, as `&'static str`: `text!(lang, "met", "満たす")`.
macro_rules! text {
    ($lang:expr, $english:literal, $japanese:literal $(,)?) => {
        match $lang {
            $crate::i18n::Lang::En => $english,
            $crate::i18n::Lang::Ja => $japanese,
        }
    };
}

pub(crate) use {say, text};
