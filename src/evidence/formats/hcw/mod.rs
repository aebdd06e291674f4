//! What the Hybrid Configuration Wizard (HCW) left behind: its `.log` and its
//! `.xhcw` of the same run, made into one shape (formats.md sections 2 and 3).

pub mod log;
pub mod xhcw;

use crate::evidence::Side;
use crate::evidence::record::{ObjectClass, Value};

/// A time as HCW wrote it. `Current Time Zone:` near the top of a log names the
/// server's zone; whether stamps are in it is not known unless it says UTC.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stamp {
    /// As written.
    pub text: String,
    /// The moment, where the zone is known.
    pub at: Option<jiff::Timestamp>,
}

/// No zone is further behind UTC.
const WESTERNMOST_HOURS: i64 = 12;

impl Stamp {
    /// As written, in whatever zone: `2026.02.19 03:26:39.330`, or `02/19/2026 03:26:39.330`.
    /// `None` where day and month could be either; `month_first` as in an `.xhcw`.
    pub fn civil(&self, month_first: bool) -> Option<jiff::civil::DateTime> {
        let mut numbers = self
            .text
            .split(|c: char| !c.is_ascii_digit())
            .filter_map(|n| n.parse::<i16>().ok());
        let (a, b, c) = (numbers.next()?, numbers.next()?, numbers.next()?);
        let (year, month, day) = match () {
            () if a > 31 => (a, b, c),
            () if month_first || b > 12 || a == b => (c, a, b),
            () if a > 12 => (c, b, a),
            () => return None,
        };
        let small = |n: Option<i16>| i8::try_from(n.unwrap_or(0)).ok();
        jiff::civil::DateTime::new(
            year,
            small(Some(month))?,
            small(Some(day))?,
            small(numbers.next())?,
            small(numbers.next())?,
            small(numbers.next())?,
            0,
        )
        .ok()
    }

    /// The last moment that it can mean: the moment itself, or that of the
    /// westernmost zone where the zone is not known.
    pub fn latest(&self) -> Option<jiff::Timestamp> {
        self.at.or_else(|| {
            let read = |form: &str| jiff::civil::DateTime::strptime(form, &self.text).ok();
            // `.log` writes the year first, `.xhcw` the month.
            let local = read("%Y.%m.%d %H:%M:%S%.f").or_else(|| read("%m/%d/%Y %H:%M:%S%.f"))?;
            let utc = jiff::tz::TimeZone::UTC.to_timestamp(local).ok()?;
            let behind = jiff::SignedDuration::from_hours(WESTERNMOST_HOURS);
            utc.checked_add(behind).ok()
        })
    }
}

/// One run of HCW.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct HcwRun {
    /// Its first stamp.
    pub started: Option<Stamp>,
    /// Its last stamp.
    pub ended: Option<Stamp>,
    /// What `Current Time Zone:` says, as written.
    pub zone: Option<String>,
    /// The cmdlets that it ran, in order.
    pub invocations: Vec<Invocation>,
    /// The choice on the transport certificate page, the last one made.
    pub certificate: Option<SelectedCertificate>,
    /// What it compared, before and after.
    pub tables: Vec<ComparisonTable>,
    /// Its warnings and errors.
    pub messages: Vec<Message>,
}

/// A cmdlet that HCW ran.
#[derive(Debug, Clone, PartialEq)]
pub struct Invocation {
    /// When it began.
    pub stamp: Stamp,
    /// On which side (`Session=` of a log, `type=` of an `.xhcw`).
    pub side: Option<Side>,
    /// `Set-InboundConnector`.
    pub cmdlet: String,
    /// Parameters with their values. Their spelling varies: compare ignoring case.
    pub parameters: Vec<(String, Value)>,
    /// How it ended.
    pub outcome: Outcome,
    /// How many objects it gave; `None` where that is not told (only an `.xhcw` does).
    pub gave: Option<u64>,
    /// The line at which it begins, from 1.
    pub line: u64,
    /// That line as it stands in the source (cut as all excerpts are).
    pub excerpt: String,
}

impl Invocation {
    /// The value of a parameter, whatever its case.
    pub fn parameter(&self, name: &str) -> Option<&Value> {
        let found = self
            .parameters
            .iter()
            .find(|(n, _)| n.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value)
    }

    /// Whether it was to show everything of its kind: no parameter says which one.
    pub fn asks_for_all(&self) -> bool {
        const HOW: [&str; 4] = ["ErrorAction", "WarningAction", "Verbose", "Debug"];
        let says_which = |(name, value): &(String, Value)| {
            *value != Value::Null && !HOW.iter().any(|h| h.eq_ignore_ascii_case(name))
        };
        !self.parameters.iter().any(says_which)
    }
}

/// How a cmdlet of HCW ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// It finished.
    Finished,
    /// It failed, in these words.
    Failed(String),
    /// No end of it was seen: the log is cut, or the run was.
    Unseen,
}

/// A certificate chosen in HCW.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SelectedCertificate {
    /// `<I>issuer<S>subject`, as written.
    pub name: String,
    /// Thumbprint, upper-case hex.
    pub thumbprint: Option<String>,
    /// The beginning of its validity as written: the culture is the server's.
    pub not_before: Option<String>,
    /// Its end, likewise.
    pub not_after: Option<String>,
    /// The line, from 1.
    pub line: u64,
    /// That line as it stands in the source (cut as all excerpts are).
    pub excerpt: String,
}

/// When HCW compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Phase {
    /// `CheckConfiguration`: before it changes anything.
    Before,
    /// `ValidateConfiguration`: when it is done.
    After,
}

/// A table Name | Equals | Actual | Expected: one object of one side.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ComparisonTable {
    /// When; `None` in a paste that lost it.
    pub phase: Option<Phase>,
    /// Its title: `Standard Inbound Connector`.
    pub title: String,
    /// What the title says the object is.
    pub class: Option<ObjectClass>,
    /// The rows.
    pub rows: Vec<ComparisonRow>,
    /// The line of the title, from 1.
    pub line: u64,
}

/// A property in such a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ComparisonRow {
    /// The property.
    pub name: String,
    /// What `Equals` says.
    pub equals: Option<bool>,
    /// The value that HCW found.
    pub actual: String,
    /// The value that HCW wants.
    pub expected: String,
    /// The line, from 1.
    pub line: u64,
    /// That line as it stands in the source (cut as all excerpts are).
    pub excerpt: String,
}

/// How grave HCW calls what it says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// `WARNING`.
    Warning,
    /// `*ERROR*`.
    Error,
}

/// A warning or an error of HCW.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// How grave.
    pub level: Level,
    /// `HCW8103`, where it has a code.
    pub code: Option<String>,
    /// Its words.
    pub text: String,
    /// The cmdlet that it is about (`Cmdlet=`).
    pub cmdlet: Option<String>,
    /// The part of the wizard that it is about (`Activity=`, `Workflow=`).
    pub activity: Option<String>,
    /// When.
    pub stamp: Option<Stamp>,
    /// The line, from 1.
    pub line: u64,
    /// That line as it stands in the source (cut as all excerpts are).
    pub excerpt: String,
}

/// The code that a message of HCW begins with or holds: `HCW8103`.
pub fn code_in(text: &str) -> Option<String> {
    let at = text.find("HCW8")?;
    let code: String = text
        .get(at..)?
        .chars()
        .take_while(char::is_ascii_alphanumeric)
        .collect();
    let digits = code.get(3..)?;
    let four = digits.len() == 4 && digits.bytes().all(|b| b.is_ascii_digit());
    four.then_some(code)
}
