//! Several e-mails in one file: an mbox, or messages put one behind the other.

use memchr::memmem;

use super::is_message;

/// More messages than this are not taken apart; the last holds the rest.
const MAX_MESSAGES: usize = 1000;

/// Where each message begins; the first always at 0.
pub(super) fn starts(bytes: &[u8]) -> Vec<usize> {
    let mut starts = vec![0];
    let mut at = 0;
    while starts.len() < MAX_MESSAGES {
        let Some(next) = next_start(bytes, at) else {
            break;
        };
        starts.push(next);
        at = next;
    }
    starts
}

/// The beginning of the message behind the one at `at`.
fn next_start(bytes: &[u8], at: usize) -> Option<usize> {
    let message = bytes.get(at..)?;
    let by_line = mbox_line(message);
    let up_to_it = message.get(..by_line.unwrap_or(message.len()))?;
    let next = closing_boundary(up_to_it).or(by_line)?;
    (next > 0).then_some(at + next)
}

/// `From postmaster Thu Jan 29 ...` behind a blank line, with headers below it.
fn mbox_line(message: &[u8]) -> Option<usize> {
    let marks = memmem::find_iter(message, b"\nFrom ").map(|at| at + 1);
    marks.into_iter().find(|&at| {
        let blank = message[..at].ends_with(b"\n\n") || message[..at].ends_with(b"\r\n\r\n");
        blank && begins_message(&message[at..])
    })
}

/// What stands behind the end of the outermost part, if that is a message again.
fn closing_boundary(message: &[u8]) -> Option<usize> {
    let boundary = boundary(message)?;
    let close = [b"\n--".as_slice(), boundary, b"--"].concat();
    let end = memmem::find(message, &close)? + close.len();
    let rest = message.get(end..)?;
    let blanks = rest.iter().take_while(|b| b.is_ascii_whitespace()).count();
    begins_message(&rest[blanks..]).then_some(end + blanks)
}

/// The boundary that the headers name.
fn boundary(message: &[u8]) -> Option<&[u8]> {
    let head = head(message);
    let at = memmem::find(&head.to_ascii_lowercase(), b"boundary=")? + b"boundary=".len();
    let value = head.get(at..)?;
    let (value, end): (&[u8], fn(u8) -> bool) = match value.strip_prefix(b"\"") {
        Some(quoted) => (quoted, |b| b == b'"'),
        None => (value, |b| b.is_ascii_whitespace() || b == b';'),
    };
    let length = value.iter().position(|&b| end(b)).unwrap_or(value.len());
    value.get(..length).filter(|name| !name.is_empty())
}

/// Longest head of a message that is looked at, in bytes.
const MAX_HEAD: usize = 64 * 1024;

fn head(message: &[u8]) -> &[u8] {
    let message = &message[..message.len().min(MAX_HEAD)];
    let ends = [b"\n\n".as_slice(), b"\n\r\n"].map(|end| memmem::find(message, end));
    let end = ends.into_iter().flatten().min();
    &message[..end.unwrap_or(message.len())]
}

fn begins_message(bytes: &[u8]) -> bool {
    const ENOUGH: usize = 4 * 1024;
    let head = &bytes[..bytes.len().min(ENOUGH)];
    is_message(&String::from_utf8_lossy(head))
}

#[cfg(test)]
mod tests {
    use super::starts;

    const HEAD: &str = "Received: a\nFrom: b@contoso.com\nMIME-Version: 1.0\n";

    #[test]
    fn messages_are_parted_by_an_mbox_line_or_the_end_of_the_last_part() {
        let plain = format!("From x Thu\n{HEAD}\nbody\n\n");
        let multi = format!(
            "{HEAD}Content-Type: multipart/report;\n boundary=\"b.1\"\n\n--b.1\n\nFrom here on\n\n--b.1--\n\n"
        );
        let table = [
            (plain.clone(), 1),
            (plain.repeat(3), 3),
            (plain.replace('\n', "\r\n").repeat(3), 3),
            (multi.clone(), 1),
            (multi.repeat(2), 2),
            (format!("{multi}{plain}"), 2),
            // Words at the beginning of a line are no message.
            (format!("{plain}From time to time\nit bounces\n"), 1),
            (format!("{HEAD}\ntext\n\nFrom: b\nTo: c\n"), 1),
            // A message within a message belongs to it.
            (
                format!(
                    "{HEAD}Content-Type: multipart/mixed; boundary=b2\n\n--b2\n\n{multi}--b2--\n"
                ),
                1,
            ),
        ];
        for (source, expected) in table {
            assert_eq!(starts(source.as_bytes()).len(), expected, "{source}");
        }
    }
}
