//! Files that are read whole: ten thousand small ones, and one of 50 MB of each form
//! of XML.

use std::error::Error;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use super::table::Table;
use super::{Wanted, diagnose, usage};

const LARGE: usize = 50_000_000;

fn object(number: usize) -> String {
    format!(
        "Name : d{number}.contoso.com\r\nDomainName : d{number}.contoso.com\r\nDomainType : Authoritative\r\nDefault : False\r\nInitialDomain : False\r\nIdentity : d{number}.contoso.com\r\n\r\n"
    )
}

/// Listings of Get-AcceptedDomain, one object a file.
pub(crate) fn small_files(wanted: &Wanted) -> Result<(), Box<dyn Error>> {
    let folder = wanted.folder.join("small");
    fs::create_dir_all(&folder)?;
    for number in 0..10_000 {
        fs::write(folder.join(format!("domain{number}.txt")), object(number))?;
    }
    one(wanted, "10,000 files of 200 bytes", &folder)
}

/// What is 50 MB long once opening, as many parts as fit, and closing are joined.
fn large(open: &str, part: impl Fn(usize, &mut String), close: &str) -> String {
    let mut text = open.to_owned();
    let mut number = 0;
    while text.len() < LARGE {
        part(number, &mut text);
        number += 1;
    }
    text + close
}

pub(crate) fn large_files(wanted: &Wanted) -> Result<(), Box<dyn Error>> {
    let xhcw = |objects: usize| {
        move |number: usize, text: &mut String| {
            let _ = write!(
                text,
                "<invoke start=\"10/30/2026 03:26:02.330\" duration=\"656\" type=\"Tenant\" cmdlet=\"Get-AcceptedDomain\"><!--Get-AcceptedDomain--><parameters><parameter name=\"DomainController\" valueIsNull=\"True\" /></parameters><results>"
            );
            for index in 0..objects {
                let name = format!("d{}.contoso.com", number * objects + index);
                let _ = write!(
                    text,
                    "<object type=\"Deserialized.Microsoft.Exchange.Data.Directory.SystemConfiguration.AcceptedDomain\"><property name=\"DomainName\" type=\"Deserialized.Microsoft.Exchange.Data.SmtpDomainWithSubdomains\" value=\"{name}\" /><property name=\"DomainType\" type=\"System.String\" value=\"Authoritative\" /><property name=\"Default\" type=\"System.Boolean\" value=\"False\" /><property name=\"InitialDomain\" type=\"System.Boolean\" value=\"False\" /><property name=\"Name\" type=\"System.String\" value=\"{name}\" /><property name=\"Identity\" type=\"System.String\" value=\"{name}\" /></object>"
                );
            }
            text.push_str("</results></invoke>\r\n");
        }
    };
    let clixml = |number: usize, text: &mut String| {
        let reference = number + 1;
        let _ = write!(
            text,
            "<Obj RefId=\"{reference}\"><TN RefId=\"{reference}\"><T>Deserialized.Microsoft.Exchange.Data.Directory.SystemConfiguration.AcceptedDomain</T><T>System.Object</T></TN><ToString>d{number}.contoso.com</ToString><Props><S N=\"DomainName\">d{number}.contoso.com</S><S N=\"DomainType\">Authoritative</S><B N=\"Default\">false</B><B N=\"InitialDomain\">false</B><S N=\"Name\">d{number}.contoso.com</S><S N=\"Identity\">d{number}.contoso.com</S></Props></Obj>\r\n"
        );
    };
    let head =
        "<Objs Version=\"1.1.0.1\" xmlns=\"http://schemas.microsoft.com/powershell/2004/04\">\r\n";
    let files = [
        (
            ".xhcw, an object a cmdlet",
            "one.xhcw",
            large("", xhcw(1), ""),
        ),
        (
            ".xhcw, 2,000 objects a cmdlet",
            "many.xhcw",
            large("", xhcw(2_000), ""),
        ),
        ("CLIXML", "domains.xml", large(head, clixml, "</Objs>\r\n")),
    ];
    for (name, file, text) in files {
        let folder = wanted.folder.join(format!("{file}.folder"));
        fs::create_dir_all(&folder)?;
        fs::write(folder.join(file), text)?;
        one(wanted, &format!("50 MB of {name}"), &folder)?;
    }
    Ok(())
}

fn one(wanted: &Wanted, name: &str, folder: &Path) -> Result<(), Box<dyn Error>> {
    let mut table = Table::default();
    let output = wanted.folder.join("output");
    for _ in 0..wanted.rounds.min(3) {
        let folder = folder.to_string_lossy();
        table.add(name, usage::run(&diagnose(&folder, "1"), &output)?);
    }
    let report: serde_json::Value = serde_json::from_slice(&fs::read(&output)?)?;
    let sources = report["sources"].as_array().into_iter().flatten();
    let records: u64 = sources.filter_map(|s| s["records"].as_u64()).sum();
    table.print(name);
    println!("records read: {records}\n");
    match records {
        0 => Err(format!("nothing was read of {name}").into()),
        _ => Ok(()),
    }
}
