//! One line to its fields, and what it says was refused.

use std::borrow::Cow;

use super::columns::Columns;
use crate::evidence::formats::bounce::{self, BounceReply};
use crate::evidence::formats::send_log::is_exchange_online;
use crate::evidence::reply::{Neighbour, ReplyKind};

/// Why a line is no row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Damage {
    /// A quote is never closed.
    OpenQuote,
    /// It ends before what tells a refusal.
    Short(usize),
}

/// A row that may tell a refusal.
#[derive(Debug)]
pub(super) struct Row<'t> {
    fields: Vec<Cow<'t, str>>,
    columns: Columns,
}

impl<'t> Row<'t> {
    /// Takes a line apart; without `columns` by the order of the documents.
    pub(super) fn read(line: &'t str, columns: Option<Columns>) -> Result<Self, Damage> {
        let fields = split(line).ok_or(Damage::OpenQuote)?;
        let short = Damage::Short(fields.len());
        let columns = columns.or_else(|| Columns::of_row(&fields));
        let columns = columns.ok_or(short)?;
        if fields.len() <= columns.status.max(columns.event) {
            return Err(short);
        }
        Ok(Self { fields, columns })
    }

    fn at(&self, column: Option<usize>) -> &str {
        column
            .and_then(|at| self.fields.get(at))
            .map_or("", |f| f.trim())
    }

    /// The refusals that this tool is about, one a recipient. Others (mailboxes that
    /// are full, hosts that are unknown) stand in these logs every day.
    pub(super) fn refusals(&self) -> Vec<BounceReply> {
        if !self
            .at(Some(self.columns.event))
            .eq_ignore_ascii_case("FAIL")
        {
            return Vec::new();
        }
        let recipients = self.at(Some(self.columns.recipients));
        let recipients: Vec<&str> = recipients.split(';').map(str::trim).collect();
        let mut replies =
            bounce::replies_in_status(self.at(Some(self.columns.status)), &recipients);
        replies.retain(is_of_relay);
        replies
    }

    /// MAIL FROM: empty for `<>`; `None` when the row does not tell it.
    pub(super) fn sender(&self) -> Option<&str> {
        // A row that lost its last columns does not say that they were empty.
        let whole = self.fields.len() >= self.columns.all;
        let told = [self.columns.return_path, self.columns.sender];
        let sender = told.map(|c| self.at(c));
        let sender = sender.into_iter().find(|s| !s.is_empty() && whole)?;
        Some(if sender == "<>" { "" } else { sender })
    }

    /// The server that got the refusal: of the two hosts the one that is not
    /// Exchange Online.
    pub(super) fn server(&self) -> Option<&str> {
        let hosts = [self.columns.server_host, self.columns.client_host].map(|c| self.at(c));
        let own = |host: &&str| !host.is_empty() && !is_exchange_online(host);
        hosts.into_iter().find(own)
    }
}

/// What Exchange Online says of relay, or what keeps a server from being relayed for.
fn is_of_relay(reply: &BounceReply) -> bool {
    match reply.kind {
        ReplyKind::TenantAttribution
        | ReplyKind::Attr36
        | ReplyKind::TenantInboundAttribution
        | ReplyKind::Neighbour(Neighbour::SendConnectorCertificateMissing) => true,
        // Other systems say the like of the same: only Microsoft's counts.
        ReplyKind::Neighbour(_) => reply.remote_mta.as_deref().is_some_and(is_exchange_online),
        ReplyKind::OtherRefusal => false,
    }
}

/// The fields of a line, quotes removed; `None` when a quote stays open.
fn split(line: &str) -> Option<Vec<Cow<'_, str>>> {
    let mut fields = Vec::new();
    let mut rest = line;
    loop {
        let (field, after) = match rest.strip_prefix('"') {
            Some(inner) => quoted(inner)?,
            None => {
                let end = rest.find(',').unwrap_or(rest.len());
                (Cow::Borrowed(&rest[..end]), &rest[end..])
            }
        };
        fields.push(field);
        match after.strip_prefix(',') {
            Some(next) => rest = next,
            None => return Some(fields),
        }
    }
}

/// What stands before the closing quote, and what follows up to the next comma.
fn quoted(inner: &str) -> Option<(Cow<'_, str>, &str)> {
    let mut from = 0;
    let end = loop {
        let at = from + inner[from..].find('"')?;
        match inner[at + 1..].starts_with('"') {
            true => from = at + 2,
            false => break at,
        }
    };
    let text = &inner[..end];
    let text = match text.contains("\"\"") {
        true => Cow::Owned(text.replace("\"\"", "\"")),
        false => Cow::Borrowed(text),
    };
    let after = &inner[end + 1..];
    let comma = after.find(',').unwrap_or(after.len());
    Some((text, &after[comma..]))
}
