//! Several files in one input: a line `%%%% path` begins each; without any, the whole
//! is one file.

use relay_doctor::evidence::walk::Input;

const MARK: &[u8] = b"%%%% ";
/// More would only be slow.
const MOST: usize = 12;

pub(super) fn files(data: &[u8]) -> Vec<Input> {
    let Some(rest) = data.strip_prefix(MARK) else {
        return vec![memory("evidence", data)];
    };
    let mut files = Vec::new();
    let mut rest = rest;
    while files.len() < MOST {
        let end = find(rest, MARK).unwrap_or(rest.len());
        let (file, after) = rest.split_at(end);
        let line = find(file, b"\n").unwrap_or(file.len());
        let (path, content) = file.split_at(line);
        let path = String::from_utf8_lossy(path);
        files.push(memory(&path, content.get(1..).unwrap_or_default()));
        match after.get(MARK.len()..) {
            Some(next) => rest = next,
            None => break,
        }
    }
    files
}

fn memory(path: &str, content: &[u8]) -> Input {
    Input::Memory {
        path: path.to_owned(),
        content: content.into(),
    }
}

fn find(bytes: &[u8], needle: &[u8]) -> Option<usize> {
    bytes.windows(needle.len()).position(|w| w == needle)
}
