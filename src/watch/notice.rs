//! What happened to files and folders on the way. None of it ends the following.

/// Something noticed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// What.
    pub kind: NoticeKind,
    /// The file, folder or server that it happened to, raw.
    pub place: String,
}

/// What was noticed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NoticeKind {
    /// A log is followed from here on.
    Follows,
    /// The folder, or its share, is not there now: the words of the system.
    Away(String),
    /// It is there again.
    Back,
    /// A file of the same name was made anew, and is read from its beginning.
    Recreated,
    /// A file became shorter, and is read again: what is known of it does not count twice.
    Truncated,
    /// A file is gone before its end was read: so many bytes.
    Lost(u64),
    /// A file cannot be read now: the words of the system.
    Unreadable(String),
    /// A log is in UTF-16, which Exchange does not write, and is not followed.
    Utf16,
    /// The server's clock is ahead of this computer's by so many milliseconds.
    ClockAhead(i64),
    /// It is behind, by what was written of late.
    ClockBehind(i64),
}

impl NoticeKind {
    /// The name in JSON.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Follows => "follows",
            Self::Away(_) => "away",
            Self::Back => "back",
            Self::Recreated => "recreated",
            Self::Truncated => "truncated",
            Self::Lost(_) => "lost",
            Self::Unreadable(_) => "unreadable",
            Self::Utf16 => "utf-16",
            Self::ClockAhead(_) => "clock-ahead",
            Self::ClockBehind(_) => "clock-behind",
        }
    }
}
