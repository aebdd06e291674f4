//! What is said, in both languages, as somebody reads it.

use std::path::PathBuf;

use relay_doctor::attribution::SenderClass;
use relay_doctor::i18n::Lang;
use relay_doctor::i18n::watch::Since;
use relay_doctor::report::text::watch::{Lines, Told};
use relay_doctor::terminal::{Glyphs, Painter};
use relay_doctor::watch::{Rule, Start};

use super::writer::{NEW, OLD, Session, Writer};
use super::{BEGIN, Bench, facts};

/// From the change to the proof: refused, then accepted on one server, then on both.
fn story(lang: Lang) -> String {
    let folder = tempfile::tempdir().unwrap();
    let mut ex01 = Writer::new(folder.path(), "EX01", BEGIN);
    let mut ex02 = Writer::new(folder.path(), "EX02", BEGIN + 5 * 60_000);
    ex01.whole(Session::one(OLD, SenderClass::Own, true));
    ex02.flush_all();
    let rule = Rule {
        accepted: 2,
        ..Rule::default()
    };
    let mut bench = Bench::new(folder.path(), Start::Now, facts(), rule);
    let lines = Lines {
        lang,
        zone: jiff::tz::TimeZone::UTC,
        width: 100,
        painter: Painter { colour: false },
        glyphs: Glyphs::new(true),
    };
    let mut told = Told::default();
    let mut text = lines.start(&bench.watch, Since::Ticked(BEGIN));
    let mut look = |bench: &mut Bench, text: &mut String, minute: i64| {
        let now = BEGIN + minute * 60_000;
        for news in bench.poll(now) {
            *text += &lines.news(&news, &mut told, now).unwrap_or_default();
        }
        now
    };
    let at = |writer: &mut Writer, minute: i64, ahead: i64| {
        writer.clock = writer.clock.max(BEGIN + (minute + ahead) * 60_000);
    };
    look(&mut bench, &mut text, 1);
    at(&mut ex01, 1, 0);
    ex01.whole(Session::one(NEW, SenderClass::Own, true));
    ex01.whole(Session::one(NEW, SenderClass::Null, true));
    look(&mut bench, &mut text, 2);
    at(&mut ex01, 3, 0);
    ex01.whole(Session::one(NEW, SenderClass::Own, false));
    look(&mut bench, &mut text, 4);
    at(&mut ex01, 10, 0);
    at(&mut ex02, 10, 5);
    ex01.whole(Session::one(NEW, SenderClass::Null, false));
    ex02.whole(Session::one(NEW, SenderClass::Own, false));
    let now = look(&mut bench, &mut text, 11);
    text += &lines.counts(bench.watch.total(), now);
    text += &lines.verdict(bench.watch.verdict(), now);
    at(&mut ex01, 20, 0);
    at(&mut ex02, 20, 5);
    ex01.whole(Session::one(NEW, SenderClass::Own, false));
    ex02.whole(Session::one(NEW, SenderClass::Foreign, false));
    let now = look(&mut bench, &mut text, 21);
    text += &lines.end(&bench.watch, now);
    // What is followed is named as the system writes paths.
    text.replace(folder.path().to_str().unwrap(), "LOGS")
        .replace('\\', "/")
}

#[test]
fn the_story_is_told_in_both_languages() {
    for lang in Lang::ALL {
        let told = story(lang);
        let name = format!("tests/watch/story-{}.txt", lang.code());
        let stored = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(name);
        if std::env::var_os("UPDATE_SNAPSHOTS").is_some() {
            std::fs::write(&stored, &told).unwrap();
        }
        let expected = std::fs::read_to_string(&stored).unwrap_or_default();
        assert_eq!(told, expected.replace("\r\n", "\n"), "{}", stored.display());
    }
}
