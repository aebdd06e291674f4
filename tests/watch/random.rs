//! Counts equal the writer's truth in every run, whatever happens to the files.

use std::fs;

use relay_doctor::watch::{News, NoticeKind, Rule, Start};

use super::writer::{Dice, Session, Truth, Writer};
use super::{BEGIN, Bench, facts};

/// Runs, each with its own seed; `WATCH_RUNS` makes more of them.
const RUNS: u64 = 40;
const STEPS: u64 = 250;

#[test]
fn counts_equal_the_truth_in_every_run() {
    let facts = facts();
    let mut kinds = std::collections::BTreeSet::new();
    let runs = std::env::var("WATCH_RUNS")
        .ok()
        .and_then(|n| n.parse().ok());
    for seed in 1..=runs.unwrap_or(RUNS) {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().join("logs");
        let mut dice = Dice::new(seed);
        // Their clocks differ: EX02 is some minutes ahead.
        let mut servers = [
            Writer::new(&root, "EX01", BEGIN),
            Writer::new(&root, "EX02", BEGIN + 7 * 60_000),
        ];
        let mut bench = Bench::new(&root, Start::Now, facts.clone(), Rule::default());
        let mut now = BEGIN;
        bench.poll(now);
        let mut away = false;
        for _ in 0..STEPS {
            step(&mut servers, &mut dice, away);
            now += 500 + i64::try_from(dice.below(20_000)).unwrap();
            for server in &mut servers {
                server.clock = server
                    .clock
                    .max(now + i64::from(server.server == "EX02") * 420_000);
            }
            if dice.one_in(60) {
                away = !away;
                move_away(&root, &mut servers, away);
            }
            if dice.one_in(2) {
                let news = bench.poll(now);
                if !away {
                    servers.iter_mut().for_each(Writer::was_read);
                }
                kinds.extend(news.iter().filter_map(|n| match n {
                    News::Notice(notice) => Some(notice.kind.code()),
                    _ => None,
                }));
                let lost = |n: &News| matches!(n, News::Notice(n) if matches!(n.kind, NoticeKind::Lost(_)));
                assert!(!news.iter().any(lost), "seed {seed}");
            }
        }
        if away {
            move_away(&root, &mut servers, false);
        }
        servers.iter_mut().for_each(Writer::end_all);
        bench.poll(now + 60_000);
        let mut truth = Truth::default();
        for server in &servers {
            truth.add_all(&server.truth);
        }
        assert!(truth.total.sessions > 10, "seed {seed}");
        let counted = bench.counted();
        assert_eq!(counted.total, truth.total, "seed {seed}");
        for (key, told) in &truth.rows {
            assert_eq!(counted.rows.get(key), Some(told), "seed {seed}: {key:?}");
        }
        assert_eq!(counted.rows.len(), truth.rows.len(), "seed {seed}");
    }
    // The runs have seen all of it.
    for kind in ["away", "back", "recreated", "truncated", "clock-ahead"] {
        assert!(kinds.contains(kind), "{kind}: {kinds:?}");
    }
}

/// Something that a server does.
fn step(servers: &mut [Writer], dice: &mut Dice, away: bool) {
    let which = usize::try_from(dice.below(servers.len() as u64)).unwrap();
    let server = &mut servers[which];
    for _ in 0..dice.below(40) {
        if dice.one_in(25) {
            server.begin(Session::random(dice));
        }
        server.row(usize::try_from(dice.below(1000)).unwrap());
        if dice.one_in(3) {
            server.flush(usize::try_from(dice.below(300)).unwrap());
        }
    }
    match dice.below(14) {
        0 => server.delete_oldest(),
        1 if !away => server.recreate(),
        2 if !away => server.truncate(dice),
        3 => server.make_room(dice.below(200)),
        4 => server.clock += 8 * 60_000,
        5..=8 => server.flush_all(),
        _ => {}
    }
}

/// The share goes away, or comes back; Exchange writes on.
fn move_away(root: &std::path::Path, servers: &mut [Writer], away: bool) {
    let elsewhere = root.with_file_name("elsewhere");
    let (from, to) = match away {
        true => (root, elsewhere.as_path()),
        false => (elsewhere.as_path(), root),
    };
    fs::rename(from, to).unwrap();
    for server in servers {
        let below = server.folder.strip_prefix(from).unwrap().to_owned();
        server.folder = to.join(below);
    }
}
