//! Bodies of every Exchange, in other languages, and several in one file.

use super::*;

fn seen(source: &str) -> Vec<(String, Option<String>, Option<String>)> {
    let bounce = parse(source.as_bytes()).unwrap();
    let row = |r: BounceReply| (r.text, r.recipient, r.reporting_server);
    bounce.replies.into_iter().map(row).collect()
}

#[test]
fn bodies_of_every_version_give_reply_recipient_and_server() {
    let older = "550 5.7.64 TenantAttribution; Relay Access Denied [AM5EUR02FT025.eop-EUR02.prod.protection.outlook.com]";
    let head = "Generating server: mail.contoso.com";
    for (source, reply) in [
        // 2007 and 2010.
        (
            format!("{head}\n\nsomeone@fabrikam.com\n{EOP} #{older} ##\n"),
            older,
        ),
        (format!("{head}\nsomeone@fabrikam.com #{older} ##\n"), older),
        (
            format!("{head}\n\nsomeone@fabrikam.com\n#<{EOP} #5.7.64 smtp;{older}> #SMTP#\n"),
            older,
        ),
        // 2013 and later.
        (
            format!("{head}\n\nsomeone@fabrikam.com\n{EOP}\nRemote Server returned '{NEWER}'\n"),
            NEWER,
        ),
        (
            format!(
                "{head}\nReceiving server: {EOP} (52.101.73.10)\n\nsomeone@fabrikam.com\n11/2/2026 8:00:04 AM - Remote Server at {EOP} (52.101.73.10) returned '{older}'\n"
            ),
            older,
        ),
        (
            format!(
                "{head}\n\nsomeone@fabrikam.com\nRemote Server returned '<{EOP} #5.7.64 smtp;{older}>'\n"
            ),
            older,
        ),
        // Cut in the middle of the reply by a mail program.
        (
            format!(
                "{head}\n\nsomeone@fabrikam.com\n{EOP}\nRemote Server returned '550 5.7.64 TenantAttribution; Relay\nAccess Denied [AM5EUR02FT025.eop-EUR02.prod.protection.outlook.com]'\n"
            ),
            older,
        ),
    ] {
        assert_eq!(
            seen(&source),
            [(
                reply.to_owned(),
                Some("someone@fabrikam.com".to_owned()),
                Some("mail.contoso.com".to_owned())
            )],
            "{source}"
        );
    }
}

#[test]
fn words_in_other_languages_stand_around_the_english_reply() {
    for (server, returned, headers) in [
        (
            "生成サーバー: mail.contoso.com",
            "リモート サーバーから '{}' が返されました",
            "元のメッセージ ヘッダー:",
        ),
        (
            "Generierender Server: mail.contoso.com",
            "Der Remoteserver hat \"{}\" zurückgegeben",
            "Ursprüngliche Nachrichtenkopfzeilen:",
        ),
        (
            "Serveur de génération : mail.contoso.com",
            "Le serveur distant a retourné '{}'",
            "En-têtes de message d'origine :",
        ),
        (
            "生成服务器: mail.contoso.com",
            "远程服务器返回了 '{}'",
            "原始邮件头:",
        ),
        (
            "Создающий сервер: mail.contoso.com",
            "Удаленный сервер вернул '{}'",
            "Исходные заголовки сообщения:",
        ),
    ] {
        let source = format!(
            "{server}\n\nsomeone@fabrikam.com\n{EOP}\n{}\n\n{headers}\n\nReceived: from EX01.contoso.com (10.0.0.5) by x; 550 5.7.1 of another hop\nReturn-Path: <user@contoso.com>\n",
            returned.replace("{}", REPLY)
        );
        assert_eq!(
            seen(&source),
            [(
                REPLY.to_owned(),
                Some("someone@fabrikam.com".to_owned()),
                Some("mail.contoso.com".to_owned())
            )],
            "{source}"
        );
        let bounce = parse(source.as_bytes()).unwrap();
        assert_eq!(
            bounce.sender.as_deref(),
            Some("user@contoso.com"),
            "{source}"
        );
    }
}

#[test]
fn every_bounce_of_an_mbox_is_read_with_its_own_line_and_sender() {
    let first = message("", STATUS, "\n");
    let second = message("", STATUS, "\n")
        .replace("<user@contoso.com>", "<other@contoso.com>")
        .replace("someone@fabrikam.com", "third@fabrikam.com");
    let letter = "From: a@contoso.com\nMessage-ID: <9@contoso.com>\nMIME-Version: 1.0\n\nhello\n\n";
    for source in [
        format!(
            "From p Thu Jan 29\n{first}\nFrom q Thu Jan 29\n{letter}From p Fri Jan 30\n{second}"
        ),
        format!("{first}\n{second}"),
        format!("{first}{second}").replace('\n', "\r\n"),
    ] {
        let bounces = parse_all(source.as_bytes());
        assert_eq!(bounces.len(), 2, "{source}");
        let to = |b: &Bounce| b.replies[0].recipient.clone().unwrap();
        assert_eq!(to(&bounces[0]), "someone@fabrikam.com");
        assert_eq!(to(&bounces[1]), "third@fabrikam.com");
        assert_eq!(bounces[1].sender.as_deref(), Some("other@contoso.com"));
        for bounce in &bounces {
            let at = usize::try_from(bounce.replies[0].line).unwrap();
            let line = source.lines().nth(at - 1).unwrap();
            assert!(
                line.starts_with("Diagnostic-Code: smtp;550 5.7.64"),
                "{at}: {line}"
            );
        }
    }
}

#[test]
fn the_status_part_is_read_in_any_charset_and_coding() {
    let wide: Vec<u8> = STATUS.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let engine = base64::engine::general_purpose::STANDARD;
    for (head, body) in [
        ("Content-Transfer-Encoding: base64\n", engine.encode(STATUS)),
        (
            "Content-Transfer-Encoding: BASE64\n",
            engine.encode(STATUS.replace('\n', "\r\n")),
        ),
        ("Content-Transfer-Encoding: base64\n", engine.encode(wide)),
        ("Content-Transfer-Encoding: 8bit\n", STATUS.to_owned()),
    ] {
        let source = message(head, &body, "\n");
        let bounce = parse(source.as_bytes()).unwrap();
        let kinds: Vec<_> = bounce.replies.iter().map(|r| r.kind).collect();
        assert_eq!(
            kinds,
            [ReplyKind::TenantAttribution; 2],
            "{head}\n{bounce:#?}"
        );
        assert_eq!(
            bounce.replies[1].recipient.as_deref(),
            Some("second@fabrikam.com")
        );
    }
}

/// Both parts in base64 of ISO-2022-JP, and of the refused message the headers alone.
#[test]
fn a_report_whose_words_are_japanese_is_one_refusal_with_its_sender() {
    let source = "From: postmaster@contoso.com\r\nTo: user@contoso.com\r\nMIME-Version: 1.0\r\nDate: Mon, 2 Nov 2026 08:00:10 +0000\r\nContent-Type: multipart/report; report-type=delivery-status; boundary=\"b1\"\r\n\r\n\
        --b1\r\nContent-Type: text/plain; charset=iso-2022-jp\r\nContent-Transfer-Encoding: base64\r\n\r\nGyRCR1s/LklURz0bKEI6IDU1MCA1LjcuNjQgVGVuYW50QXR0cmlidXRpb247GyRCJWolbCE8GyhC\r\nIBskQiUiJS8lOyU5NXFIXRsoQiBTTVRQDQo=\r\n\r\n\
        --b1\r\nContent-Type: message/delivery-status; charset=\"iso-2022-jp\"\r\nContent-Transfer-Encoding: base64\r\n\r\nUmVwb3J0aW5nLU1UQTogZG5zO21haWwuY29udG9zby5jb20NCg0KRmluYWwtUmVjaXBpZW50OiBy\r\nZmM4MjI7c29tZW9uZUBmYWJyaWthbS5jb20NCkFjdGlvbjogZmFpbGVkDQpTdGF0dXM6IDUuNy42\r\nNA0KRGlhZ25vc3RpYy1Db2RlOiBzbXRwOzU1MCA1LjcuNjQgVGVuYW50QXR0cmlidXRpb247IFJl\r\nbGF5IEFjY2VzcyBEZW5pZWQNCiBbQU01RVVSMDJGVDAyNS5lb3AtRVVSMDIucHJvZC5wcm90ZWN0\r\naW9uLm91dGxvb2suY29tXQ0KUmVtb3RlLU1UQTogZG5zO0FNNUVVUjAyRlQwMjUubWFpbC5wcm90\r\nZWN0aW9uLm91dGxvb2suY29tDQpYLURpc3BsYXktTmFtZTogGyRCTmtMWhsoQg0K\r\n\r\n\
        --b1\r\nContent-Type: text/rfc822-headers\r\n\r\nReturn-Path: <user@contoso.com>\r\nFrom: shown@contoso.com\r\n\r\n--b1--\r\n";
    let bounce = parse(source.as_bytes()).unwrap();
    assert_eq!(bounce.sender.as_deref(), Some("user@contoso.com"));
    assert_eq!(bounce.replies.len(), 1, "{bounce:?}");
    let reply = &bounce.replies[0];
    assert_eq!(reply.recipient.as_deref(), Some("someone@fabrikam.com"));
    assert_eq!(reply.status.as_deref(), Some("5.7.64"));
    assert_eq!(reply.reporting_server.as_deref(), Some("mail.contoso.com"));
}
