//! Step 6: whose a newer log is that does not tell it.

use crate::evidence::walk::UNTOLD_SERVER;
use crate::i18n::{Lang, list, say, text};

/// Servers that are named together.
const NAMED: usize = 4;

/// Whose a log is, beside its name: as it was said, or as the servers' addresses in it tell.
pub fn log_of(lang: Lang, servers: &[String], said: bool) -> String {
    let servers = list(lang, servers, NAMED);
    match said {
        true => say!(lang, "{servers}, as said here", "{servers} (指定済み)"),
        false => say!(
            lang,
            "{servers}, told by its address",
            "{servers} (アドレスで判別)",
        ),
    }
}

/// A server by its name, which is raw, or that it is not told.
pub fn server_name(lang: Lang, server: &str) -> &str {
    match server {
        UNTOLD_SERVER => text!(lang, "server unknown", "サーバー不明"),
        told => told,
    }
}

/// Nobody knows whose; of a folder its name is none of a server that was known before.
pub fn log_of_nobody(lang: Lang, can_be_said: bool) -> &'static str {
    match can_be_said {
        true => text!(lang, "of which server?", "サーバー不明"),
        false => text!(
            lang,
            "no server known from before",
            "以前のログにないサーバー",
        ),
    }
}

/// How that is settled: `keys` say it where it can be said, and say another server where
/// it was said.
pub fn how_to_tell_server(lang: Lang, keys: Option<&str>, said: bool) -> String {
    match keys {
        Some(keys) if said => say!(
            lang,
            "{keys} takes the next server, after the last one none.",
            "{keys} で次のサーバーに切り替えます (最後は指定なし)。",
        ),
        Some(keys) => say!(
            lang,
            "{keys} says which server's log this is.",
            "どのサーバーのログかを {keys} で指定します。",
        ),
        None => text!(
            lang,
            "If it is one of them, put its logs into a folder named after it, and give that.",
            "以前のログにあるサーバーの場合は、サーバー名のフォルダーに入れて指定してください。",
        )
        .to_owned(),
    }
}

/// What keeps newer logs from proving anything; their names are raw.
pub fn server_not_told(lang: Lang, logs: &[&str]) -> String {
    let logs = list(lang, logs, NAMED);
    say!(
        lang,
        "Say which server this log is of, or give the server's folder of logs instead: {logs}. \
         Nothing in it tells.",
        "どのサーバーのログかを指定するか、そのサーバーのログのフォルダーを指定してください: {logs}。\
         ログの内容からは判別できません。",
    )
}
