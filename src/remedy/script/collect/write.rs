//! Functions that make plain values of objects and write them.

use super::super::frame::{below, each, parameter};
use super::super::words::{all, count, format, or, show, var};
use super::{function, invariant};
use crate::evidence::classify::COLLECTED_WITH;
use crate::remedy::powershell::{Block, Command, Expr, Operator, Parameter, Pipeline, Statement};

/// Names of properties that are never written, as a pattern of .NET: secrets, what
/// people wrote to each other, and what only a shell has a use for.
const LEFT_OUT: &str = "Credential|Password|Secret|^PrivateKey|MessageSubject|^SerializationData$|^RunspaceId$|^PSShowComputerName$";

pub(super) fn functions() -> Block {
    let mut block = vec![
        Statement::Comment("Plain values only: texts, numbers, dates in UTC, lists of texts."),
        plain(),
        Statement::Comment("The same for Format-List: a list as one text in braces."),
        readable(),
    ];
    block.extend(entries());
    block.push(save());
    block
}

fn add(to: Expr, name: impl Into<Expr>, value: Expr) -> Statement {
    Command::new("Add-Member")
        .with("InputObject", to)
        .with("MemberType", Expr::Word("NoteProperty"))
        .with("Name", name)
        .with("Value", value)
        .into()
}

fn new_object() -> Command {
    Command::new("New-Object").with("TypeName", Expr::Word("PSObject"))
}

/// `$null -ne value`: the other way round it would look into a list.
fn exists(value: Expr) -> Expr {
    Expr::Null.binary(Operator::Ne, value)
}

/// `ConvertTo-Plain -Source $listed -CollectedWith 'Get-X' -Names .. -Server ..`
fn plain() -> Statement {
    let property = |name| var("property").member(name);
    let secret = Expr::StaticCall(
        "regex",
        "IsMatch",
        vec![
            property("Name"),
            Expr::text(LEFT_OUT),
            Expr::text("IgnoreCase"),
        ],
    );
    let chosen = or(
        count("Names", Operator::Eq, 0),
        var("Names").binary(Operator::Contains, property("Name")),
    );
    let take = vec![
        Statement::assign("value", Expr::Null),
        Statement::Try(
            vec![Statement::assign("value", property("Value"))],
            vec![Statement::assign("value", Expr::Null)],
        ),
        Statement::when(exists(var("value")), simple()),
        add(var("plain"), property("Name"), var("value")),
    ];
    let known = var("plain").member("PSObject").member("Properties");
    let new = Expr::Null.binary(Operator::Eq, known.index(property("Name")));
    let wanted = all([chosen, secret.negated(), new]);
    let each_property = Statement::ForEach(
        "property",
        var("one").member("PSObject").member("Properties"),
        vec![Statement::when(wanted, take)],
    );
    let given = var("Server").binary(Operator::Ne, "");
    let body = vec![
        Statement::assign("plain", new_object()),
        add(var("plain"), COLLECTED_WITH, var(COLLECTED_WITH)),
        Statement::when(given, vec![add(var("plain"), "Server", var("Server"))]),
        each_property,
        Pipeline::from(var("plain")).into(),
    ];
    let source = Expr::all_output(Pipeline::from(var("Source")));
    function(
        "ConvertTo-Plain",
        vec![
            parameter(None, "Source"),
            parameter(Some("string"), COLLECTED_WITH),
            Parameter {
                kind: Some("string[]"),
                name: "Names",
                default: Some(Expr::list::<Expr>([])),
            },
            parameter(Some("string"), "Server"),
        ],
        vec![Statement::ForEach(
            "one",
            source,
            vec![Statement::when(exists(var("one")), body)],
        )],
    )
}

/// `$value` of any type to one that every form of export keeps.
fn simple() -> Block {
    let kind = |names: &[&'static str]| {
        let names: Vec<&str> = names.to_vec();
        Expr::list(names).binary(Operator::Contains, var("type").member("Name"))
    };
    let bytes = Expr::StaticCall(
        "Convert",
        "ToBase64String",
        vec![var("value").cast("byte[]")],
    );
    let raw = var("property")
        .member("Name")
        .binary(Operator::Eq, "RawData");
    let time = |of: Expr| {
        let pattern = Expr::text("yyyy-MM-dd'T'HH:mm:ss'Z'");
        of.call("ToString", vec![pattern, invariant()])
    };
    let is_utc = var("property")
        .member("Name")
        .binary(Operator::Like, "*UTC");
    let utc = Statement::If(
        vec![(is_utc, vec![Statement::assign("value", time(var("value")))])],
        vec![Statement::assign(
            "value",
            time(var("value").call("ToUniversalTime", vec![])),
        )],
    );
    let listed = exists(var("type").call("GetInterface", vec![Expr::text("IEnumerable")]));
    let texts = Pipeline::from(var("value")).pipe(each(var("_").cast("string")));
    let plain = kind(&[
        "Boolean", "Byte", "Int16", "Int32", "Int64", "UInt32", "UInt64",
    ]);
    vec![
        Statement::assign("type", var("value").call("GetType", vec![])),
        Statement::If(
            vec![
                (raw, vec![Statement::assign("value", bytes)]),
                (plain, vec![Statement::assign("value", var("value"))]),
                (kind(&["DateTime"]), vec![utc]),
                (
                    kind(&["Byte[]"]),
                    vec![Statement::assign("value", Expr::Null)],
                ),
                (
                    all([kind(&["String"]).negated(), listed]),
                    vec![Statement::assign("value", Expr::all_output(texts))],
                ),
            ],
            vec![Statement::assign("value", var("value").cast("string"))],
        ),
    ]
}

fn readable() -> Statement {
    let property = |name| var("property").member(name);
    let joined = format(
        "{{{0}}}",
        vec![property("Value").binary(Operator::Join, ", ")],
    );
    let one_line = Expr::StaticCall(
        "regex",
        "Replace",
        vec![
            var("value").cast("string"),
            Expr::text("[\\r\\n]+"),
            Expr::text(" "),
        ],
    );
    let is_list = property("Value")
        .call("GetType", vec![])
        .member("Name")
        .binary(Operator::Eq, "Object[]");
    let value = vec![
        Statement::assign("value", property("Value")),
        Statement::when(
            exists(property("Value")),
            vec![Statement::when(
                is_list,
                vec![Statement::assign("value", joined)],
            )],
        ),
        Statement::assign("value", one_line),
        add(var("plain"), property("Name"), var("value")),
    ];
    function(
        "ConvertTo-Readable",
        vec![parameter(None, "Source")],
        vec![Statement::ForEach(
            "one",
            Expr::all_output(Pipeline::from(var("Source"))),
            vec![
                Statement::assign("plain", new_object()),
                Statement::ForEach(
                    "property",
                    var("one").member("PSObject").member("Properties"),
                    value,
                ),
                Pipeline::from(var("plain")).into(),
            ],
        )],
    )
}

/// Lines of the manifest.
fn entries() -> Block {
    const COLUMNS: [(&str, &str); 5] = [
        ("EvidenceFile", "File"),
        ("Source", "Source"),
        ("Items", "Items"),
        ("SensitiveContent", "Sensitive"),
        ("CouldNotBeRead", "Problem"),
    ];
    let mut body = vec![Statement::assign("entry", new_object())];
    body.extend(COLUMNS.map(|(column, from)| add(var("entry"), column, var(from))));
    body.push(added("manifest", var("entry")));
    let text = |name| parameter(Some("string"), name);
    let problem = Command::new("Add-Entry")
        .with("File", "")
        .with("Source", var("Source"))
        .with("Items", 0)
        .with("Sensitive", "")
        .with("Problem", var("Why"));
    vec![
        function(
            "Add-Entry",
            vec![
                text("File"),
                text("Source"),
                parameter(Some("int"), "Items"),
                text("Sensitive"),
                text("Problem"),
            ],
            body,
        ),
        function(
            "Add-Problem",
            vec![text("Source"), text("Why")],
            vec![
                show(format(
                    "Could not read {0}: {1}",
                    vec![var("Source"), var("Why")],
                )),
                problem.into(),
                added("problems", var("Source")),
            ],
        ),
    ]
}

/// `$list.Add(value) | Out-Null`
fn added(list: &'static str, value: Expr) -> Statement {
    Pipeline::from(var(list).call("Add", vec![value]))
        .pipe(Command::new("Out-Null"))
        .into()
}

/// `Save-Evidence -Path 'a\b' -Objects $plain -Source .. -Sensitive ..`: JSON where the
/// shell has it, else (PowerShell 2.0) CLIXML and, for a person, Format-List.
fn save() -> Statement {
    let file = |pattern: &'static str, of: &'static str| format(pattern, vec![var(of)]);
    let entry = |pattern: &'static str| {
        Statement::from(
            Command::new("Add-Entry")
                .with("File", file(pattern, "Path"))
                .with("Source", var("Source"))
                .with("Items", var("list").member("Count"))
                .with("Sensitive", var("Sensitive"))
                .with("Problem", ""),
        )
    };
    let out = |pattern: &'static str| {
        Command::new("Out-File")
            .with("FilePath", file(pattern, "file"))
            .with("Encoding", Expr::Word("utf8"))
    };
    let parent = Command::new("Split-Path")
        .with("Path", var("file"))
        .switch("Parent");
    let to_json = Command::new("ConvertTo-Json")
        .with("InputObject", var("list"))
        .with("Depth", 4)
        .pipe(out("{0}.json"));
    let to_xml = Pipeline::from(var("list"))
        .pipe(Command::new("Export-Clixml").with("Path", file("{0}.xml", "file")));
    let to_text = Command::new("ConvertTo-Readable")
        .with("Source", var("list"))
        .pipe(Command::new("Format-List").with("Property", Expr::Word("*")))
        .pipe(out("{0}.txt").with("Width", 32000));
    let failed = Command::new("Add-Problem")
        .with("Source", var("Path"))
        .with("Why", var("_").member("Exception").member("Message"));
    let text = |name| parameter(Some("string"), name);
    function(
        "Save-Evidence",
        vec![
            text("Path"),
            parameter(None, "Objects"),
            text("Source"),
            text("Sensitive"),
        ],
        vec![
            Statement::assign("file", below("target", var("Path"))),
            Statement::assign("list", Expr::all_output(Pipeline::from(var("Objects")))),
            Statement::Try(
                vec![
                    Statement::assign("folder", parent),
                    super::files::make_folder(),
                    Statement::If(
                        vec![(var("json"), vec![to_json.into(), entry("{0}.json")])],
                        vec![
                            to_xml.into(),
                            entry("{0}.xml"),
                            to_text.into(),
                            entry("{0}.txt"),
                        ],
                    ),
                ],
                vec![failed.into()],
            ),
        ],
    )
}

/// The list of all files but itself.
pub(super) fn manifest() -> Statement {
    Command::new("Save-Evidence")
        .with("Path", "manifest")
        .with("Objects", var("manifest"))
        .with("Source", "relay-doctor")
        .with("Sensitive", "names of servers and files")
        .into()
}
