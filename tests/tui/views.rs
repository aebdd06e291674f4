//! The views beside the steps, through the real run loop.

use relay_doctor::evidence::walk::Input;
use relay_doctor::facts::sessions::SessionOutcome;
use relay_doctor::i18n::Lang;
use relay_doctor::wizard::Overlay;

use crate::support::{NOW, incident, model, play, play_incident};

const SMALL: (u16, u16) = (80, 24);

#[test]
fn from_a_finding_to_the_reply_that_decided_in_its_file() {
    let (script, model) = play_incident(SMALL, Lang::En, "4l<enter>");
    let screen = script.screen();
    let marked = screen.lines().find(|l| l.contains('▸')).unwrap();
    assert!(
        marked.contains("< 550 5.7.64 TenantAttribution"),
        "{screen}"
    );
    assert!(
        screen.contains("certificate sent: CN=mail.contoso.com"),
        "{screen}"
    );
    assert!(!screen.contains("Certificate issuer"), "folded: {screen}");
    assert!(matches!(model.overlay, Some(Overlay::Transcript(_))));
    // On to the file, and all the way back to the step.
    let (script, _) = play_incident(SMALL, Lang::En, "4l<enter><enter>");
    let screen = script.screen();
    assert!(screen.contains("SEND2026110208-1.LOG  line "), "{screen}");
    assert!(screen.contains("550 5.7.64"), "{screen}");
    let (script, model) = play_incident(SMALL, Lang::En, "4l<enter><enter><esc><esc><esc>");
    let (step, _) = play_incident(SMALL, Lang::En, "4");
    assert_eq!(script.screen(), step.screen());
    assert!(model.overlay.is_none() && model.under.is_empty());
}

#[test]
fn sessions_are_filtered_by_outcome_words_and_time() {
    let view = |keys: &str| match play_incident(SMALL, Lang::En, keys).1.overlay {
        Some(Overlay::Sessions(view)) => view,
        other => panic!("{other:?}"),
    };
    let all = view("3l");
    let refused = view("3lo");
    assert_eq!(refused.filter.outcome, Some(SessionOutcome::Refused));
    let wanted = all
        .index()
        .rows
        .iter()
        .filter(|r| r.is(SessionOutcome::Refused));
    assert_eq!(refused.shown.len(), wanted.count());
    assert!(refused.shown.len() < all.shown.len());
    let both = view("3lo/ex02<enter>");
    assert!(!both.shown.is_empty() && both.shown.len() < refused.shown.len());
    for at in 0..both.shown.len() {
        let row = both.session(at).unwrap();
        assert_eq!(both.index().server(row), "EX02");
    }
    assert_eq!(view("3lo/ex02<enter>x").shown, all.shown);
    // Times are of the screen's zone, here nine hours ahead.
    let late = view("3lf<down><down><down><down><enter>2026-11-02 19:30<enter><esc>");
    assert!(late.form.is_none());
    let since = 1_793_615_400_000;
    assert_eq!(late.filter.since, Some(since));
    let wanted = all.index().rows.iter().filter(|r| r.started >= since);
    assert_eq!(late.shown.len(), wanted.count());
    // What is no time changes nothing, and Esc leads out step by step.
    let wrong = view("3lf<down><down><down><down><enter>soon<enter>");
    assert!(wrong.form.as_ref().unwrap().wrong && wrong.filter.is_empty());
    assert!(
        view("3lf<down><down><down><down><enter>soon<enter><esc><esc>")
            .form
            .is_none()
    );
    assert!(view("3l/words<esc>").filter.is_empty());
}

#[test]
fn a_session_is_copied_as_text() {
    let (script, _) = play_incident(SMALL, Lang::En, "4l<enter>c");
    let copied = script.copied.first().unwrap();
    assert!(copied.contains("> MAIL FROM:"), "{copied}");
    assert!(
        copied.contains("< 550 5.7.64 TenantAttribution"),
        "{copied}"
    );
    let first = copied.lines().next().unwrap();
    assert!(
        first.starts_with("EX01/Hub/ProtocolLog/SmtpSend/SEND2026110208-1.LOG:"),
        "{first}"
    );
}

#[test]
fn without_logs_it_is_said_where_sessions_come_from() {
    let mut model = crate::support::model(Lang::En);
    let connector =
        "tests/scenarios/rd101-renewed-certificate-other-name/evidence/inbound-connector.txt";
    let begin = model.begin_with([relay_doctor::evidence::walk::Input::Path(connector.into())]);
    let (script, _) = crate::support::play(SMALL, model, begin, "3l");
    let screen = script.screen();
    assert!(screen.contains("Add SMTP send logs in step 2"), "{screen}");
}

#[test]
fn hostile_names_are_harmless_in_every_view() {
    for keys in [
        "3l",
        "3lf",
        "3l<enter>",
        "3k<enter>",
        "3w<enter><tab>",
        "3/e<enter><end>",
    ] {
        let mut model = crate::support::model(Lang::Ja);
        let folder = "tests/scenarios/bad-terminal-escapes/evidence";
        let begin = model.begin_with([relay_doctor::evidence::walk::Input::Path(folder.into())]);
        // The script looks at each screen for what a terminal would obey.
        crate::support::play(SMALL, model, begin, keys);
    }
}

#[test]
fn from_a_certificate_to_its_sessions_and_its_line() {
    let (script, _) = play_incident((120, 36), Lang::En, "3k<enter>");
    let screen = script.screen();
    for told in ["mail.contoso.com", "Thumbprint", "Used by", "does not fit"] {
        assert!(screen.contains(told), "{told}: {screen}");
    }
    let (_, model) = play_incident(SMALL, Lang::En, "3kl");
    let Some(Overlay::Sessions(view)) = model.overlay else {
        panic!("{:?}", model.overlay);
    };
    assert!(view.filter.certificate.is_some() && !view.shown.is_empty());
    let (script, _) = play_incident(SMALL, Lang::En, "3k<enter><enter>");
    assert!(script.screen().contains("  line "), "{}", script.screen());
    let (script, _) = play_incident(SMALL, Lang::En, "3k<enter>c<esc><esc>");
    assert_eq!(script.copied[0].len(), 40);
}

#[test]
fn how_long_a_certificate_holds_is_never_cut() {
    /// Seconds of a day.
    const DAY: i64 = 86_400;
    let long = "smtp-gateway-of-the-second-data-center-in-tokyo.contoso.com";
    for lang in Lang::ALL {
        // The newer one ended five days before, hours before, or holds for 360 days more.
        for (now, said) in [
            (NOW + 366 * DAY, ["expired 5 days ago", "5 日前に期限切れ"]),
            (NOW + 361 * DAY, ["days ago", "日前に期限切れ"]),
            (NOW, ["18 days left", "残り 18 日"]),
        ] {
            let mut model = model(lang);
            model.now = now;
            let renamed = incident().into_iter().map(|input| match input {
                Input::Memory { path, content } => {
                    let text = String::from_utf8_lossy(&content);
                    let content = text.replace("mail-old.contoso.com", long);
                    Input::Memory {
                        path,
                        content: content.into_bytes().into(),
                    }
                }
                other => other,
            });
            let begin = model.begin_with(renamed.collect::<Vec<_>>());
            let (script, _) = play(SMALL, model, begin, "3k");
            let screen = script.screen();
            assert!(
                screen.contains(said[usize::from(lang == Lang::Ja)]),
                "{screen}"
            );
            let rows: Vec<&str> = screen.lines().skip(4).take(2).collect();
            assert!(
                rows[1].contains("smtp-") && rows[1].contains("o.com"),
                "{screen}"
            );
            for row in rows {
                assert_eq!(
                    row.matches('…').count(),
                    row.matches("smtp-").count(),
                    "{screen}"
                );
            }
        }
    }
}

#[test]
fn a_changed_value_is_replayed_at_once_and_copied_as_a_command() {
    let (script, model) = play_incident((120, 36), Lang::En, "4w<right>");
    let Some(Overlay::WhatIf(view)) = &model.overlay else {
        panic!("{:?}", model.overlay);
    };
    let after = view.after.unwrap();
    assert!(
        view.before.refused > 0 && after.refused == 0,
        "{}",
        script.screen()
    );
    let (script, _) = play_incident((120, 36), Lang::En, "4w<right>c");
    let copied = &script.copied[0];
    assert!(copied.starts_with("relay-doctor simulate "), "{copied}");
    assert!(
        copied.contains(".TlsSenderCertificateName=mail.contoso.com'"),
        "{copied}"
    );
    // Esc leaves the line first, then the view; nothing was changed.
    let (_, model) = play_incident(SMALL, Lang::En, "4w<enter>nonsense<esc><esc>");
    assert!(model.overlay.is_none());
}

#[test]
fn what_is_searched_for_is_found_and_followed_to_its_place() {
    let hits = |keys: &str| match play_incident(SMALL, Lang::En, keys).1.overlay {
        Some(Overlay::Search(view)) => view,
        other => panic!("{other:?}"),
    };
    let view = hits("4/TlsSenderCertificateName<enter>");
    assert!(view.searched.is_some_and(|s| s.done && s.files == s.of));
    let lines = view
        .hits
        .iter()
        .filter(|h| matches!(h, relay_doctor::wizard::Hit::Line(_)));
    assert!(lines.count() > 0);
    // The last hit is a line of a file.
    let (script, _) = play_incident(SMALL, Lang::En, "4/mail.contoso.com<enter><end><enter>");
    let screen = script.screen();
    assert!(
        screen.contains('▸') && screen.contains("mail.contoso.com"),
        "{screen}"
    );
    // Another text, and out again.
    let view = hits("4/nothing of the kind<enter>/ex02<enter>");
    assert_eq!(view.text, "ex02");
    assert!(hits("4/ex02<enter>/<esc>").text == "ex02");
    let (_, model) = play_incident(SMALL, Lang::En, "4/ex02<enter><esc>");
    assert!(model.overlay.is_none());
}
