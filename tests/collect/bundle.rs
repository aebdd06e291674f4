//! A bundle as the scripts write one, of made-up objects: JSON as ConvertTo-Json of
//! Windows PowerShell lays it out, and what PowerShell 2.0 writes instead.

use std::fs;
use std::path::Path;

/// A plain value, of those that the scripts make.
#[derive(Clone)]
pub(crate) enum Plain {
    Text(String),
    Flag(bool),
    Number(i64),
    List(Vec<String>),
    Null,
}

impl From<&str> for Plain {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<bool> for Plain {
    fn from(flag: bool) -> Self {
        Self::Flag(flag)
    }
}

impl From<i64> for Plain {
    fn from(number: i64) -> Self {
        Self::Number(number)
    }
}

pub(crate) fn list(items: &[&str]) -> Plain {
    Plain::List(items.iter().map(|&i| i.to_owned()).collect())
}

/// An object with the cmdlet that gave it.
pub(crate) struct Object(pub(crate) Vec<(&'static str, Plain)>);

pub(crate) fn object(cmdlet: &str, fields: Vec<(&'static str, Plain)>) -> Object {
    let mut all = vec![("CollectedWith", Plain::from(cmdlet))];
    all.extend(fields);
    Object(all)
}

/// Which shell wrote it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Shell {
    /// With ConvertTo-Json.
    Json,
    /// PowerShell 2.0.
    Two,
}

/// Writes a listing as `Save-Evidence` does; the files that came of it.
pub(crate) fn save(root: &Path, path: &str, objects: &[Object], shell: Shell) -> Vec<String> {
    let write = |ending: &str, text: String| {
        let name = format!("{path}.{ending}");
        let to = root.join(&name);
        fs::create_dir_all(to.parent().unwrap()).unwrap();
        fs::write(to, text).unwrap();
        name
    };
    match shell {
        // Out-File -Encoding utf8 of Windows PowerShell begins with a mark.
        Shell::Json => vec![write("json", format!("\u{feff}{}\r\n", json(objects)))],
        Shell::Two => {
            let xml = clixml(objects);
            let utf16: Vec<u8> = [0xff, 0xfe]
                .into_iter()
                .chain(xml.encode_utf16().flat_map(u16::to_le_bytes))
                .collect();
            let name = format!("{path}.xml");
            let to = root.join(&name);
            fs::create_dir_all(to.parent().unwrap()).unwrap();
            fs::write(to, utf16).unwrap();
            vec![
                name,
                write(
                    "txt",
                    format!("\u{feff}\r\n\r\n{}\r\n\r\n", format_list(objects)),
                ),
            ]
        }
    }
}

fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\r' => out.push_str("\\r"),
            '\n' => out.push_str("\\n"),
            '<' | '>' | '&' | '\'' => out.push_str(&format!("\\u{:04x}", u32::from(c))),
            c => out.push(c),
        }
    }
    out + "\""
}

fn json(objects: &[Object]) -> String {
    let value = |value: &Plain| match value {
        Plain::Text(text) => quoted(text),
        Plain::Flag(flag) => flag.to_string(),
        Plain::Number(number) => number.to_string(),
        Plain::Null => "null".to_owned(),
        Plain::List(items) => {
            let items: Vec<String> = items.iter().map(|i| quoted(i)).collect();
            format!("[\r\n{:36}{}\r\n{:32}]", "", items.join(",\r\n"), "")
        }
    };
    let one = |o: &Object| {
        let lines: Vec<String> =
            o.0.iter()
                .map(|(n, v)| format!("        \"{n}\":  {}", value(v)))
                .collect();
        format!("    {{\r\n{}\r\n    }}", lines.join(",\r\n"))
    };
    let all: Vec<String> = objects.iter().map(one).collect();
    format!("[\r\n{}\r\n]", all.join(",\r\n"))
}

fn escaped(text: &str) -> String {
    let text = text
        .replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;");
    text.replace('\r', "_x000D_").replace('\n', "_x000A_")
}

fn clixml(objects: &[Object]) -> String {
    let mut id = 0;
    let mut out = String::from(
        "<Objs Version=\"1.1.0.1\" xmlns=\"http://schemas.microsoft.com/powershell/2004/04\">\r\n",
    );
    for (position, object) in objects.iter().enumerate() {
        out.push_str(&format!("  <Obj RefId=\"{id}\">\r\n"));
        id += 1;
        out.push_str(match position {
            0 => "    <TN RefId=\"0\">\r\n      <T>System.Management.Automation.PSCustomObject</T>\r\n      <T>System.Object</T>\r\n    </TN>\r\n",
            _ => "    <TNRef RefId=\"0\" />\r\n",
        });
        out.push_str("    <MS>\r\n");
        for (name, value) in &object.0 {
            let line = match value {
                Plain::Text(text) => format!("<S N=\"{name}\">{}</S>", escaped(text)),
                Plain::Flag(flag) => format!("<B N=\"{name}\">{flag}</B>"),
                Plain::Number(number) => format!("<I32 N=\"{name}\">{number}</I32>"),
                Plain::Null => format!("<Nil N=\"{name}\" />"),
                Plain::List(items) => {
                    let items: String = items
                        .iter()
                        .map(|i| format!("<S>{}</S>", escaped(i)))
                        .collect();
                    id += 1;
                    format!(
                        "<Obj N=\"{name}\" RefId=\"{id}\"><TN RefId=\"9{id}\"><T>System.Object[]</T><T>System.Array</T><T>System.Object</T></TN><LST>{items}</LST></Obj>"
                    )
                }
            };
            out.push_str(&format!("      {line}\r\n"));
        }
        out.push_str("    </MS>\r\n  </Obj>\r\n");
    }
    out + "</Objs>"
}

fn format_list(objects: &[Object]) -> String {
    let one = |object: &Object| {
        let width = object.0.iter().map(|(n, _)| n.len()).max().unwrap_or(0);
        let line = |(name, value): &(&str, Plain)| {
            let text = match value {
                Plain::Text(text) => text.replace("\r\n", " "),
                Plain::Flag(true) => "True".to_owned(),
                Plain::Flag(false) => "False".to_owned(),
                Plain::Number(number) => number.to_string(),
                Plain::List(items) => format!("{{{}}}", items.join(", ")),
                Plain::Null => String::new(),
            };
            format!("{name:<width$} : {text}\r\n")
        };
        object.0.iter().map(line).collect::<String>()
    };
    objects.iter().map(one).collect::<Vec<_>>().join("\r\n")
}
