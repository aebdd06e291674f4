//! The delivery-status part (RFC 3464), whole or pasted.

use super::BounceReply;

/// One field: lower-case name, unfolded value, line from 1.
struct Field {
    name: String,
    value: String,
    line: u64,
}

/// The refusals of the part; empty if the text has no such fields.
pub(super) fn replies(text: &str) -> Vec<BounceReply> {
    let mut reporting = None;
    let mut replies = Vec::new();
    for block in blocks(text) {
        let find = |name: &str| block.iter().find(|f| f.name == name);
        reporting = find("reporting-mta").map(bare).or(reporting);
        let recipient = find("final-recipient").or_else(|| find("original-recipient"));
        let status = find("status");
        let code = find("diagnostic-code").or(status);
        let (Some(code), true) = (code, recipient.is_some() || status.is_some()) else {
            continue;
        };
        let Some(reply) = BounceReply::new(&bare(code), code.line) else {
            continue;
        };
        replies.push(BounceReply {
            recipient: recipient.map(bare),
            remote_mta: find("remote-mta").map(bare),
            status: status.map(|f| f.value.clone()).or(reply.status),
            ..reply
        });
    }
    for reply in &mut replies {
        reply.reporting_server.clone_from(&reporting);
    }
    replies
}

/// The value without its type: `dns;`, `rfc822;`, `smtp;`.
fn bare(field: &Field) -> String {
    match field.value.split_once(';') {
        Some((kind, rest))
            if kind
                .trim()
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || b == b'-') =>
        {
            rest.trim().to_owned()
        }
        _ => field.value.clone(),
    }
}

/// Fields by the blank lines between them; only the names of such a part count.
fn blocks(text: &str) -> Vec<Vec<Field>> {
    const NAMES: [&str; 7] = [
        "reporting-mta",
        "final-recipient",
        "original-recipient",
        "action",
        "status",
        "diagnostic-code",
        "remote-mta",
    ];
    let mut blocks = vec![Vec::<Field>::new()];
    let mut folds = false;
    for (line, text) in (1..).zip(text.lines()) {
        let Some(block) = blocks.last_mut() else {
            break;
        };
        if text.trim().is_empty() {
            folds = false;
            if !block.is_empty() {
                blocks.push(Vec::new());
            }
            continue;
        }
        if text.starts_with([' ', '\t']) && folds {
            if let Some(field) = block.last_mut() {
                field.value.push(' ');
                field.value.push_str(text.trim());
            }
            continue;
        }
        let field = text.split_once(':').and_then(|(name, value)| {
            let name = name.trim().to_ascii_lowercase();
            NAMES.contains(&name.as_str()).then(|| Field {
                name,
                value: value.trim().to_owned(),
                line,
            })
        });
        folds = field.is_some();
        // Blank lines may be lost: a second recipient begins a block as well.
        let again = field
            .as_ref()
            .is_some_and(|f| block.iter().any(|known| known.name == f.name));
        match field {
            Some(field) if again => blocks.push(vec![field]),
            Some(field) => block.push(field),
            None => {}
        }
    }
    blocks
}
