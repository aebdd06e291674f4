//! What stands around the steps of a script: its own functions, the guards on the
//! shell, the state before, and a last line that says how it ended.

use super::Side;
use super::words::{all, format, has_command, or, read_or_stop, show, stop, var};
use crate::remedy::edit::Object;
use crate::remedy::powershell::{
    Block, Command, Expr, Function, Operator, Parameter, Pipeline, Statement,
};

/// A parameter of a function.
pub(super) fn parameter(kind: Option<&'static str>, name: &'static str) -> Parameter {
    Parameter {
        kind,
        name,
        default: None,
    }
}

fn function(name: &'static str, parameters: Vec<Parameter>, body: Block) -> Statement {
    Statement::Function(Function {
        name,
        parameters,
        body,
    })
}

/// Functions for text and comparison that every script has.
pub(super) fn text_functions() -> Block {
    // Categories of .NET: controls, format characters, line and paragraph separators.
    let safe = Expr::StaticCall(
        "regex",
        "Replace",
        vec![
            var("Value").cast("string"),
            Expr::text("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]"),
            Expr::text("?"),
        ],
    );
    let texts = Pipeline::from(var("Value"))
        .pipe(each(var("_").cast("string")))
        .pipe(Command::new("Sort-Object"));
    let value_text = Expr::all_output(texts).binary(Operator::Join, ", ");
    let value = |name| text_of_variable(name);
    let ignoring_case = Expr::Static("System.StringComparison", "OrdinalIgnoreCase");
    let same = Expr::StaticCall(
        "string",
        "Equals",
        vec![value("Left"), value("Right"), ignoring_case],
    );
    vec![
        Statement::Comment("What was read may hold characters that steer a console."),
        function(
            "Get-SafeText",
            vec![parameter(None, "Value")],
            vec![Statement::Return(Some(safe))],
        ),
        function(
            "Show-Line",
            vec![parameter(None, "Text")],
            vec![Statement::say(Expr::from(
                Command::new("Get-SafeText").with("Value", var("Text")),
            ))],
        ),
        Statement::Comment("Any value as one text: nothing, one, or several in a fixed order."),
        function(
            "Get-ValueText",
            vec![parameter(None, "Value")],
            vec![Statement::Return(Some(value_text))],
        ),
        function(
            "Test-Same",
            vec![parameter(None, "Left"), parameter(None, "Right")],
            vec![Statement::Return(Some(same))],
        ),
    ]
}

fn text_of_variable(name: &'static str) -> Expr {
    super::words::text_of(var(name))
}

/// `ForEach-Object { value }`
pub(super) fn each(value: Expr) -> Command {
    Command::new("ForEach-Object").argument(Expr::script_block(value))
}

/// Server names as one writes them, whether the shell gives a name, an FQDN or a path.
pub(super) fn server_function() -> Block {
    let last = |of: Expr, separator: &'static str, index: i32| {
        of.call("Split", vec![Expr::text(separator)]).index(index)
    };
    let name = last(last(var("_").cast("string"), "/", -1), ".", 0);
    vec![function(
        "Get-ServerName",
        vec![parameter(None, "Value")],
        vec![Pipeline::from(var("Value")).pipe(each(name)).into()],
    )]
}

/// The connectors of exactly this name: `-Identity` with a name that does not exist
/// gives all of them (Get-InboundConnector reference).
pub(super) fn finder(object: Object) -> Block {
    let exists = var("_").binary(Operator::Ne, Expr::Null);
    let named = var("_").member("Name").same_text(var("Name"));
    let mut body = read_or_stop("everything", Command::new(object.getter()));
    let filter = Expr::script_block(exists.binary(Operator::And, named));
    body.push(
        Pipeline::from(var("everything"))
            .pipe(Command::new("Where-Object").argument(filter))
            .into(),
    );
    let name = parameter(Some("string"), "Name");
    vec![function(find(object), vec![name], body)]
}

/// The script's own function that finds connectors by name.
pub(super) fn find(object: Object) -> &'static str {
    match object {
        Object::InboundConnector => "Find-InboundConnector",
        Object::SendConnector => "Find-SendConnector",
    }
}

/// Functions that end a script that changes something.
pub(super) fn ending_functions() -> Block {
    let close = Statement::when(
        var("logging"),
        vec![Statement::Try(
            vec![
                Command::new("Stop-Transcript")
                    .pipe(Command::new("Out-Null"))
                    .into(),
            ],
            vec![show("The transcript could not be closed.")],
        )],
    );
    let end = |name, line: &'static str, code| {
        function(
            name,
            vec![parameter(None, "Reason")],
            vec![
                show(format(
                    "Changed by this run before it ended: {0}.",
                    vec![var("changed")],
                )),
                show(format(line, vec![var("Reason")])),
                Command::new("Close-Log").into(),
                Statement::Exit(code),
            ],
        )
    };
    vec![
        function("Close-Log", vec![], vec![close]),
        end("Stop-Script", "STOPPED: {0}", 2),
        end("Stop-Failed", "FAILED: {0}", 1),
    ]
}

/// The right shell, and not the other one: both have Get-AcceptedDomain and others.
pub(super) fn shell_guards(side: Side) -> Block {
    match side {
        Side::OnPremises => vec![
            Statement::Comment("Guard: the Exchange Management Shell, and only that."),
            Statement::when(
                has_command("Get-InboundConnector"),
                vec![stop(
                    "Exchange Online PowerShell is loaded in this window. Open the Exchange Management Shell in a window of its own.",
                )],
            ),
            Statement::when(
                has_command("Get-SendConnector").negated(),
                vec![stop(
                    "this is not the Exchange Management Shell. Open it on an Exchange server and run the script there.",
                )],
            ),
        ],
        Side::Cloud => {
            let module = Command::new("Get-Module").with("Name", "ExchangeOnlineManagement");
            let installed = Expr::from(module.clone().switch("ListAvailable"));
            let missing = all([installed.negated(), Expr::from(module).negated()]);
            vec![
                Statement::Comment("Guard: Exchange Online PowerShell, and only that."),
                Statement::when(
                    or(
                        has_command("Get-ExchangeServer"),
                        has_command("Get-SendConnector"),
                    ),
                    vec![stop(
                        "the Exchange Management Shell is loaded in this window. Open a new PowerShell window and connect there.",
                    )],
                ),
                Statement::when(
                    missing,
                    vec![stop(
                        "the module ExchangeOnlineManagement is not installed: Install-Module ExchangeOnlineManagement.",
                    )],
                ),
            ]
        }
    }
}

/// Whether Connect-ExchangeOnline was run; not a part of [`shell_guards`], since a script
/// may be told to sign in.
pub(super) fn connected_guard() -> Statement {
    Statement::when(
        has_command("Get-InboundConnector").negated(),
        vec![stop(
            "not connected: run Connect-ExchangeOnline in this window first, without -Prefix.",
        )],
    )
}

/// What is saved before anything is changed: the cmdlet and its file.
pub(super) fn saved(side: Side) -> [(&'static str, &'static str); 2] {
    match side {
        Side::OnPremises => [
            ("Get-SendConnector", "send-connectors.xml"),
            ("Get-ReceiveConnector", "receive-connectors.xml"),
        ],
        Side::Cloud => [
            ("Get-InboundConnector", "inbound-connectors.xml"),
            ("Get-OutboundConnector", "outbound-connectors.xml"),
        ],
    }
}

/// `Join-Path -Path $folder -ChildPath file`
pub(super) fn below(folder: &'static str, file: impl Into<Expr>) -> Expr {
    let join = Command::new("Join-Path").with("Path", var(folder));
    join.with("ChildPath", file).into()
}

/// The dated folder, the transcript, and the state before. `-WhatIf` writes nothing.
pub(super) fn save_state(side: Side) -> Block {
    let now = Expr::Static("DateTime", "UtcNow");
    let invariant = Expr::Static("System.Globalization.CultureInfo", "InvariantCulture");
    let stamp = now.call("ToString", vec![Expr::text("yyyyMMdd-HHmmss"), invariant]);
    let name = format("{0}{1}", vec![Expr::Word(side.before()), stamp]);
    let make = Command::new("New-Item")
        .with("ItemType", Expr::Word("Directory"))
        .with("Path", var("beforeFolder"));
    let log =
        Command::new("Start-Transcript").with("Path", below("beforeFolder", "transcript.txt"));
    let refused = format(
        "the folder {0} could not be made: {1}",
        vec![
            var("beforeFolder"),
            var("_").member("Exception").member("Message"),
        ],
    );
    let mut prepared = vec![
        Statement::Try(
            vec![make.pipe(Command::new("Out-Null")).into()],
            vec![stop(refused)],
        ),
        Statement::Try(
            vec![
                log.pipe(Command::new("Out-Null")).into(),
                Statement::assign("logging", Expr::Bool(true)),
            ],
            vec![show("This host keeps no transcript: keep what it shows.")],
        ),
    ];
    for (cmdlet, file) in saved(side) {
        prepared.extend(save(cmdlet, file, "everything"));
    }
    if side == Side::OnPremises {
        prepared.push(Statement::assign(
            "everything",
            Command::new("Get-DefaultSmtp"),
        ));
        prepared.extend(export(DEFAULT_SMTP, "everything"));
    }
    prepared.push(show(format(
        "The state before was saved in {0}.",
        vec![var("beforeFolder")],
    )));
    let skipped = show("PREVIEW: the state before is not saved, and nothing is changed.");
    vec![
        Statement::Comment("The state before, and a transcript, in a folder of this run."),
        Statement::assign("beforeFolder", below("Folder", name)),
        Statement::If(
            vec![(var("WhatIfPreference").negated(), prepared)],
            vec![skipped],
        ),
    ]
}

/// The file of the default SMTP certificates.
pub(super) const DEFAULT_SMTP: &str = "default-smtp-certificates.xml";

fn save(cmdlet: &'static str, file: &'static str, variable: &'static str) -> Block {
    let mut block = read_or_stop(variable, Command::new(cmdlet));
    block.extend(export(file, variable));
    block
}

fn export(file: &'static str, variable: &'static str) -> Block {
    let path = below("beforeFolder", file);
    let test = Expr::from(Command::new("Test-Path").with("LiteralPath", path.clone()));
    let lost = format("{0} was not saved.", vec![Expr::Word(file)]);
    vec![
        Pipeline::from(var(variable))
            .pipe(Command::new("Export-Clixml").with("Path", path))
            .into(),
        Statement::when(test.negated(), vec![stop(lost)]),
    ]
}

/// The thumbprint of the default SMTP certificate of each server. Exchange 2010
/// calls the cmdlet Get-TransportServer.
pub(super) fn default_smtp_function() -> Block {
    let properties = Expr::words(&["Name", "InternalTransportCertificateThumbprint"]);
    let select = Command::new("Select-Object").argument(properties);
    let body = vec![
        Statement::If(
            vec![(
                has_command("Get-TransportService"),
                read_or_stop("services", Command::new("Get-TransportService")),
            )],
            read_or_stop("services", Command::new("Get-TransportServer")),
        ),
        Pipeline::from(var("services")).pipe(select).into(),
    ];
    vec![function("Get-DefaultSmtp", vec![], body)]
}

/// The last line.
pub(super) fn ending() -> Block {
    let close = || Statement::from(Command::new("Close-Log"));
    let counts = || vec![var("changed"), var("already"), var("declined")];
    let preview = vec![
        show("PREVIEW: nothing was changed."),
        close(),
        Statement::Exit(0),
    ];
    let declined = vec![
        show(format(
            "NOT ALL DONE: {0} changed, {1} already right, {2} declined.",
            counts(),
        )),
        close(),
        Statement::Exit(3),
    ];
    let some_declined = var("declined").binary(Operator::Gt, 0);
    vec![
        Statement::If(
            vec![
                (var("WhatIfPreference"), preview),
                (some_declined, declined),
            ],
            vec![],
        ),
        show(format("DONE: {0} changed, {1} already right.", counts())),
        close(),
        Statement::Exit(0),
    ]
}
