//! Files that are copied: send logs, and logs of the Hybrid Configuration Wizard.

use super::super::frame::{below, parameter};
use super::super::words::{all, count, failed, format, increment, quiet, same, var};
use super::function;
use crate::remedy::powershell::{Block, Command, Expr, Operator, Pipeline, Statement};

const LOG: &str = "sender and recipient addresses, IP addresses, server names";

const HCW: &str = "names of administrators, servers and domains";

pub(super) fn functions() -> Block {
    vec![
        Statement::Comment("A folder's name: other characters become _."),
        function(
            "Get-FolderName",
            vec![parameter(Some("string"), "Value")],
            vec![Statement::Return(Some(Expr::StaticCall(
                "regex",
                "Replace",
                vec![var("Value"), Expr::text("[^\\w.-]"), Expr::text("_")],
            )))],
        ),
        Statement::Comment("The newest files up to -LogMegabytes, into a folder of this run."),
        copy_newest(),
        Statement::Comment(
            "Send logs into SERVER\\Hub or SERVER\\FrontEnd, so that the path tells the server.",
        ),
        copy_logs(),
    ]
}

fn problem(source: Expr, why: Expr) -> Statement {
    Command::new("Add-Problem")
        .with("Source", source)
        .with("Why", why)
        .into()
}

fn message() -> Expr {
    var("_").member("Exception").member("Message")
}

/// `New-Item -ItemType Directory` of `$folder`, unless it is there.
pub(super) fn make_folder() -> Statement {
    let there = Expr::from(Command::new("Test-Path").with("LiteralPath", var("folder")));
    let make = Command::new("New-Item")
        .with("ItemType", Expr::Word("Directory"))
        .with("Path", var("folder"))
        .pipe(Command::new("Out-Null"));
    Statement::when(there.negated(), vec![make.into()])
}

fn copy_newest() -> Statement {
    let limit = Expr::StaticCall(
        "decimal",
        "Multiply",
        vec![var("LogMegabytes"), Expr::Number(1_048_576)],
    );
    let sorted = Pipeline::from(var("Files")).pipe(
        Command::new("Sort-Object")
            .with("Property", Expr::Word("LastWriteTimeUtc"))
            .switch("Descending"),
    );
    let size = || var("used").binary(Operator::Add, var("one").member("Length"));
    let shown = format("{0}\\{1}", vec![var("Path"), var("one").member("Name")]);
    let copy = Command::new("Copy-Item")
        .with("LiteralPath", var("one").member("FullName"))
        .with("Destination", var("folder"));
    let entry = Command::new("Add-Entry")
        .with("File", shown.clone())
        .with("Source", var("Source"))
        .with("Items", 1)
        .with("Sensitive", var("Sensitive"))
        .with("Problem", "");
    let copied = Statement::Try(
        vec![copy.into(), Statement::assign("used", size()), entry.into()],
        vec![problem(shown, message())],
    );
    let too_many = format(
        "{0} older files left out; a larger -LogMegabytes takes them",
        vec![var("left")],
    );
    let text = |name| parameter(Some("string"), name);
    function(
        "Copy-Newest",
        vec![
            parameter(None, "Files"),
            text("Path"),
            text("Source"),
            text("Sensitive"),
        ],
        vec![
            Statement::assign("folder", below("target", var("Path"))),
            make_folder(),
            Statement::assign("limit", limit),
            Statement::assign("used", Expr::Number(0)),
            Statement::assign("left", Expr::Number(0)),
            Statement::ForEach(
                "one",
                Expr::all_output(sorted),
                vec![Statement::If(
                    vec![(size().binary(Operator::Le, var("limit")), vec![copied])],
                    vec![increment("left")],
                )],
            ),
            Statement::when(
                var("left").binary(Operator::Gt, 0),
                vec![problem(var("Source"), too_many)],
            ),
        ],
    )
}

/// `Copy-Logs -Service $listed -Server .. -Fqdn .. -Below 'Hub'`
fn copy_logs() -> Statement {
    let path = || var("path");
    let share = format(
        "\\\\{0}\\{1}",
        vec![
            var("Fqdn"),
            path().call("Replace", vec![Expr::text(":"), Expr::text("$")]),
        ],
    );
    let source = || format("send log of {0} ({1})", vec![var("Server"), var("Below")]);
    let list = Command::new("Get-ChildItem")
        .with("LiteralPath", path())
        .with("Filter", "*.LOG");
    let files = Pipeline::from(var("logs")).pipe(
        Command::new("Where-Object").argument(Expr::script_block(
            var("_")
                .member("PSIsContainer")
                .binary(Operator::Eq, Expr::Bool(false)),
        )),
    );
    let to = format(
        "{0}\\{1}\\ProtocolLog\\SmtpSend",
        vec![
            Command::new("Get-FolderName")
                .with("Value", var("Server"))
                .into(),
            var("Below"),
        ],
    );
    let copy = Command::new("Copy-Newest")
        .with("Files", var("files"))
        .with("Path", to)
        .with("Source", source())
        .with("Sensitive", LOG);
    let none = format("no log lies in {0}", vec![path()]);
    let read = vec![
        Statement::assign("logs", quiet(list)),
        Statement::assign("unread", failed()),
        Statement::assign("files", Expr::all_output(files)),
        Statement::If(
            vec![
                (
                    var("unread"),
                    vec![problem(source(), var("failures").cast("string"))],
                ),
                (count("files", Operator::Gt, 0), vec![copy.into()]),
            ],
            vec![problem(source(), none)],
        ),
    ];
    let is_remote = same(var("Server"), var("env:COMPUTERNAME")).negated();
    let remote = all([is_remote, path().binary(Operator::Like, "?:*")]);
    let text = |name| parameter(Some("string"), name);
    function(
        "Copy-Logs",
        vec![
            parameter(None, "Service"),
            text("Server"),
            text("Fqdn"),
            text("Below"),
        ],
        vec![
            Statement::assign(
                "path",
                var("Service").member("SendProtocolLogPath").cast("string"),
            ),
            Statement::If(
                vec![(
                    path().binary(Operator::Eq, ""),
                    vec![problem(
                        source(),
                        Expr::text("SendProtocolLogPath is not set"),
                    )],
                )],
                vec![
                    Statement::when(remote, vec![Statement::assign("path", share)]),
                    Statement::Try(read, vec![problem(source(), message())]),
                ],
            ),
        ],
    )
}

/// Logs of the wizard lie in the profile of whoever ran it, so all are looked into.
pub(super) fn hcw_logs() -> Block {
    let profiles = Command::new("Get-ChildItem").with(
        "LiteralPath",
        format("{0}\\Users", vec![var("env:SystemDrive")]),
    );
    let place = Command::new("Join-Path")
        .with("Path", var("user").member("FullName"))
        .with(
            "ChildPath",
            "AppData\\Roaming\\Microsoft\\Exchange Hybrid Configuration",
        );
    let exists = Command::new("Test-Path")
        .with("LiteralPath", var("place"))
        .with("ErrorAction", Expr::Word("Stop"));
    let source = || {
        format(
            "logs of the Hybrid Configuration Wizard in {0}",
            vec![var("place")],
        )
    };
    let list = Command::new("Get-ChildItem").with("LiteralPath", var("place"));
    let ends = |with: &'static str| var("_").member("Name").binary(Operator::Like, with);
    let of_wizard = all([
        ends("*.log").binary(Operator::Or, ends("*.xhcw")),
        ends("*.hybridconnector.log").negated(),
    ]);
    let files = Pipeline::from(var("listed"))
        .pipe(Command::new("Where-Object").argument(Expr::script_block(of_wizard)));
    let to = format(
        "HCW\\{0}",
        vec![
            Command::new("Get-FolderName")
                .with("Value", var("user").member("Name"))
                .into(),
        ],
    );
    let copy = Command::new("Copy-Newest")
        .with("Files", var("files"))
        .with("Path", to)
        .with("Source", source())
        .with("Sensitive", HCW);
    let read = vec![
        Statement::assign("listed", quiet(list)),
        Statement::assign("unread", failed()),
        Statement::assign("files", Expr::all_output(files)),
        Statement::when(
            var("unread"),
            vec![problem(source(), var("failures").cast("string"))],
        ),
        Statement::when(count("files", Operator::Gt, 0), vec![copy.into()]),
    ];
    let unknown = problem(source(), message());
    vec![
        Statement::assign("profiles", Expr::Null),
        Statement::Try(
            vec![Statement::assign("profiles", profiles)],
            vec![problem(Expr::text("profiles of users"), message())],
        ),
        Statement::ForEach(
            "user",
            Expr::all_output(
                Pipeline::from(var("profiles")).pipe(
                    Command::new("Where-Object")
                        .argument(Expr::script_block(var("_").member("PSIsContainer"))),
                ),
            ),
            vec![
                Statement::assign("place", place),
                Statement::Try(
                    vec![Statement::If(vec![(Expr::from(exists), read)], vec![])],
                    vec![unknown],
                ),
            ],
        ),
    ]
}
