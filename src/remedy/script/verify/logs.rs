//! What the send logs of this server prove since the change. Only mail to outside
//! recipients through the tenant is relay: mail to own domains passes without it, and
//! a session to another company's tenant says nothing of this one (contract.md, How
//! relay is judged).

use super::{good, look, wrong};
use crate::evidence::formats::send_log::EOP_DOMAINS;
use crate::facts::Facts;
use crate::remedy::powershell::{
    Block, Command, Expr, Function, Operator, Parameter, Pipeline, Statement,
};
use crate::remedy::script::frame::{each, parameter};
use crate::remedy::script::words::{
    all, count, failed, format, has_command, increment, or, quiet, show, var,
};

/// How many log files are read at most: several days of a server that begins one an hour.
const MOST_FILES: i32 = 200;

/// The columns of a send log, in their order.
const COLUMNS: [&str; 9] = [
    "Time",
    "Connector",
    "Session",
    "Sequence",
    "Local",
    "Remote",
    "Event",
    "Data",
    "Context",
];

/// A reply with 5.7.64 as a whole number, not as a part of a version.
const REFUSAL: &str = r"(?<![0-9.])5\.7\.64(?!\.?[0-9])";

/// A recipient whose domain can be read without doubt.
const RECIPIENT: &str = r"^RCPT TO:<[^ ]*@([^@> ]+)>.*$";

/// A greeting, or the reply to EHLO, of Exchange Online Protection.
fn greeting() -> String {
    let domains = EOP_DOMAINS.map(|domain| domain.replace('.', r"\."));
    format!(r"(?i)^2[25]0[- ] ?[^ ]+\.({})( |$)", domains.join("|"))
}

/// Domains to which mail proves nothing; `None` where the evidence does not tell them all.
fn own_domains(facts: &Facts) -> Option<Vec<String>> {
    let listing = facts.tenant.accepted_domains.as_ref()?;
    if listing.more {
        return None;
    }
    let mut domains: Vec<String> = listing
        .items
        .iter()
        .map(|accepted| accepted.domain.to_string())
        .collect();
    // Every tenant has such a domain, and no relay goes to one.
    domains.push("onmicrosoft.com".to_owned());
    domains.sort_unstable();
    domains.dedup();
    Some(domains)
}

/// The checks; `$thumbprint` and `$Since` are set.
pub(super) fn checks(facts: &Facts) -> Block {
    let own = own_domains(facts);
    let mut block = vec![
        Statement::Blank,
        show("The send logs of this server; run this on every source server."),
    ];
    block.push(Statement::assign(
        "ownDomains",
        Expr::list(own.clone().unwrap_or_default()),
    ));
    // A banner of Exchange Online does not say whose tenant it is.
    block.push(Statement::assign(
        "tenantConnectors",
        Expr::list(super::servers::connectors(facts, true)),
    ));
    block.push(outside_function());
    block.extend(files());
    let mut read = vec![Statement::assign("rows", Expr::list::<Expr>([]))];
    read.extend(recent());
    read.push(Statement::ForEach("log", var("read"), rows()));
    read.extend(sessions());
    read.push(judged(own.is_some()));
    block.push(Statement::If(
        vec![(
            count("logs", Operator::Eq, 0),
            vec![look(
                "No send log of this server was found: run this on each source server, and see that protocol logging is on.",
            )],
        )],
        read,
    ));
    block
}

/// Domains below an own one count as own, whether or not sub-domains match: an OK is
/// given only beyond doubt.
fn outside_function() -> Statement {
    let dotted = |name| Expr::text(".").binary(Operator::Add, var(name));
    let ignoring_case = Expr::Static("System.StringComparison", "OrdinalIgnoreCase");
    let ends = dotted("Domain").call("EndsWith", vec![dotted("own"), ignoring_case]);
    let inside = Statement::when(ends, vec![Statement::Return(Some(Expr::Bool(false)))]);
    Statement::Function(Function {
        name: "Test-Outside",
        parameters: vec![Parameter {
            kind: Some("string"),
            ..parameter(None, "Domain")
        }],
        body: vec![
            Statement::ForEach("own", var("ownDomains"), vec![inside]),
            Statement::Return(Some(Expr::Bool(true))),
        ],
    })
}

/// `$logs`: the send logs of this server, the newest first; `$newest`: the two newest of
/// each folder. Sessions of a connector with FrontendProxyEnabled are logged by the Front
/// End service, and where the certificate's row lands then is documented nowhere: both
/// folders are read (domain.md section 4).
fn files() -> Block {
    let none = || Expr::list::<Expr>([]);
    let service = |cmdlet| {
        let get = Command::new(cmdlet).with("Identity", var("env:COMPUTERNAME"));
        let path = var("service").member("SendProtocolLogPath").cast("string");
        let told = all([
            var("unread").negated(),
            path.clone().binary(Operator::Ne, ""),
        ]);
        let added = var("logPaths").binary(Operator::Add, path);
        vec![
            Statement::assign("service", quiet(get)),
            Statement::assign("unread", failed()),
            Statement::when(told, vec![Statement::assign("logPaths", added)]),
        ]
    };
    let descending = || {
        Command::new("Sort-Object")
            .argument(Expr::Word("LastWriteTimeUtc"))
            .switch("Descending")
    };
    let list = Command::new("Get-ChildItem")
        .with("Path", var("logPath"))
        .with("Filter", "*.LOG")
        .with("ErrorAction", Expr::Word("SilentlyContinue"))
        .pipe(descending());
    let newest = Pipeline::from(var("listed"))
        .pipe(Command::new("Select-Object").with("First", 2))
        .pipe(each(var("_").member("FullName")));
    let add =
        |to: &'static str, what: Expr| Statement::assign(to, var(to).binary(Operator::Add, what));
    let of_folder = vec![
        Statement::assign("listed", Expr::all_output(list)),
        add("logs", var("listed")),
        // Windows tells of a file that is kept open only when it is closed.
        Statement::Comment(
            "The log that is open may show an old time: the two newest are always read.",
        ),
        add("newest", Expr::all_output(newest)),
    ];
    vec![
        Statement::assign("logPaths", none()),
        Statement::If(
            vec![(
                has_command("Get-TransportService"),
                service("Get-TransportService"),
            )],
            service("Get-TransportServer"),
        ),
        Statement::Comment(
            "With FrontendProxyEnabled the session to Exchange Online is in the log of Front End.",
        ),
        Statement::when(
            has_command("Get-FrontendTransportService"),
            service("Get-FrontendTransportService"),
        ),
        Statement::assign("logs", none()),
        Statement::assign("newest", none()),
        Statement::ForEach("logPath", var("logPaths"), of_folder),
        Statement::assign(
            "logs",
            Expr::all_output(Pipeline::from(var("logs")).pipe(descending())),
        ),
    ]
}

/// `$read`: the logs that can hold sessions since the change.
fn recent() -> Block {
    let first = |number: i32| Command::new("Select-Object").with("First", number);
    let invariant = Expr::Static("System.Globalization.CultureInfo", "InvariantCulture");
    let written = var("_").member("LastWriteTimeUtc").call(
        "ToString",
        vec![Expr::text("yyyy-MM-ddTHH:mm:ss"), invariant],
    );
    let since = Expr::StaticCall("string", "CompareOrdinal", vec![written, var("Since")])
        .binary(Operator::Ge, 0);
    let among = var("newest").binary(Operator::Contains, var("_").member("FullName"));
    let recent = Pipeline::from(var("logs"))
        .pipe(Command::new("Where-Object").argument(Expr::script_block(or(among, since))));
    let left_out = var("recent")
        .member("Count")
        .binary(Operator::Gt, var("read").member("Count"));
    let counted = |pattern| {
        let counts = ["read", "recent", "logs"].map(|name| var(name).member("Count"));
        let mut values = counts.to_vec();
        let folders = var("logPaths").binary(Operator::Join, ", ");
        values.extend([folders, var("Since")]);
        format(pattern, values)
    };
    vec![
        Statement::assign("recent", Expr::all_output(recent)),
        Statement::assign(
            "read",
            Expr::all_output(Pipeline::from(var("recent")).pipe(first(MOST_FILES))),
        ),
        show(counted(
            "Read are {0} of {2} log files in {3}, the newest first; what counts is from {4} (UTC) on.",
        )),
        Statement::when(
            left_out,
            vec![look(counted(
                "{1} log files were written since {4} (UTC), and only the {0} newest are read: give a later -Since.",
            ))],
        ),
    ]
}

/// The lines of `$log` that tell, added to `$rows`. They begin with the time in UTC, so
/// text compares; a Send connector's name may hold commas, so they are read as CSV.
fn rows() -> Block {
    let mut marks = vec![var("thumbprint")];
    marks.extend(EOP_DOMAINS.map(Expr::text));
    marks.extend(["RCPT TO:<", "250 2.1.5", "5.7.64"].map(Expr::text));
    let select = quiet(
        Command::new("Select-String")
            .with("Path", var("log").member("FullName"))
            .with("Pattern", Expr::list(marks))
            .switch("SimpleMatch"),
    );
    let line = || var("_").member("Line");
    let later = Expr::StaticCall("string", "CompareOrdinal", vec![line(), var("Since")])
        .binary(Operator::Gt, 0);
    let lines = select
        .pipe(Command::new("Where-Object").argument(Expr::script_block(later)))
        .pipe(each(line()));
    let csv = Command::new("ConvertFrom-Csv").with("Header", Expr::words(&COLUMNS));
    let parsed = Expr::all_output(Pipeline::from(var("lines")).pipe(csv));
    let unread = format("{0} could not be read.", vec![var("log").member("Name")]);
    vec![
        Statement::assign("lines", Expr::all_output(lines)),
        Statement::when(count("failures", Operator::Gt, 0), vec![look(unread)]),
        Statement::assign("rows", var("rows").binary(Operator::Add, parsed)),
    ]
}

fn data() -> Expr {
    var("_").member("Data").cast("string")
}

fn matches(pattern: impl Into<String>) -> Expr {
    Expr::StaticCall("regex", "IsMatch", vec![data(), Expr::text(pattern)])
}

/// `@($of | Where-Object { event and condition })`
fn those(of: &'static str, event: &'static str, condition: Expr) -> Expr {
    let this = var("_").member("Event").same_text(event);
    let filter = Expr::script_block(this.binary(Operator::And, condition));
    Expr::all_output(Pipeline::from(var(of)).pipe(Command::new("Where-Object").argument(filter)))
}

/// How far the sessions of `$rows` got: `$sent` with the certificate, `$ours` of these to
/// this tenant, `$passed` of these with all recipients accepted, `$proved` of these with
/// one outside. Replies are not told apart by recipient, so all have to be accepted.
fn sessions() -> Block {
    let ignoring_case = || Expr::Static("System.StringComparison", "OrdinalIgnoreCase");
    let holds = |value: Expr| {
        value
            .call("IndexOf", vec![var("thumbprint"), ignoring_case()])
            .binary(Operator::Ge, 0)
    };
    let context = var("_").member("Context").cast("string");
    let certificate = those("group", "*", or(holds(data()), holds(context)));
    let recipient = data().binary(Operator::Like, "RCPT TO:<*");
    let accepted = data().binary(Operator::Like, "250 2.1.5*");
    let domain = Expr::StaticCall(
        "regex",
        "Replace",
        vec![data(), Expr::text(RECIPIENT), Expr::text("$1")],
    );
    let is_outside = Expr::from(Command::new("Test-Outside").with("Domain", domain));
    let outside = those(
        "asked",
        ">",
        matches(RECIPIENT).binary(Operator::And, is_outside),
    );
    let grouped = Pipeline::from(var("rows"))
        .pipe(Command::new("Group-Object").with("Property", Expr::Word("Session")));
    let connector = var("group").index(0).member("Connector").cast("string");
    let to_tenant = all([
        count("greeted", Operator::Gt, 0),
        var("tenantConnectors").binary(Operator::Contains, connector),
    ]);
    let all_accepted = all([
        count("asked", Operator::Gt, 0),
        var("asked")
            .member("Count")
            .binary(Operator::Eq, var("accepted").member("Count")),
    ]);
    let proves = Statement::when(count("outside", Operator::Gt, 0), vec![increment("proved")]);
    let passes = Statement::when(all_accepted, vec![increment("passed"), proves]);
    let to_us = Statement::when(to_tenant, vec![increment("ours"), passes]);
    let each_session = vec![
        Statement::assign("group", Expr::all_output(var("session").member("Group"))),
        Statement::assign("shown", certificate),
        Statement::assign("greeted", those("group", "<", matches(greeting()))),
        Statement::assign("asked", those("group", ">", recipient)),
        Statement::assign("accepted", those("group", "<", accepted)),
        Statement::assign("outside", outside),
        Statement::when(
            count("shown", Operator::Gt, 0),
            vec![increment("sent"), to_us],
        ),
    ];
    let mut block: Block = ["sent", "ours", "passed", "proved"]
        .map(|name| Statement::assign(name, Expr::Number(0)))
        .to_vec();
    block.push(Statement::ForEach(
        "session",
        Expr::all_output(grouped),
        each_session,
    ));
    block.push(Statement::assign(
        "refused",
        those("rows", "<", matches(REFUSAL)),
    ));
    block
}

/// What that proves. Without the accepted domains a person has to look.
fn judged(domains_known: bool) -> Statement {
    let said = |pattern: &'static str| {
        let values = ["thumbprint", "Since", "sent", "ours", "passed", "proved"];
        let mut values = values.map(var).to_vec();
        values.push(var("refused").member("Count"));
        format(pattern, values)
    };
    let is_none = |name| var(name).binary(Operator::Eq, 0);
    let mut branches = vec![
        (
            count("refused", Operator::Gt, 0),
            vec![wrong(said(
                "5.7.64 stands in the send logs after {1} (UTC), in {6} replies. If that was before the change took effect, give a later -Since.",
            ))],
        ),
        (
            is_none("sent"),
            vec![look(said(
                "No session with {0} after {1} (UTC): send a message to an outside recipient, then run this again.",
            ))],
        ),
        (
            is_none("ours"),
            vec![look(said(
                "{2} sessions sent {0} after {1} (UTC), none of them to Exchange Online Protection by a Send connector that is known to lead to the tenant: that proves nothing. Send a message to an outside recipient, then run this again.",
            ))],
        ),
        (
            is_none("passed"),
            vec![look(said(
                "{3} sessions to the tenant sent {0} after {1} (UTC), and in none of them were all recipients accepted: look in the log why.",
            ))],
        ),
    ];
    if !domains_known {
        return Statement::If(
            branches,
            vec![look(said(
                "{4} sessions to the tenant sent {0} after {1} (UTC), all recipients accepted, and no 5.7.64. Which domains the tenant accepts was not in the evidence: look in the log for a recipient outside them, since mail to own domains proves nothing.",
            ))],
        );
    }
    branches.push((
        is_none("proved"),
        vec![look(said(
            "{4} sessions to the tenant sent {0} after {1} (UTC), all recipients in accepted domains: such mail passes without relay and proves nothing. Send a message to an outside recipient, then run this again.",
        ))],
    ));
    Statement::If(
        branches,
        vec![good(said(
            "{5} sessions to the tenant sent {0} after {1} (UTC), outside recipients were accepted, and no 5.7.64.",
        ))],
    )
}
