//! The comparison as text and as JSON.

use serde_json::{Value, json};

use super::Verified;
use super::compare::{Row, State};
use crate::attribution::{SenderClass, Status};
use crate::cli::args::Shared;
use crate::cli::output::painter;
use crate::i18n::wizard::{Word, not_proven, word};
use crate::i18n::{Lang, date_time, say, text as both, words};
use crate::report::json::v1::SCHEMA_VERSION;
use crate::terminal::{Glyphs, Role, json_escape_invisible, sanitise};
use crate::wizard::{Outcome, Unproven, WayNow};

/// Rows of other changes that are shown; all are in the JSON.
const MAX_ROWS: usize = 60;

/// For eyes. Evidence is sanitised line by line.
pub(super) fn text(verified: &Verified, shared: &Shared) -> String {
    let lang = shared.lang;
    let painter = painter(shared);
    let glyphs = Glyphs::new(shared.ascii);
    let mut out = String::new();
    let mut line = |role: Role, text: &str| {
        out += &painter.paint(role, &sanitise(text));
        out.push('\n');
    };
    line(Role::Heading, &answer(lang, verified));
    let (planned, others): (Vec<&Row>, Vec<&Row>) =
        verified.rows.iter().partition(|r| r.state.is_some());
    if !planned.is_empty() {
        line(Role::Plain, "");
        line(Role::Heading, both!(lang, "Planned values", "計画した値"));
    }
    for row in &planned {
        let (role, mark) = match row.state {
            Some(State::AsPlanned) => (Role::Ok, glyphs.ok),
            Some(State::NotChanged | State::Otherwise) => (Role::Danger, glyphs.mismatch),
            Some(State::NotTold) | None => (Role::Warning, glyphs.unknown),
        };
        line(role, &format!("{mark} {}", row_text(lang, row)));
    }
    line(Role::Plain, "");
    line(
        Role::Heading,
        both!(lang, "Changed besides", "計画以外の変更"),
    );
    match (&verified.older.settings, others.is_empty()) {
        (None, _) => line(
            Role::Muted,
            both!(
                lang,
                "The older report has no values to compare with.",
                "以前のレポートに比較できる値がありません。",
            ),
        ),
        (Some(_), true) => line(
            Role::Muted,
            both!(
                lang,
                "Nothing that the newer evidence tells of.",
                "新しい証拠ファイルの範囲ではありません。",
            ),
        ),
        (Some(_), false) => {
            for row in others.iter().take(MAX_ROWS) {
                line(
                    Role::Plain,
                    &format!("{} {}", glyphs.bullet, row_text(lang, row)),
                );
            }
        }
    }
    line(Role::Plain, "");
    line(
        Role::Heading,
        both!(lang, "Answers since then", "その後の応答"),
    );
    let (role, mark, proof) = proof(lang, glyphs, verified);
    if let Some(proof) = proof {
        line(role, &format!("{mark} {proof}"));
    }
    if verified.ways.is_empty() {
        line(
            Role::Muted,
            both!(
                lang,
                "No session with Exchange Online: give the newest send logs, or follow them with \
                 relay-doctor watch.",
                "Exchange Online とのセッションがありません。最新の送信ログを指定するか、relay-doctor watch で\
                 監視してください。",
            ),
        );
    }
    for way in &verified.ways {
        let role = match way.is_refused() {
            true => Role::Danger,
            false => Role::Plain,
        };
        line(role, &way_text(lang, way));
    }
    out
}

/// What the newer log proves; nothing is said where there is none.
fn proof<'g>(
    lang: Lang,
    glyphs: &'g Glyphs,
    verified: &Verified,
) -> (Role, &'g str, Option<String>) {
    let unproven: Vec<_> = verified.unproven.iter().map(Unproven::parts).collect();
    match verified.proof {
        Outcome::Proven => {
            let said = both!(
                lang,
                "Proven: outside recipients were accepted, of everybody who was refused before \
                 too.",
                "確認済み: 外部の受信者への送信が受け付けられています (以前に拒否されていた送信者もすべて)。",
            );
            (Role::Ok, glyphs.ok, Some(said.to_owned()))
        }
        Outcome::StillRefused => {
            let said = both!(
                lang,
                "Not proven: mail is still refused.",
                "未確認: まだ拒否されているメールがあります。",
            );
            (Role::Danger, glyphs.mismatch, Some(said.to_owned()))
        }
        Outcome::Undecided => {
            let said = match (unproven.is_empty(), verified.ways.is_empty()) {
                (false, _) => Some(not_proven(lang, &unproven)),
                (true, false) => Some(word(lang, Word::Undecided).to_owned()),
                (true, true) => None,
            };
            (Role::Warning, glyphs.unknown, said)
        }
    }
}

fn answer(lang: Lang, verified: &Verified) -> String {
    let now = words::relay(lang, verified.relay);
    // What the rules expect is no proof.
    if verified.relay == Status::Met && verified.proof != Outcome::Proven {
        return say!(
            lang,
            "Relay now: {now} is expected, and not proven yet.",
            "現在の中継: {now} (予測。ログではまだ未確認)。",
        );
    }
    let causes = verified.root_causes.join(", ");
    match causes.is_empty() {
        true => say!(lang, "Relay now: {now}.", "現在の中継: {now}。"),
        false => say!(
            lang,
            "Relay now: {now}. Root causes: {causes}.",
            "現在の中継: {now}。根本原因: {causes}。",
        ),
    }
}

fn value(lang: Lang, value: &Option<Option<String>>) -> String {
    match value {
        None => both!(lang, "(not told)", "(不明)").to_owned(),
        Some(None) => both!(lang, "(none)", "(なし)").to_owned(),
        Some(Some(text)) => format!("'{}'", crate::i18n::short(text, 160)),
    }
}

fn row_text(lang: Lang, row: &Row) -> String {
    let name = format!("{} '{}' {}", row.object, row.identity, row.property);
    let (before, now) = (value(lang, &row.before), value(lang, &row.now));
    let wanted = value(lang, &row.wanted);
    match row.state {
        None => say!(
            lang,
            "{name}: {before} -> {now}",
            "{name}: {before} -> {now}"
        ),
        Some(State::AsPlanned) => say!(
            lang,
            "{name}: {before} -> {now}, as planned",
            "{name}: {before} -> {now} (計画どおり)",
        ),
        Some(State::NotChanged) => say!(
            lang,
            "{name}: still {now}; the plan wanted {wanted}",
            "{name}: {now} のまま変更されていません (計画: {wanted})",
        ),
        Some(State::Otherwise) => say!(
            lang,
            "{name}: {now}; the plan wanted {wanted}",
            "{name}: {now} (計画: {wanted})",
        ),
        Some(State::NotTold) => say!(
            lang,
            "{name}: not in the newer evidence; the plan wanted {wanted}",
            "{name}: 新しい証拠ファイルにありません (計画: {wanted})",
        ),
    }
}

fn way_text(lang: Lang, way: &WayNow) -> String {
    let (server, connector) = (&way.server, &way.connector);
    let (refused, accepted) = (way.refused, way.accepted);
    let certificate = match &way.certificate {
        Some((name, print)) => format!("{name} ({})", print.chars().take(8).collect::<String>()),
        None => both!(lang, "no certificate known", "証明書不明").to_owned(),
    };
    let last = date_time(lang, way.last, &jiff::tz::TimeZone::system());
    say!(
        lang,
        "{server} / {connector}: {accepted} accepted, {refused} refused, {certificate}, last {last}",
        "{server} / {connector}: 受け付け {accepted}、拒否 {refused}、{certificate}、最後 {last}",
    )
}

/// For programs.
pub(super) fn json(verified: &Verified) -> String {
    let told = |value: &Option<Option<String>>| match value {
        None => Value::Null,
        Some(value) => json!({ "value": value }),
    };
    let row = |row: &Row| {
        json!({
            "object": row.object,
            "identity": row.identity,
            "property": row.property,
            "before": told(&row.before),
            "now": told(&row.now),
            "wanted": told(&row.wanted),
            "state": row.state.map(State::code),
        })
    };
    let time = |millis: i64| jiff::Timestamp::from_millisecond(millis).ok();
    let way = |way: &WayNow| {
        json!({
            "server": way.server,
            "connector": way.connector,
            "thumbprint": way.certificate.as_ref().map(|(_, print)| print),
            "sessions": way.sessions,
            "accepted": way.accepted,
            "refused": way.refused,
            "last_accepted": way.last_accepted.and_then(time).map(|t| t.to_string()),
            "last_refused": way.last_refused.and_then(time).map(|t| t.to_string()),
        })
    };
    let unproven = |one: &Unproven| {
        let (server, class) = one.parts();
        json!({ "server": server, "sender_class": class.map(SenderClass::code) })
    };
    let outcome = match verified.proof {
        Outcome::Proven => "proven",
        Outcome::StillRefused => "still-refused",
        Outcome::Undecided => "undecided",
    };
    let relay = |status| match status {
        Status::Met => "accepted",
        Status::Broken => "refused",
        Status::Unknown => "unknown",
    };
    let all = json!({
        "schema_version": SCHEMA_VERSION,
        "before": { "relay": verified.older.relay, "root_causes": verified.older.root_causes },
        "now": { "relay": relay(verified.relay), "root_causes": verified.root_causes },
        "planned": verified.rows.iter().filter(|r| r.state.is_some()).map(row).collect::<Vec<_>>(),
        "changed": verified.rows.iter().filter(|r| r.state.is_none()).map(row).collect::<Vec<_>>(),
        "values_known_before": verified.older.settings.is_some(),
        "answers": verified.ways.iter().map(way).collect::<Vec<_>>(),
        "proof": {
            "outcome": outcome,
            "unproven": verified.unproven.iter().map(unproven).collect::<Vec<_>>(),
        },
    });
    let text = serde_json::to_string_pretty(&all).unwrap_or_default();
    format!("{}\n", json_escape_invisible(&text))
}
