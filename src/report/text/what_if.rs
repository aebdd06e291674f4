//! The log before and after changed values, for eyes: what would be changed, what
//! the replay says, who still fails, what to watch for, and the commands.

use super::page::{INDENT, Lead, Page};
use super::proof::status_role;
use super::{TextInput, steps, truth, words};
use crate::attribution::{Difference, RecipientClass, Row, Status};
use crate::i18n::words::status;
use crate::i18n::{caution, say, shown, subject, text, title};
use crate::remedy::{Caution, Step};
use crate::terminal::Role;

/// Rows of the truth table that are shown; all are in the JSON.
const MAX_ROWS: usize = 12;

/// The evidence under changed values, judged.
#[derive(Debug, Clone)]
pub struct Replayed<'a> {
    /// As it is.
    pub before: TextInput<'a>,
    /// As it would be.
    pub after: TextInput<'a>,
    /// What would be changed.
    pub differences: &'a [Difference],
    /// What to watch for.
    pub cautions: &'a [Caution],
    /// What to do, in order.
    pub steps: &'a [Step],
    /// What is predicted once the steps are done.
    pub predicted: Status,
}

/// Messages to recipients that need relay, by what is predicted for them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Expected to be accepted.
    pub accepted: u64,
    /// Expected to be refused.
    pub refused: u64,
    /// The evidence does not tell.
    pub unknown: u64,
}

impl Counts {
    /// Of a truth table. Mail to own domains passes without relay and is left out.
    pub fn of(rows: &[Row]) -> Self {
        let mut counts = Self::default();
        for row in rows
            .iter()
            .filter(|r| r.recipient_class != RecipientClass::Own)
        {
            match row.predicted {
                Status::Met => counts.accepted += row.messages,
                Status::Broken => counts.refused += row.messages,
                Status::Unknown => counts.unknown += row.messages,
            }
        }
        counts
    }
}

/// The report; lines end in LF, and evidence is sanitised.
pub fn what_if(replayed: &Replayed) -> String {
    let after = &replayed.after;
    let mut page = Page::new(after, after.width.clamp(super::NARROWEST, super::WIDEST));
    verdict(&mut page, replayed);
    if !after.quiet {
        changes(&mut page, replayed.differences);
    }
    counts(&mut page, replayed);
    still_failing(&mut page, after);
    if !after.quiet {
        cautions(&mut page, replayed.cautions);
        what_to_do(&mut page, replayed);
    }
    page.finish()
}

fn verdict(page: &mut Page, replayed: &Replayed) {
    let (lang, after) = (page.lang, &replayed.after);
    let said = match after.diagnosis.relay {
        Status::Met => text!(
            lang,
            "With these values relay is expected to be accepted.",
            "この値であれば、中継は受け付けられる見込みです。",
        ),
        Status::Broken => text!(
            lang,
            "With these values relay would be refused.",
            "この値では、中継は拒否されます。",
        ),
        Status::Unknown => text!(
            lang,
            "Whether relay would be accepted with these values cannot be told from the evidence.",
            "この値で中継が受け付けられるかどうかは、証拠ファイルからは分かりません。",
        ),
    };
    page.prose(0, Role::Title, said);
    let names = words::conditions(lang);
    let columns = page.widest(names);
    let (was, is) = (replayed.before.diagnosis, after.diagnosis);
    let pairs = [
        (was.organization.0, is.organization.0),
        (was.connector.0, is.connector.0),
    ];
    page.blank();
    for (name, (was, is)) in names.into_iter().zip(pairs) {
        let arrow = format!("  {} ", page.glyphs.arrow);
        let pieces = [
            (Role::Plain, page.pad(name, columns + 2)),
            (status_role(was), status(lang, was).to_owned()),
            (Role::Muted, arrow),
            (status_role(is), status(lang, is).to_owned()),
        ];
        page.line(INDENT, &pieces);
    }
}

fn changes(page: &mut Page, differences: &[Difference]) {
    let lang = page.lang;
    page.heading(text!(lang, "What would be changed", "変更する値"));
    for difference in differences {
        page.prose(INDENT, Role::Plain, &subject(lang, &difference.subject));
        let (now, then) = (text!(lang, "now", "現在"), text!(lang, "then", "変更後"));
        let columns = page.widest([now, then]) + 2;
        for (label, value) in [(now, &difference.before), (then, &difference.after)] {
            let lead = Lead {
                indent: 2 * INDENT,
                parts: vec![(Role::Muted, page.pad(label, columns))],
            };
            page.entry(&lead, Role::Plain, &shown(lang, value));
        }
    }
}

fn counts(page: &mut Page, replayed: &Replayed) {
    let lang = page.lang;
    page.heading(text!(
        lang,
        "Every logged message that needs relay, replayed",
        "中継が必要なログ上の全メッセージの再判定",
    ));
    let sides = [
        (text!(lang, "before", "変更前"), &replayed.before),
        (text!(lang, "after", "変更後"), &replayed.after),
    ];
    let columns = page.widest(sides.iter().map(|(name, _)| *name)) + 2;
    for (name, side) in sides {
        let Counts {
            accepted,
            refused,
            unknown,
        } = Counts::of(&side.verdicts.rows);
        let said = match accepted + refused + unknown {
            0 => text!(
                lang,
                "no such message is in the evidence",
                "該当するメッセージは記録されていません",
            )
            .to_owned(),
            _ => say!(
                lang,
                "{accepted} accepted, {refused} refused, {unknown} unknown",
                "受け付け {accepted}、拒否 {refused}、不明 {unknown}",
            ),
        };
        let lead = Lead {
            indent: INDENT,
            parts: vec![(Role::Muted, page.pad(name, columns))],
        };
        page.entry(&lead, Role::Plain, &said);
    }
}

/// Which servers, Send connectors and senders still fail, by which condition, and why.
fn still_failing(page: &mut Page, after: &TextInput) {
    let lang = page.lang;
    let fails =
        |row: &&Row| row.recipient_class != RecipientClass::Own && row.predicted != Status::Met;
    let rows: Vec<&Row> = after.verdicts.rows.iter().filter(fails).collect();
    let roots: Vec<_> = after.diagnosis.root_causes().collect();
    if rows.is_empty() && roots.is_empty() {
        return;
    }
    page.heading(text!(
        lang,
        "Not accepted even then",
        "変更後も受け付けられないもの",
    ));
    if !rows.is_empty() {
        let shown: Vec<&Row> = rows.iter().take(MAX_ROWS).copied().collect();
        truth::table(page, &shown, false);
        if rows.len() > MAX_ROWS {
            page.prose(
                INDENT,
                Role::Muted,
                &words::more(lang, rows.len() - MAX_ROWS),
            );
        }
    }
    for root in roots {
        let lead = Lead {
            indent: INDENT,
            parts: vec![(Role::Danger, format!("{}  ", root.code))],
        };
        page.entry(&lead, Role::Plain, &title(lang, root));
    }
}

fn cautions(page: &mut Page, cautions: &[Caution]) {
    let lang = page.lang;
    if cautions.is_empty() {
        return;
    }
    page.heading(text!(lang, "Watch for", "注意点"));
    for one in cautions {
        let lead = Lead {
            indent: INDENT,
            parts: vec![(Role::Warning, "! ".to_owned())],
        };
        page.entry(&lead, Role::Plain, &caution(lang, one));
    }
}

fn what_to_do(page: &mut Page, replayed: &Replayed) {
    let lang = page.lang;
    if replayed.steps.is_empty() {
        return;
    }
    page.heading(text!(
        lang,
        "What to do, in this order",
        "実行する手順 (この順序で)"
    ));
    let then = words::predicted(lang, crate::i18n::words::relay(lang, replayed.predicted));
    page.prose(INDENT, Role::Muted, &then);
    page.blank();
    steps::all(page, &replayed.after, replayed.steps);
}
