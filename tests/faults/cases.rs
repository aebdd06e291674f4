//! A case that is saved again and again by a process that is killed.

use std::io::{BufRead, BufReader, Read as _, Write as _};
use std::process::{Command, Stdio};

use relay_doctor::case::{Case, Store, VERSION};

use super::Draw;

const FOLDER: &str = "RELAY_DOCTOR_TEST_CASES";
const TIMES: u64 = 200;

/// The case as it is saved at its turn: of changing length.
fn case(turn: u64) -> Case {
    let length = usize::try_from(turn * 7_919 % 60_000).unwrap();
    Case {
        version: VERSION,
        name: "incident".to_owned(),
        pasted: vec![format!("{turn} {}", "x".repeat(length))],
        generation: turn,
        step: 4,
        reached: 3,
        ..Case::default()
    }
}

/// The process that is killed: this test program, run once more for this one alone.
#[test]
fn saves_until_it_is_killed() {
    let Some(folder) = std::env::var_os(FOLDER) else {
        return;
    };
    let store = Store::new(folder);
    let first = store.latest().unwrap().case.map_or(0, |c| c.generation);
    for turn in first + 1.. {
        store.save(&case(turn)).unwrap();
        // As text of its own: the harness writes there, too.
        if writeln!(std::io::stdout(), "\nsaved {turn}").is_err() {
            return;
        }
    }
}

#[test]
fn a_case_is_the_last_that_was_saved_or_the_next() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::new(folder.path());
    let mut draw = Draw(5);
    let mut last = 0;
    for time in 0..TIMES {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "cases::saves_until_it_is_killed", "--nocapture"])
            .env(FOLDER, folder.path())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut output = BufReader::new(child.stdout.take().unwrap());
        let saved = |line: &str| {
            line.strip_prefix("saved ")
                .and_then(|n| n.trim().parse().ok())
        };
        let mut wanted = draw.below(6);
        let mut line = String::new();
        while wanted > 0 && output.read_line(&mut line).unwrap() > 0 {
            if let Some(turn) = saved(&line) {
                last = turn;
                wanted -= 1;
            }
            line.clear();
        }
        (0..draw.below(100_000)).for_each(|_| std::hint::spin_loop());
        child.kill().unwrap();
        child.wait().unwrap();
        let mut rest = line;
        output.read_to_string(&mut rest).unwrap();
        last = rest.lines().filter_map(saved).next_back().unwrap_or(last);
        let latest = store.latest().unwrap();
        assert!(latest.kept_aside.is_empty(), "time {time}: {latest:?}");
        let Some(found) = latest.case else {
            assert_eq!(last, 0, "time {time}");
            continue;
        };
        let turn = found.generation;
        assert!(
            turn == last || turn == last + 1,
            "time {time}: {turn}, {last} was saved"
        );
        assert_eq!(found, case(turn), "time {time}");
        last = turn;
    }
    assert!(last > TIMES);
}
