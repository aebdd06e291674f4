//! What was noticed while reading: never a sentence, always a kind with
//! parameters; `i18n` words it.

use std::io;

use super::archive::ArchiveTrouble;
use super::record::ObjectClass;

/// Something a reader should know about a source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// The line it is about, from 1; `None` for the source as a whole.
    pub line: Option<u64>,
    /// What was noticed.
    pub kind: NoteKind,
}

impl Note {
    /// A note about the source as a whole.
    pub fn whole(kind: NoteKind) -> Self {
        Self { line: None, kind }
    }

    /// A note about one line.
    pub fn at(line: u64, kind: NoteKind) -> Self {
        Self {
            line: Some(line),
            kind,
        }
    }
}

/// The kinds of notes, each with what is needed to word it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NoteKind {
    /// The file could not be opened or read on (the operating system's words).
    Unreadable(String),
    /// The system does not let this user read it.
    NoPermission,
    /// Another program keeps it to itself (Windows share modes).
    Locked,
    /// A pipe or a device, which is no file to be read.
    NotAFile,
    /// The file became longer while it was read: so many bytes came too late.
    Grew(u64),
    /// The file became shorter while it was read: so many bytes were gone.
    Shrank(u64),
    /// Rows that an earlier file of the server holds too; counted once.
    RepeatedRows(u64),
    /// Something in an archive is not read, or not as it stands there.
    Archive(ArchiveTrouble),
    /// Nothing in the file.
    Empty,
    /// Not text, and not a certificate either.
    Binary,
    /// Text of no known kind.
    Unrecognised,
    /// An e-mail without a refusal in it.
    NoRefusal,
    /// A known kind that this version does not read (`.msg`, Format-Table, ...).
    NotRead(Unread),
    /// A log of Exchange that is not judged: its `#Log-type`.
    OtherLog(String),
    /// Bytes that are no text in the file's encoding were replaced.
    ReplacedBytes(u64),
    /// A log line with fewer than nine fields; `count` lines in all from here.
    ShortLine {
        /// Fields seen.
        fields: usize,
    },
    /// A log line with a quote that is never closed.
    OpenQuote,
    /// The last line has no line end and is not whole: the file was being written.
    HalfLastLine,
    /// The log line's time could not be read.
    BadTime,
    /// A line longer than the limit (bytes) was passed over.
    LineTooLong(u64),
    /// The file is larger than what is read whole; so many bytes of it were.
    OnlyBeginningRead(u64),
    /// Further damaged lines of this source that are not listed one by one.
    MoreDamagedLines(u64),
    /// The file ends in NUL bytes (a crash).
    NulBytes(u64),
    /// `{a, b...}`: the console cut the list of this property.
    TruncatedList {
        /// The property.
        property: String,
    },
    /// An export wrote names of types where these properties' values should be.
    LostValues {
        /// Whose they are; its cmdlet gives them in another form.
        class: ObjectClass,
        /// The properties.
        properties: Vec<String>,
    },
    /// A row of a CSV file with another number of values than its head has names.
    RowWidth {
        /// Values in the row.
        fields: usize,
        /// Names in the head.
        names: usize,
    },
    /// A date of which day and month cannot be told apart.
    AmbiguousDate {
        /// The property.
        property: String,
        /// As it stands there.
        text: String,
    },
    /// This date tells whether the file's ambiguous ones have the day first.
    DateOrder {
        /// Day before month.
        day_first: bool,
        /// The telling date.
        text: String,
    },
    /// A value that is not of its property's type.
    BadValue {
        /// The property.
        property: String,
        /// As it stands there.
        text: String,
    },
    /// A certificate that could not be decoded.
    BadCertificate(String),
    /// A private key stands in the file; it is not read.
    PrivateKeyIgnored,
    /// A PKCS#12 file that does not open without a password, and none is known.
    PasswordNeeded,
    /// A PKCS#12 file that does not open with the password that was given.
    WrongPassword,
    /// JSON that ends early or is not well-formed, with the parser's position.
    BadJson(String),
    /// XML that is damaged, or holds what is passed over.
    BadXml(XmlFault),
    /// A run of HCW, whose values are as of then; the file does not name the zone.
    RunAt(String),
    /// The text ends in the middle of an object; its whole values are kept.
    ObjectCut,
    /// A listing without any object in it.
    EmptyListing,
    /// A page of a listing: further ones follow that are not in the file.
    MorePages,
    /// The command before the objects names one or filters, so that others may exist.
    AskedForSome(ObjectClass),
    /// It cannot be told from the object whether it is the tenant's or on-premises.
    SideUnknown,
    /// The listing holds objects of several kinds.
    MixedKinds,
    /// Objects that a person may want to look at, and no check rests on.
    Reference(ObjectClass),
    /// Some distinct recipient domains were pooled to keep memory bounded.
    DomainsPooled(u64),
    /// More files than the walk takes.
    TooManyFiles(u64),
    /// A link that leads back into a folder already walked.
    LinkLoop,
    /// The same bytes as another source (its path); counted once.
    SameAs(String),
}

/// What is wrong with XML.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum XmlFault {
    /// It ends before everything is closed; what was whole is kept.
    EndsEarly,
    /// Its tags do not fit together; it is read up to there.
    NotWellFormed,
    /// Nested more deeply than any export; the inside is passed over.
    TooDeep,
    /// A text too long to be a value is passed over.
    TooLong,
    /// More values than are kept of one file.
    TooMany,
    /// A name in `&...;` that is not of XML itself stays as it is written.
    UnknownEntity,
    /// A document type; nothing it declares is used.
    DocumentType,
}

/// Kinds that are recognised but not read, each with an advice of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unread {
    /// Output of Format-Table: too lossy. What its columns are of tells what to run.
    FormatTable(ObjectClass),
    /// Outlook's `.msg`.
    OutlookMsg,
    /// An SMTP receive log: the other direction.
    ReceiveLog,
}

impl NoteKind {
    /// Why something could not be opened or read on.
    pub fn unreadable(error: &io::Error) -> Self {
        /// ERROR_SHARING_VIOLATION and ERROR_LOCK_VIOLATION of Windows.
        const LOCKED: [i32; 2] = [32, 33];
        let number = error.raw_os_error();
        match error.kind() {
            _ if cfg!(windows) && number.is_some_and(|n| LOCKED.contains(&n)) => Self::Locked,
            io::ErrorKind::PermissionDenied => Self::NoPermission,
            _ => Self::Unreadable(error.to_string()),
        }
    }

    /// The kind's name in JSON.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Unreadable(_) | Self::NoPermission | Self::Locked => "unreadable",
            Self::NotAFile => "not-a-file",
            Self::Grew(_) => "grew-while-read",
            Self::Shrank(_) => "shrank-while-read",
            Self::RepeatedRows(_) => "repeated-rows",
            Self::Archive(trouble) => trouble.code(),
            Self::Empty => "empty",
            Self::Binary => "binary",
            Self::Unrecognised => "unrecognised",
            Self::NoRefusal => "no-refusal",
            Self::NotRead(_) | Self::OtherLog(_) => "not-read",
            Self::ReplacedBytes(_) => "replaced-bytes",
            Self::ShortLine { .. } => "short-line",
            Self::OpenQuote => "open-quote",
            Self::HalfLastLine => "half-last-line",
            Self::BadTime => "bad-time",
            Self::LineTooLong(_) => "line-too-long",
            Self::OnlyBeginningRead(_) => "only-beginning-read",
            Self::MoreDamagedLines(_) => "more-damaged-lines",
            Self::NulBytes(_) => "nul-bytes",
            Self::TruncatedList { .. } => "truncated-list",
            Self::LostValues { .. } => "lost-values",
            Self::RowWidth { .. } => "row-width",
            Self::AmbiguousDate { .. } => "ambiguous-date",
            Self::DateOrder { .. } => "date-order",
            Self::BadValue { .. } => "bad-value",
            Self::BadCertificate(_) => "bad-certificate",
            Self::PrivateKeyIgnored => "private-key-ignored",
            Self::PasswordNeeded => "password-needed",
            Self::WrongPassword => "wrong-password",
            Self::BadJson(_) => "bad-json",
            Self::BadXml(_) => "bad-xml",
            Self::RunAt(_) => "run-at",
            Self::ObjectCut => "object-cut",
            Self::EmptyListing => "empty-listing",
            Self::MorePages => "more-pages",
            Self::AskedForSome(_) => "asked-for-some",
            Self::SideUnknown => "side-unknown",
            Self::MixedKinds => "mixed-kinds",
            Self::Reference(_) => "for-reference",
            Self::DomainsPooled(_) => "domains-pooled",
            Self::TooManyFiles(_) => "too-many-files",
            Self::LinkLoop => "link-loop",
            Self::SameAs(_) => "same-as",
        }
    }
}
