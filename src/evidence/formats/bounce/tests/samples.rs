//! Real bounces of many systems, where they are at hand.

use super::*;

/// What a listing of samples must come to: file, refusals, kind, status, recipient.
type Expected = (&'static str, usize, &'static str, Option<&'static str>);

/// None of these is a 5.7.64. Status and recipient are those of the report part,
/// or of the words where there is none.
const SAMPLES: [Expected; 14] = [
    (
        "flufl-dsn_01.txt.eml",
        1,
        "5.0.0",
        Some("userx@sims-ms-daemon"),
    ),
    ("flufl-dsn_03.txt.eml", 1, "553", Some("userx@example.be")),
    ("flufl-dsn_05.txt.eml", 1, "4.4.1", Some("userx@example.cz")),
    ("flufl-microsoft_01.txt.eml", 0, "", None),
    (
        "sisimai-bsd-lhost-exchange2007-01.eml",
        1,
        "5.1.1",
        Some("mikeneko@example.co.jp"),
    ),
    (
        "sisimai-bsd-lhost-exchange2007-03.eml",
        1,
        "5.2.3",
        Some("kijitora@neko.example.com"),
    ),
    (
        "sisimai-bsd-lhost-exchange2007-05.eml",
        2,
        "4.4.7",
        Some("gwang1@student.mlcsyd.nsw.edu.au"),
    ),
    (
        "sisimai-bsd-lhost-office365-01.eml",
        1,
        "5.1.10",
        Some("kijitora@example.com"),
    ),
    (
        "sisimai-bsd-lhost-office365-03.eml",
        1,
        "5.1.0",
        Some("kijitora@example.com"),
    ),
    (
        "sisimai-bsd-lhost-office365-05.eml",
        1,
        "5.1.8",
        Some("kijitora@example.jp"),
    ),
    (
        "sisimai-bsd-lhost-office365-07.eml",
        1,
        "5.1.351",
        Some("otsu-sakaba-hunter-neko-nyaaaaaaan@ezweb.ne.jp"),
    ),
    (
        "sisimai-bsd-lhost-office365-09.eml",
        1,
        "5.1.351",
        Some("azumakuniyuki@example.ne.jp"),
    ),
    (
        "sisimai-dos-lhost-office365-01.eml",
        1,
        "5.1.10",
        Some("kijitora@example.com"),
    ),
    (
        "sisimai-mac-lhost-office365-01.eml",
        1,
        "5.1.10",
        Some("kijitora@example.com"),
    ),
];

#[test]
fn bounces_of_other_systems_are_none_of_them_the_fault() {
    let folder = Path::new(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../shared/samples/bounces"
    ));
    if !folder.is_dir() {
        eprintln!("skipped: no folder of samples beside the project");
        return;
    }
    for (file, replies, status, recipient) in SAMPLES {
        let bounce = parse(&fs::read(folder.join(file)).unwrap()).unwrap_or_default();
        assert_eq!(bounce.replies.len(), replies, "{file}");
        assert!(bounce.replies.is_empty() || bounce.is_message, "{file}");
        for reply in &bounce.replies {
            assert_eq!(reply.kind, ReplyKind::OtherRefusal, "{file}");
            assert_eq!(reply.recipient.as_deref(), recipient, "{file}");
        }
        if let Some(first) = bounce.replies.first() {
            let said = first.status.as_deref().unwrap_or(&first.text);
            assert!(said.starts_with(status), "{file}: {said}");
        }
    }
}

/// Microsoft's articles quote the text; each line that does is found.
#[test]
fn articles_quote_the_text() {
    let folder = Path::new(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../shared/samples/text"
    ));
    if !folder.is_dir() {
        eprintln!("skipped: no folder of samples beside the project");
        return;
    }
    for (file, kind) in [
        (
            "msdocs-relay-access-denied-attr36-ndr.md",
            ReplyKind::Attr36,
        ),
        (
            "msdocs-relay-access-denied-smtp.md",
            ReplyKind::TenantAttribution,
        ),
        (
            "msdocs-tenantattribution-ndr.md",
            ReplyKind::TenantAttribution,
        ),
    ] {
        let bounce = parse(&fs::read(folder.join(file)).unwrap()).unwrap();
        assert!(!bounce.is_message, "{file}");
        assert!(
            bounce.replies.iter().all(|r| r.kind == kind),
            "{file}: {bounce:#?}"
        );
    }
}
