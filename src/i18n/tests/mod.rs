//! Every text in both languages: it is there, holds the values it is about, and is whole.

#![allow(clippy::unwrap_used)]

mod claims;
mod samples;

use std::collections::BTreeSet;

use unicode_width::UnicodeWidthStr;

use super::*;
use crate::attribution::{RecipientClass, SenderClass, Status};
use crate::diagnosis::{Confidence, Finding, NeedReason, Observed, Severity};
use crate::evidence::{Encoding, Side, SourceKind};
use samples::{details, needs, neighbours, notes, reasons, row_reasons};

fn is_japanese(text: &str) -> bool {
    let kana_or_kanji = |c| matches!(c, '\u{3041}'..='\u{30ff}' | '\u{4e00}'..='\u{9fff}');
    text.chars().any(kana_or_kanji)
}

/// What must hold for any text of ours.
#[track_caller]
fn assert_whole(lang: Lang, text: &str) {
    assert!(!text.trim().is_empty(), "empty text");
    assert_eq!(text, text.trim(), "blank at an end: {text:?}");
    assert!(!text.contains("  "), "two blanks: {text:?}");
    assert!(
        !text.contains(['{', '}', '\n']),
        "brace or line end: {text:?}"
    );
    for broken in [
        " ,", " . ", ",,", "。。", "、。", "()", "\"\"", "「」", " 。", " 、",
    ] {
        assert!(!text.contains(broken), "{broken:?} in {text:?}");
    }
    match lang {
        Lang::En => assert!(text.is_ascii(), "not ASCII: {text:?}"),
        Lang::Ja => assert_spacing(text),
    }
}

/// Between Japanese and Latin stands a half-width blank (terms-ja.md).
#[track_caller]
fn assert_spacing(text: &str) {
    let japanese = |c: char| matches!(c, '\u{3041}'..='\u{30fe}' | '\u{4e00}'..='\u{9fff}');
    let kanji_or_hiragana = |c: char| japanese(c) && !matches!(c, '\u{30a1}'..='\u{30fe}');
    let latin = |c: char| c.is_ascii_alphanumeric();
    for ((a, b), c) in text
        .chars()
        .zip(text.chars().skip(1))
        .zip(text.chars().skip(2))
    {
        let glued = japanese(a) && (latin(b) || b == '(') || (latin(a) || a == ')') && japanese(b);
        assert!(!glued, "no blank between {a} and {b}: {text}");
        let split = kanji_or_hiragana(a) && b == ' ' && japanese(c);
        assert!(!split, "a blank between {a} and {c}: {text}");
    }
}

#[test]
fn findings_say_their_values_in_both_languages() {
    for (code, detail, values) in details() {
        for confidence in [
            Confidence::Certain,
            Confidence::Likely,
            Confidence::Possible,
        ] {
            let finding = Finding::new(code, confidence, detail.clone(), []);
            for lang in Lang::ALL {
                let title = title(lang, &finding);
                let explanation = explanation(lang, &finding);
                assert_whole(lang, &title);
                assert_whole(lang, &explanation);
                let ended = title.ends_with('。') || title.trim_end_matches("...").ends_with('.');
                assert!(!ended, "{title}");
                assert!(explanation.ends_with(['.', '。']), "{explanation}");
                let both = format!("{title} {explanation}");
                for value in &values {
                    assert!(both.contains(value), "{value} is not in: {both}");
                }
                if lang == Lang::Ja {
                    assert!(is_japanese(&title) && is_japanese(&explanation), "{both}");
                }
            }
        }
    }
}

#[test]
fn english_titles_fit_a_line() {
    for (code, detail, _) in details() {
        let finding = Finding::new(code, Confidence::Certain, detail, []);
        let title = title(Lang::En, &finding);
        assert!(title.width() <= 72, "{} columns: {title}", title.width());
    }
}

#[test]
fn explanations_stay_short() {
    for (code, detail, _) in details() {
        let finding = Finding::new(code, Confidence::Likely, detail, []);
        let explanation = explanation(Lang::En, &finding);
        assert!(
            explanation.len() <= 660,
            "{} bytes: {explanation}",
            explanation.len()
        );
    }
}

#[test]
fn every_detail_has_a_sample() {
    let codes: BTreeSet<u16> = details().iter().map(|(code, ..)| *code).collect();
    assert_eq!(
        codes.len(),
        59,
        "one code a Detail: a new one needs a sample"
    );
}

#[test]
fn each_neighbour_has_words_of_its_own() {
    for lang in Lang::ALL {
        let told: BTreeSet<String> = neighbours()
            .into_iter()
            .map(|fault| {
                let detail = crate::diagnosis::Detail::DifferentFault {
                    neighbour: Some(fault),
                    reply: "554 5.0.0 x".to_owned(),
                };
                let finding = Finding::new(1, Confidence::Certain, detail, []);
                explanation(lang, &finding)
            })
            .collect();
        assert_eq!(told.len(), neighbours().len());
    }
}

#[test]
fn what_is_not_certain_says_so() {
    for (code, detail, _) in details() {
        let certain = Finding::new(code, Confidence::Certain, detail.clone(), []);
        let likely = Finding::new(code, Confidence::Likely, detail, []);
        let judged =
            matches!(code, 101..=105 | 111 | 201 | 202 | 205 | 207..=212 | 217 | 302 | 303 | 402);
        if judged {
            for lang in Lang::ALL {
                assert_ne!(
                    explanation(lang, &certain),
                    explanation(lang, &likely),
                    "RD{code}"
                );
            }
        }
    }
}

#[test]
fn notes_needs_and_reasons_in_both_languages() {
    let mut all: Vec<(Lang, String, Vec<&str>)> = Vec::new();
    for lang in Lang::ALL {
        for (kind, values) in notes() {
            all.push((lang, note(lang, &kind), values));
        }
        for (reason, values) in needs() {
            all.push((lang, need(lang, &reason), values));
        }
        let (organization, connector) = reasons();
        for (reason, values) in organization {
            all.push((lang, organization_reason(lang, &reason), values));
        }
        for (reason, values) in connector {
            all.push((lang, connector_reason(lang, &reason), values));
        }
        for reason in row_reasons() {
            all.push((lang, row_reason(lang, reason).to_owned(), Vec::new()));
        }
    }
    for (lang, text, values) in all {
        assert_whole(lang, &text);
        assert!(lang == Lang::En || is_japanese(&text), "{text}");
        for value in values {
            assert!(text.contains(value), "{value} is not in: {text}");
        }
    }
}

#[test]
fn row_reasons_fit_their_column_and_differ() {
    for lang in Lang::ALL {
        let said: BTreeSet<&str> = row_reasons().iter().map(|r| row_reason(lang, *r)).collect();
        assert_eq!(said.len(), row_reasons().len());
    }
    for reason in row_reasons() {
        let text = row_reason(Lang::En, reason);
        assert!(text.len() <= 60, "{text}");
    }
}

#[test]
fn unread_kinds_say_what_to_bring() {
    let message = note(
        Lang::En,
        &crate::evidence::NoteKind::NotRead(crate::evidence::Unread::OutlookMsg),
    );
    assert!(message.contains(".eml"), "{message}");
    let table = unread(
        Lang::Ja,
        crate::evidence::Unread::FormatTable(crate::evidence::record::ObjectClass::Unknown),
    );
    assert!(table.contains("| Format-List") && table.contains("| ConvertTo-Json -Depth 4"));
}

#[test]
fn singular_and_plural() {
    let one = note(Lang::En, &crate::evidence::NoteKind::ReplacedBytes(1));
    let two = note(Lang::En, &crate::evidence::NoteKind::ReplacedBytes(2));
    assert!(one.starts_with("1 byte is ") && two.starts_with("2 bytes are "));
    let attr = |count| {
        let detail = crate::diagnosis::Detail::Attr36 { count };
        title(Lang::En, &Finding::new(3, Confidence::Certain, detail, []))
    };
    assert!(attr(1).contains("1 reply:") && attr(2).contains("2 replies:"));
}

#[test]
fn labels_in_both_languages() {
    use words::*;
    let statuses = [Status::Met, Status::Broken, Status::Unknown];
    for lang in Lang::ALL {
        let mut labels: Vec<&str> = Vec::new();
        labels.extend(statuses.map(|s| status(lang, s)));
        labels.extend(statuses.map(|s| row_status(lang, Some(s))));
        labels.push(row_status(lang, None));
        labels.extend(statuses.map(|s| relay(lang, s)));
        labels.extend(
            [
                Observed::Accepted,
                Observed::Refused,
                Observed::Mixed,
                Observed::None,
            ]
            .map(|o| observed(lang, o)),
        );
        labels.extend(
            [
                SenderClass::Own,
                SenderClass::Foreign,
                SenderClass::Null,
                SenderClass::Unknown,
            ]
            .map(|c| sender_class(lang, c)),
        );
        labels.extend(
            [
                RecipientClass::Own,
                RecipientClass::Outside,
                RecipientClass::Unknown,
            ]
            .map(|c| recipient_class(lang, c)),
        );
        labels.extend(
            [Severity::Blocking, Severity::Warning, Severity::Note].map(|s| severity(lang, s)),
        );
        labels.extend(
            [
                Confidence::Certain,
                Confidence::Likely,
                Confidence::Possible,
            ]
            .map(|c| confidence(lang, c)),
        );
        labels.extend(Heading::ALL.map(|h| heading(lang, h)));
        labels.extend(samples::ROW_IDS.map(|id| comparison_row(lang, id).unwrap()));
        for label in labels {
            assert_whole(lang, label);
            assert!(lang == Lang::En || is_japanese(label), "{label}");
        }
        for label in [side(lang, Side::Tenant), side(lang, Side::OnPremises)]
            .into_iter()
            .chain(samples::KINDS.map(|k| source_kind(lang, k)))
            .chain(
                [Encoding::Utf16Le, Encoding::Cp932, Encoding::Binary].map(|e| encoding(lang, e)),
            )
            .chain(
                [
                    AdminRole::OrganizationManagement,
                    AdminRole::ViewOnlyOrganizationManagement,
                    AdminRole::LocalAdministrator,
                ]
                .map(|r| role(lang, r)),
            )
        {
            assert_whole(lang, label);
        }
        assert_eq!(comparison_row(lang, "nonsense"), None);
    }
}

#[test]
fn the_summary_answers_in_every_state() {
    let (code, detail, values) = details().into_iter().find(|d| d.0 == 101).unwrap();
    let finding = Finding::new(code, Confidence::Certain, detail, []);
    for lang in Lang::ALL {
        for relay in [Status::Met, Status::Broken, Status::Unknown] {
            for count in 0..=3 {
                let causes = vec![finding.clone(); count];
                for [evidence, still_refused] in [[true, false], [true, true], [false, false]] {
                    let seen = Seen {
                        evidence,
                        still_refused,
                        refused_by_message: false,
                        refused_in_part: false,
                    };
                    let text = summary(lang, relay, &causes, seen);
                    assert_whole(lang, &text);
                    let named = causes.is_empty() || text.contains(values[0]);
                    assert!(named && (lang == Lang::En || is_japanese(&text)), "{text}");
                }
            }
        }
    }
    let seen = Seen {
        evidence: true,
        still_refused: true,
        refused_by_message: false,
        refused_in_part: false,
    };
    let part = Seen {
        still_refused: false,
        refused_in_part: true,
        ..seen
    };
    let partly = summary(
        Lang::En,
        Status::Broken,
        std::slice::from_ref(&finding),
        part,
    );
    assert!(
        partly.starts_with("Some of the mail to outside recipients is refused. "),
        "{partly}"
    );
    let refused = summary(Lang::En, Status::Broken, &[finding], seen);
    assert_eq!(
        refused,
        "Mail to outside recipients is refused. \
         Certificate mail.contoso.com sent, mail-old.contoso.com expected."
    );
}

#[test]
fn a_whole_list_names_its_kind() {
    let reason = NeedReason::WholeList {
        kind: SourceKind::AcceptedDomain,
        property: "DomainName".to_owned(),
    };
    assert!(need(Lang::Ja, &reason).contains("承認済みドメイン"));
}

/// However many values there are, the sentence around them stays whole.
#[test]
fn many_values_leave_the_sentence_whole() {
    for detail in samples::with_value("value.example") {
        let finding = Finding::new(101, Confidence::Likely, detail, []);
        for lang in Lang::ALL {
            assert_whole(lang, &title(lang, &finding));
            assert_whole(lang, &explanation(lang, &finding));
        }
        let title = title(Lang::En, &finding);
        assert!(title.width() <= 80, "{} columns: {title}", title.width());
    }
}

/// Evidence of any length, even an empty one, never breaks a sentence's maker.
#[test]
fn endless_and_empty_values_are_bounded() {
    let long = "あ{0}\u{202e}".repeat(50_000);
    for value in [long.as_str(), "", "{}", "%s"] {
        for detail in samples::with_value(value) {
            let finding = Finding::new(101, Confidence::Likely, detail, []);
            for lang in Lang::ALL {
                assert!(title(lang, &finding).chars().count() < 400);
                assert!(explanation(lang, &finding).chars().count() < 3_000);
            }
        }
    }
}
