//! What the screens look like while they wait, with nothing, with very much, after an
//! error, and with names that are long and of every width.

use std::sync::Arc;

use relay_doctor::case::{About, Listed};
use relay_doctor::config::{Setting, Trouble, TroubleKind};
use relay_doctor::demo::INCIDENTS;
use relay_doctor::evidence::formats::certificate::parse;
use relay_doctor::evidence::walk::Input;
use relay_doctor::i18n::Lang;
use relay_doctor::watch::{Notice as WatchNotice, NoticeKind};
use relay_doctor::wizard::{
    AskedPassword, CaseList, LineEdit, Loading, Model, Notice, Overlay, Searched, SecretLine,
    Selection, StepId,
};

use crate::snapshots::{compare, folder, watching};
use crate::support::{NOW, model, play, play_incident};

const SIZES: [(u16, u16); 2] = [(80, 24), (120, 36)];

/// Wide and half-width letters, marks that combine, an emoji of several characters.
const LONG: [(&str, &str); 4] = [
    (
        "Internet through Microsoft 365",
        "本社 ﾒｰﾙ中継 (ｲﾝﾀｰﾈｯﾄ経由) か\u{3099}き\u{3099} 👩‍💻 東京第一データセンター発 社外あて送信コネクタ",
    ),
    (
        "Outbound to Office 365 - 4b6e1d2c-0a7f-4c55-8d1e-92f3a4b5c6d7",
        "ｵﾝﾌﾟﾚﾐｽから Office 365 への送信 - ハイブリッド構成ウィザードが作成した送信コネクタ (変更禁止)",
    ),
    (
        "Inbound from 3f2a8c1e-6b70-4d52-9a18-c4d9e07b5f31",
        "受信コネクタ 👍🏽 オンプレミス環境からの受信 ﾊｲﾌﾞﾘｯﾄﾞ構成 cafe\u{301} (ExchangeOnline テナント側)",
    ),
    ("EX01/", "東京第一ﾃﾞｰﾀｾﾝﾀｰ-EX01/"),
];

fn renamed(text: &str) -> String {
    LONG.iter()
        .fold(text.to_owned(), |text, (from, to)| text.replace(from, to))
}

/// The incident with names as Japanese administrators choose them.
fn named() -> Vec<Input> {
    let files = INCIDENTS[0].files();
    let input = |(path, content): (&str, &[u8])| Input::Memory {
        path: format!(
            "令和八年十一月二日 メール中継障害の調査資料一式 (社外秘)/{}",
            renamed(path)
        ),
        content: renamed(std::str::from_utf8(content).unwrap())
            .into_bytes()
            .into(),
    };
    files.map(input).collect()
}

/// The incident with the same mail in many logs.
fn many() -> Vec<Input> {
    let mut inputs = INCIDENTS[0].inputs();
    let (path, log) = INCIDENTS[0].files().next().unwrap();
    let log = std::str::from_utf8(log).unwrap();
    inputs.extend((1..24).map(|n| {
        Input::Memory {
            path: path.replace("08-1", &format!("08-{}", n + 1)),
            content: log
                .replace("08DE1A", &format!("08{n:02X}1A"))
                .into_bytes()
                .into(),
        }
    }));
    inputs
}

/// A bounce, and nothing else.
fn bounce() -> Vec<Input> {
    vec![Input::Memory {
        path: "bounce.txt".to_owned(),
        content: b"550 5.7.64 TenantAttribution; Relay Access Denied"[..].into(),
    }]
}

const NAMED: &[(&str, &str)] = &[
    ("2-evidence", "<home>"),
    ("3-compare", "3"),
    ("3-source", "3<enter>"),
    ("4-cause", "4<down><down>"),
    ("4-table", "4t"),
    ("5-checklist", "5<end><enter><down>"),
    ("sessions", "3l"),
    ("sessions-filter", "3lf<down><right><down><right>"),
    ("session", "4l<enter>"),
    ("certificates", "3k"),
    ("certificate-end", "3k<enter><end>"),
    ("what-if", "4w"),
    ("what-if-mended", "4w<right>"),
    ("search-hits", "4/コネクタ<enter>"),
    ("5-note", "5<end><enter><down>n<note>"),
    ("5-noted", "5<end><enter><down>n<note><enter>"),
    ("5-save", "5<end><enter>s<folder>"),
    ("6-verify", "6"),
];

/// A folder as it is typed.
const FOLDER: &str =
    "C:\\共有\\令和八年十一月二日 メール中継障害の調査資料一式 (社外秘)\\作業手順書";

/// What is written about a step, longer than a line.
const NOTE: &str = "ネットワーク管理課 山田さんに 14:05 に電話で確認: ﾌｧｲｱｳｫｰﾙの変更はなし か\u{3099}き\u{3099} \
                    👩‍💻 翌朝 9:00 に再確認、東京第二データセンターの EX02 も同時に切り替える予定 (承認済み)";

/// A log of that name with lines that are noticed.
fn noticed() -> Vec<Input> {
    let mut inputs = named();
    let (path, content) = match &inputs[0] {
        Input::Memory { path, content } => (path.clone(), content.clone()),
        other => panic!("{other:?}"),
    };
    let text = String::from_utf8_lossy(&content);
    let mut lines: Vec<&str> = text.lines().collect();
    lines.insert(8, "途中で切れた行,受信コネクタ");
    lines.insert(
        20,
        "2026-11-02T08:00:05.142Z,本社 ﾒｰﾙ中継 (ｲﾝﾀｰﾈｯﾄ経由),08DE1A",
    );
    inputs[0] = Input::Memory {
        path,
        content: lines.join("\r\n").into_bytes().into(),
    };
    inputs
}

const NOTICED: &[(&str, &str)] = &[
    ("2-evidence-notes", "<home>"),
    ("2-source-notes", "<home><enter>"),
];

const MANY: &[(&str, &str)] = &[
    ("2-evidence", "<home>"),
    ("2-evidence-end", "<end>"),
    ("4-resend", "4m<down><down>"),
    ("4-resend-end", "4m<end>"),
    ("sessions", "3l<pagedown>"),
    ("search-hits", "4/550<enter><pagedown>"),
];

const NOTHING: &[(&str, &str)] = &[
    ("2-evidence", ""),
    ("3-compare", "3"),
    ("4-cause", "4"),
    ("4-table", "4t"),
    ("4-resend", "4m"),
    ("5-options", "5"),
    ("6-verify", "6"),
    ("sessions", "3l"),
    ("certificates", "3k"),
    ("what-if", "4w"),
    ("search", "4/nothing of the kind<enter>"),
];

#[test]
fn names_of_every_width_many_and_nothing_look_as_stored() {
    let mut differing = Vec::new();
    for lang in Lang::ALL {
        for size in SIZES {
            for (what, inputs, screens) in [
                ("names", named(), NAMED),
                ("names", noticed(), NOTICED),
                ("many", many(), MANY),
                ("nothing", bounce(), NOTHING),
            ] {
                let mut model = model(lang);
                let begin = model.begin_with(inputs);
                let (_, model) = play(size, model, begin, "");
                for (name, keys) in screens {
                    let keys = keys.replace("<note>", NOTE).replace("<folder>", FOLDER);
                    let (script, _) = play(size, model.clone(), Vec::new(), &keys);
                    let path = folder(lang, size).join(format!("{what}-{name}.txt"));
                    differing.extend(compare(&path, &script.screen()));
                }
            }
        }
    }
    assert!(differing.is_empty(), "{}", differing.join("\n"));
}

fn listed(name: &str, age: i64, about: &str) -> Listed {
    Listed {
        name: name.to_owned(),
        path: format!("C:\\cases\\{name}.json").into(),
        saved: NOW - age,
        step: Some(usize::try_from(age % 6).unwrap() + 1),
        about: Some(About {
            domains: vec!["contoso.com".to_owned()],
            relay: about.to_owned(),
        }),
    }
}

fn cases(listed: Vec<Listed>, row: usize) -> Overlay {
    Overlay::Cases(CaseList {
        folder: "C:\\Users\\管理者\\AppData\\Local\\relay-doctor\\data\\cases".into(),
        listed: Some(listed),
        trouble: None,
        selection: Selection { row },
    })
}

fn long_cases() -> Vec<Listed> {
    let mut unreadable = listed("broken", 90_000, "unknown");
    (unreadable.step, unreadable.about) = (None, None);
    let mut fresh = listed("contoso, 2 Nov", 5, "unknown");
    fresh.about = None;
    let name = "令和八年十一月二日 本社から支社へのﾒｰﾙ中継障害 か\u{3099}き\u{3099} 👩‍💻 (社外秘)";
    let mut long = listed(name, 7_200, "broken");
    if let Some(about) = &mut long.about {
        about.domains.push("xn--mnchen-3ya.contoso.com".to_owned());
        about.domains.push("fabrikam.com".to_owned());
    }
    vec![fresh, long, listed("fabrikam", 400_000, "met"), unreadable]
}

/// What lies on top of a step without evidence.
fn on_top() -> Vec<(&'static str, Overlay)> {
    let loading = CaseList {
        folder: "C:\\cases".into(),
        ..CaseList::default()
    };
    let failed = CaseList {
        listed: Some(Vec::new()),
        trouble: Some("Access is denied. (os error 5)".to_owned()),
        ..loading.clone()
    };
    let many = (0..40).map(|n| listed(&format!("case-2026-11-{:02}", n + 1), n * 9_000, "broken"));
    let long = long_cases().swap_remove(1).name;
    vec![
        ("cases-loading", Overlay::Cases(loading)),
        ("cases-empty", cases(Vec::new(), 0)),
        ("cases-failed", Overlay::Cases(failed)),
        ("cases-many", cases(many.collect(), 30)),
        ("cases", cases(long_cases(), 1)),
        (
            "cases-rename",
            Overlay::CaseName {
                from: long.clone(),
                line: LineEdit::with(&long),
            },
        ),
        ("cases-delete", Overlay::AskDelete(long)),
        ("settings-troubles", Overlay::Settings(Selection { row: 0 })),
        (
            "resend-loading",
            Overlay::Refused {
                list: None,
                selection: Selection::default(),
            },
        ),
        (
            "resend-nobody",
            Overlay::Refused {
                list: Some(Arc::default()),
                selection: Selection::default(),
            },
        ),
    ]
}

#[test]
fn what_lies_on_top_looks_as_stored_in_every_state() {
    let mut differing = Vec::new();
    for lang in Lang::ALL {
        for size in SIZES {
            for (name, overlay) in on_top() {
                let mut model = model(lang);
                model.step = StepId::Evidence;
                model.settings_file.path = Some("C:\\設定\\relay-doctor\\settings.toml".into());
                model.settings_file.troubles = vec![
                    Trouble {
                        line: 3,
                        kind: TroubleKind::BadValue(Setting::Theme, "sepia".to_owned()),
                    },
                    Trouble {
                        line: 12,
                        kind: TroubleKind::KeyTaken("v".to_owned(), "show-plain".to_owned()),
                    },
                ];
                if matches!(overlay, Overlay::AskDelete(_)) {
                    model.under.push(cases(long_cases(), 1));
                }
                model.overlay = Some(overlay);
                let (script, _) = play(size, model, Vec::new(), "");
                let path = folder(lang, size).join(format!("{name}.txt"));
                differing.extend(compare(&path, &script.screen()));
            }
        }
    }
    assert!(differing.is_empty(), "{}", differing.join("\n"));
}

/// The views while their answer is awaited, or after it has failed.
fn waiting(lang: Lang) -> Vec<(&'static str, Model)> {
    let at = |keys: &str| play_incident(SIZES[0], lang, keys).1;
    let mut filtering = at("3l");
    let mut asked = at("4l<enter>");
    let mut failed = asked.clone();
    let mut replaying = at("4w<right>");
    let mut searching = at("4/mail.contoso.com<enter>");
    for model in [
        &mut filtering,
        &mut asked,
        &mut failed,
        &mut replaying,
        &mut searching,
    ] {
        match &mut model.overlay {
            Some(Overlay::Sessions(view)) => {
                view.shown = Arc::default();
                view.filtering.1 = true;
            }
            Some(Overlay::Transcript(view)) => view.text = None,
            Some(Overlay::WhatIf(view)) => (view.after, view.replaying.1) = (None, true),
            Some(Overlay::Search(view)) => {
                view.searched = Some(Searched {
                    files: 3,
                    of: 1_204,
                    bytes: 43_000_000,
                    ..Searched::default()
                });
            }
            other => panic!("{other:?}"),
        }
    }
    if let Some(Overlay::Transcript(view)) = &mut failed.overlay {
        let why = "The network path was not found. (os error 53)";
        view.text = Some(Err(why.to_owned()));
    }
    let mut unread = model(lang);
    unread.step = StepId::Evidence;
    unread.notice = Some(Notice::NotRead(
        "SEND2026110208-1.LOG (Access is denied.)".to_owned(),
    ));
    let loading = |step| {
        let mut model = model(lang);
        model.step = step;
        model.loading = Some(Loading {
            run: 1,
            files: 12,
            begun: 5,
            bytes: 43_000_000,
            total: 107_000_000,
            file: renamed("EX01/Hub/ProtocolLog/SmtpSend/SEND2026110208-1.LOG"),
            ..Loading::default()
        });
        model
    };
    vec![
        ("sessions-filtering", filtering),
        ("session-loading", asked),
        ("session-failed", failed),
        ("what-if-replaying", replaying),
        ("search-goes-on", searching),
        ("2-evidence-failed", unread),
        ("1-symptom-loading", {
            let mut model = loading(StepId::Symptom);
            model.symptom.typing = false;
            model
        }),
        ("3-compare-loading", loading(StepId::Compare)),
        ("4-cause-loading", loading(StepId::Cause)),
        ("5-options-loading", loading(StepId::Fix)),
        ("6-verify-loading", loading(StepId::Verify)),
    ]
}

#[test]
fn what_waits_or_has_failed_looks_as_stored() {
    let mut differing = Vec::new();
    for lang in Lang::ALL {
        for (name, model) in waiting(lang) {
            for size in SIZES {
                let (script, _) = play(size, model.clone(), Vec::new(), "");
                let path = folder(lang, size).join(format!("{name}.txt"));
                differing.extend(compare(&path, &script.screen()));
            }
        }
    }
    assert!(differing.is_empty(), "{}", differing.join("\n"));
}

/// A question for the password of a file with a long name, and what is typed.
fn password(lang: Lang) -> Model {
    let bytes = std::fs::read("tests/certificates/3des-sha1.pfx").unwrap();
    let mut model = model(lang);
    model.step = StepId::Evidence;
    model.overlay = Some(Overlay::Password(AskedPassword {
        path: "令和八年十一月二日 メール中継障害の調査資料一式 (社外秘)/東京第一ﾃﾞｰﾀｾﾝﾀｰ-EX01/\
               smtp.contoso.com の新しい証明書 か\u{3099}き\u{3099} 👩‍💻 (2026 年更新分).pfx"
            .to_owned(),
        locked: parse(&bytes).locked.unwrap(),
        line: SecretLine::default(),
        wrong: false,
        trying: false,
    }));
    model
}

#[test]
fn the_password_of_a_file_with_a_long_name_looks_as_stored() {
    let mut differing = Vec::new();
    for lang in Lang::ALL {
        for size in SIZES {
            for (name, keys) in [
                ("password", ""),
                ("password-typed", "Fabrikam-1"),
                ("password-wrong", "Fabrikam-2<enter>"),
                ("password-help", "Fab<f1>"),
            ] {
                let (script, _) = play(size, password(lang), Vec::new(), keys);
                let path = folder(lang, size).join(format!("{name}.txt"));
                differing.extend(compare(&path, &script.screen()));
            }
            let mut trying = password(lang);
            if let Some(Overlay::Password(asked)) = &mut trying.overlay {
                asked.trying = true;
            }
            let (script, _) = play(size, trying, Vec::new(), "");
            let path = folder(lang, size).join("password-trying.txt");
            differing.extend(compare(&path, &script.screen()));
        }
    }
    assert!(differing.is_empty(), "{}", differing.join("\n"));
}

#[test]
fn logs_with_long_names_are_followed_as_stored() {
    let mut differing = Vec::new();
    for lang in Lang::ALL {
        for size in SIZES {
            for (name, accepted, keys) in [
                ("failing", false, ""),
                ("failing-end", false, "<end>"),
                ("accepted", true, ""),
            ] {
                let notice = WatchNotice {
                    kind: NoticeKind::Unreadable(
                        "アクセスが拒否されました。 (os error 5)".to_owned(),
                    ),
                    place: format!(
                        "\\\\fs01.contoso.com\\共有\\{}SmtpSend\\SEND2026110308-1.LOG",
                        renamed("EX01/")
                    ),
                };
                let model = watching(lang, accepted, renamed, Some(notice));
                let (script, _) = play(size, model, Vec::new(), keys);
                let path = folder(lang, size).join(format!("names-6-watch-{name}.txt"));
                differing.extend(compare(&path, &script.screen()));
            }
        }
    }
    assert!(differing.is_empty(), "{}", differing.join("\n"));
}

#[test]
fn what_is_followed_is_read_to_its_end_at_the_smallest_size() {
    for keys in ["<down>", "<pagedown>"] {
        let model = watching(Lang::En, false, str::to_owned, None);
        let all = play((200, 100), model.clone(), Vec::new(), "").0.screen();
        let (script, end) = play(SIZES[0], model, Vec::new(), &keys.repeat(30));
        let seen = script.frames.join("\n");
        let seen = seen.split_whitespace().collect::<Vec<_>>().join(" ");
        // Whatever stands on the wide screen, by its first words.
        for line in all
            .lines()
            .skip(2)
            .filter(|l| !l.trim().is_empty() && !l.contains('─'))
        {
            let words: Vec<&str> = line.split_whitespace().take(2).collect();
            assert!(seen.contains(&words.join(" ")), "{words:?}: {keys}");
        }
        assert!(
            script.screen().contains("Newer evidence"),
            "{}",
            script.screen()
        );
        assert_eq!(end.verify.scroll, Some(end.size.scroll_end));
    }
}
