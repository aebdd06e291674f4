//! Following live logs: the follower against a simulated Exchange server, stepwise and
//! without sleeping, and the real program while files are written.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[cfg(unix)]
#[path = "../common/pty.rs"]
mod driven;
mod events;
mod headless;
mod live;
mod random;
mod said;
#[path = "../common/schema.rs"]
mod schema;
#[cfg(unix)]
mod screen;
mod soak;
mod writer;

use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use relay_doctor::evidence::walk::Input;
use relay_doctor::facts::{Facts, Given, gather};
use relay_doctor::watch::{Disk, Expectation, Follower, News, Rule, Start, Watch};

use writer::{Told, Truth};

/// 2026-11-02T08:57:00Z.
pub(crate) const BEGIN: i64 = 1_793_609_820_000;
pub(crate) const EVIDENCE: &str = "tests/scenarios/rd101-renewed-certificate-other-name/evidence";

pub(crate) fn evidence() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(EVIDENCE)
}

/// What the evidence tells of the configuration, without its logs.
pub(crate) fn facts() -> Arc<Facts> {
    let files = [
        "accepted-domain.txt",
        "send-connector.txt",
        "inbound-connector.txt",
        "exchange-certificate.txt",
    ];
    let inputs = files.map(|name| Input::Path(evidence().join(name)));
    let gathered = gather(&inputs, Given::default(), BEGIN / 1000, &mut |_| {
        ControlFlow::Continue(())
    });
    assert!(gathered.facts.tenant.accepted_domains.is_some());
    Arc::new(gathered.facts)
}

/// The follower and what it is held against, on a folder.
pub(crate) struct Bench {
    pub(crate) follower: Follower,
    pub(crate) watch: Watch,
}

impl Bench {
    pub(crate) fn new(root: &Path, start: Start, facts: Arc<Facts>, rule: Rule) -> Self {
        let roots = [root.to_owned()];
        let since = match start {
            Start::Now => BEGIN,
            Start::Since(at) => at,
        };
        Self {
            follower: Follower::new(root, 0, start),
            watch: Watch::new(&roots, rule, facts, Expectation::Learned, since),
        }
    }

    /// Polls until nothing is left; what happened.
    pub(crate) fn poll(&mut self, now: i64) -> Vec<News> {
        let mut news = Vec::new();
        loop {
            let batch = self.follower.poll(now, &mut Disk);
            let more = batch.more;
            news.extend(self.watch.take(0, batch, now));
            if !more {
                return news;
            }
        }
    }

    /// What was counted.
    pub(crate) fn counted(&self) -> Truth {
        let told = |c: &relay_doctor::watch::Count| Told {
            sessions: c.sessions,
            accepted: c.accepted,
            refused: c.refused,
            own: c.own,
        };
        let servers = self.watch.servers();
        Truth {
            total: told(&self.watch.total()),
            rows: self
                .watch
                .rows()
                .map(|((server, connector, sent, kind), count)| {
                    let key = (
                        servers[*server].name.clone(),
                        connector.to_string(),
                        sent.thumbprint().map(str::to_owned),
                        *kind,
                    );
                    (key, told(count))
                })
                .collect(),
        }
    }
}
