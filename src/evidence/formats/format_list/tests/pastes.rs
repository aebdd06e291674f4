//! Pastes from consoles, mails and transcripts.

use super::*;

fn classes(source: &str) -> Vec<ObjectClass> {
    parse(source).records.iter().map(|r| r.class).collect()
}

fn known(source: &str) -> Vec<ObjectClass> {
    let mut all = classes(source);
    all.retain(|class| *class != ObjectClass::Unknown);
    all
}

#[test]
fn prompts_of_every_shell_and_commands_of_several_lines() {
    for command in [
        "PS C:\\> Get-SendConnector |\n>> Format-List Name,\n>> Enabled\n>>\n",
        "[PS] C:\\Windows\\system32>Get-SendConnector | fl Name,Enabled\n",
        "[ex01.contoso.com]: PS C:\\Users\\x\\Documents> Get-SendConnector | fl Name,Enabled\n",
        "PS /tmp/x> Get-SendConnector | fl Name,Enabled\n",
        "PS>Get-SendConnector | fl Name,Enabled\n",
        "Get-SendConnector | fl Name,Enabled\n",
        "$c = Get-SendConnector\n$c | fl Name,Enabled\n",
        "PS C:\\> $c = Get-SendConnector\nPS C:\\> $d = Get-AcceptedDomain\nPS C:\\> $c | fl Name,Enabled\n",
    ] {
        let source =
            format!("{command}\n\nName    : Outbound\nEnabled : True\n\n\n\nPS C:\\> exit\n");
        assert_eq!(classes(&source), [ObjectClass::SendConnector], "{source}");
        assert_eq!(only(&source).fields.len(), 2, "{source}");
    }
}

#[test]
fn two_cmdlets_in_one_command_leave_it_to_the_objects() {
    let source = "\
PS C:\\> Get-InboundConnector | fl Name,TlsSenderCertificateName; Get-AcceptedDomain | fl Name,Default

Name                     : Inbound
TlsSenderCertificateName : *.contoso.com

Name    : contoso.com
Default : True
";
    assert_eq!(
        classes(source),
        [ObjectClass::InboundConnector, ObjectClass::Unknown]
    );
}

#[test]
fn a_failed_command_is_no_object() {
    let windows = "\
PS C:\\> Get-InboundConnector | fl
Get-InboundConnector : The term 'Get-InboundConnector' is not recognized as the name of a cmdlet.
At line:1 char:1
+ Get-InboundConnector | fl
+ ~~~~~~~~~~~~~~~~~~~~
    + CategoryInfo          : ObjectNotFound: (Get-InboundConnector:String) [], CommandNotFoundException
    + FullyQualifiedErrorId : CommandNotFoundException

PS C:\\>
";
    let newer = "\
PS C:\\> Get-InboundConnector | fl
Get-InboundConnector: The term 'Get-InboundConnector' is not recognized as a name of a cmdlet.
PS C:\\> Get-AcceptedDomain
Exception: Unable to find session. Please connect again.
";
    let japanese = "\
PS C:\\> Get-SendConnector | fl Name
Get-SendConnector : 用語 'Get-SendConnector' は、コマンドレットとして認識されません。
発生場所 行:1 文字:1
    + CategoryInfo          : ObjectNotFound: (Get-SendConnector:String) []
";
    for source in [windows, newer, japanese] {
        assert_eq!(known(source), [], "{source}\n{:#?}", parse(source).records);
    }
}

#[test]
fn warnings_in_any_language_are_no_objects() {
    for warning in [
        "WARNING: The results are incomplete.",
        "AVERTISSEMENT : Le résultat est incomplet.",
        "AVERTISSEMENT\u{a0}: Le résultat est incomplet.",
        "WARNUNG: Das Ergebnis ist unvollständig.",
        "ADVERTENCIA: El resultado está incompleto.",
        "警告: 結果は不完全です。",
        "경고: 결과가 불완전합니다.",
    ] {
        let source = format!(
            "PS C:\\> Get-SendConnector | fl Name,Enabled\n{warning}\n\nName    : a\nEnabled : True\n{warning}\n"
        );
        assert_eq!(classes(&source), [ObjectClass::SendConnector], "{source}");
    }
}

#[test]
fn transcripts_are_pastes_with_a_head_and_a_foot() {
    let english = (
        "Windows PowerShell transcript start\nStart time: 20261102080000\nUsername: CONTOSO\\admin\nMachine: EX01 (Microsoft Windows NT 10.0.17763.0)\nHost Application: C:\\Windows\\System32\\WindowsPowerShell\\v1.0\\powershell.exe\nProcess ID: 4711",
        "Windows PowerShell transcript end\nEnd time: 20261102081500",
    );
    let german = (
        "Start der Windows PowerShell-Aufzeichnung\nStartzeit: 20261102080000\nBenutzername: CONTOSO\\admin\nComputer: EX01 (Microsoft Windows NT 10.0.17763.0)\nProzess-ID: 4711",
        "Ende der Windows PowerShell-Aufzeichnung\nEndzeit: 20261102081500",
    );
    let japanese = (
        "Windows PowerShell トランスクリプト開始\n開始時刻: 20261102080000\nユーザー名: CONTOSO\\admin\nコンピューター: EX01 (Microsoft Windows NT 10.0.17763.0)\nプロセス ID: 4711",
        "Windows PowerShell トランスクリプト終了\n終了時刻: 20261102081500",
    );
    for (head, foot) in [english, german, japanese] {
        let stars = "**********************";
        let source = format!(
            "{stars}\n{head}\n{stars}\nTranscript started, output file is C:\\t.txt\nPS C:\\> Get-SendConnector | fl Name,Enabled\n>> TerminatingError(): \"x\"\n\nName    : a\nEnabled : True\n\nPS C:\\> Stop-Transcript\n{stars}\n{foot}\n{stars}\n"
        );
        assert_eq!(known(&source), [ObjectClass::SendConnector], "{source}");
    }
}

#[test]
fn colours_quotes_and_hard_blanks_are_taken_off() {
    let coloured: String = CONNECTOR
        .lines()
        .map(|line| {
            let (name, value) = line.split_once(": ").unwrap_or((line, ""));
            format!("\u{1b}[32;1m{name}: \u{1b}[0m{value}\n")
        })
        .collect();
    let quoted: String = CONNECTOR.lines().map(|l| format!("> {l}\n")).collect();
    let twice: String = CONNECTOR.lines().map(|l| format!(">> {l}\n")).collect();
    let hard = CONNECTOR.replace(' ', "\u{a0}");
    let tabs = CONNECTOR.replace(" : ", "\t: ");
    for source in [coloured, quoted, twice, tabs] {
        let record = only(&source);
        assert_eq!(record.class, ObjectClass::InboundConnector, "{source}");
        assert_eq!(record.fields.len(), 7, "{source}");
        let field = record.field("TlsSenderCertificateName").unwrap();
        assert_eq!(field.value, text("*.contoso.com"), "{source}");
        let line = source.lines().nth(field.line as usize - 1).unwrap();
        assert!(line.contains(&field.excerpt), "{source}: {}", field.excerpt);
    }
    let record = only(&hard);
    assert_eq!(record.class, ObjectClass::InboundConnector);
    assert_eq!(
        record.field("TlsSenderCertificateName").unwrap().value,
        text("*.contoso.com")
    );
}

#[test]
fn lists_and_names_wrapped_at_any_width_are_whole_again() {
    let lists = [
        "{mail.contoso.com, autodiscover.contoso.com, owa.contoso.com, relay.contoso.com, hybrid.contoso.com, smtp.contoso.com}",
        "{203.0.113.7, 203.0.113.8, 203.0.113.9, 203.0.113.10, 203.0.113.11, 203.0.113.12, 198.51.100.0/24, 198.51.100.7}",
    ];
    for value in lists {
        let items: Vec<&str> = value.trim_matches(['{', '}']).split(", ").collect();
        for (width, indent) in [
            (79, 21),
            (80, 21),
            (119, 21),
            (120, 21),
            (60, 21),
            (80, 0),
            (120, 0),
        ] {
            let source = wrapped("CertificateDomains", value, width, indent);
            let record = only(&source);
            assert_eq!(
                record.fields[0].value,
                list(&items, true),
                "{width} {indent}\n{source}"
            );
        }
    }
}

#[test]
fn a_wrapped_list_that_was_cut_is_known_to_be_cut() {
    let value = "{mail.contoso.com, autodiscover.contoso.com, owa.contoso.com, relay.contoso.com, hybrid.contoso.com...}";
    for (width, indent) in [(80, 21), (60, 21), (80, 0)] {
        let source = wrapped("CertificateDomains", value, width, indent);
        let record = only(&source);
        let Value::List { items, complete } = &record.fields[0].value else {
            unreachable!("{source}");
        };
        assert_eq!((items.len(), *complete), (5, false), "{source}");
    }
}

#[test]
fn tables_name_the_cmdlet_by_columns_or_command() {
    let table = [
        (
            "Identity AddressSpaces Enabled\n-------- ------------- -------\nOut      {SMTP:*;1}    True\n",
            ObjectClass::SendConnector,
        ),
        (
            "Name Enabled\n---- -------\nIn   True\n",
            ObjectClass::Unknown,
        ),
        (
            "PS C:\\> Get-InboundConnector\n\nName Enabled\n---- -------\nIn   True\n",
            ObjectClass::InboundConnector,
        ),
        (
            "Thumbprint                                Services   Subject\n----------                                --------   -------\n17BE570EFE20836063EE1771C0D18482FBB03846  ...WS..    CN=mail.contoso.com\n",
            ObjectClass::ExchangeCertificate,
        ),
        (
            "Identity  DeliveryType Status MessageCount NextHopDomain\n--------  ------------ ------ ------------ -------------\nEX01\\3    SmartHost    Retry  4            x\n",
            ObjectClass::Queue,
        ),
        (
            "\u{1b}[32;1mName\u{1b}[0m \u{1b}[32;1mSenderDomains\u{1b}[0m\n\u{1b}[32;1m----\u{1b}[0m \u{1b}[32;1m-------------\u{1b}[0m\nIn   {smtp:*;1}\n",
            ObjectClass::InboundConnector,
        ),
    ];
    for (source, class) in table {
        let parsed = parse(source);
        assert_eq!(parsed.records, [], "{source}");
        let kinds: Vec<_> = parsed.notes.iter().map(|n| &n.kind).collect();
        assert_eq!(
            kinds,
            [&NoteKind::NotRead(Unread::FormatTable(class))],
            "{source}"
        );
    }
}

proptest! {
    /// What a console does to a listing does not change what is in it.
    #[test]
    fn wrapping_changes_no_value(value in "[a-z][a-z.=]{0,40}(, [a-z]{1,30}){0,8}", width in 45usize..130) {
        let source = wrapped("TlsCertificateName", &value, width, 0);
        let record = only(&source);
        prop_assert_eq!(&record.fields[0].value, &text(&value), "{}", source);
    }

    /// Damage to one line of a listing leaves the object before and after it.
    #[test]
    fn an_edit_stays_in_its_object(at in 0usize..100, put in "[\\{\\}:, \n\"x…]{1,3}") {
        let before = "Name                     : first\nTlsSenderCertificateName : a.contoso.com\n\n";
        let after = "\n\nName                     : last\nTlsSenderCertificateName : z.contoso.com\n";
        let middle = "Name                     : middle\nTlsSenderCertificateName : m.contoso.com\nEnabled                  : True\n";
        let at = (0..=at.min(middle.len())).rev().find(|&i| middle.is_char_boundary(i)).unwrap_or(0);
        let source = format!("{before}{}{put}{}{after}", &middle[..at], &middle[at..]);
        let records = parse(&source).records;
        let name = |r: &Record| r.field("Name").map(|f| f.value.clone());
        prop_assert_eq!(name(&records[0]), Some(text("first")));
        prop_assert_eq!(name(records.last().unwrap()), Some(text("last")));
    }
}
