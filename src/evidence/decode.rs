//! Bytes to text: which encoding a file is in, told from its content, and the
//! way to UTF-8, at once or as a stream (formats.md section 4, Encodings).

mod windows;

use std::io::{self, Read};

use encoding_rs::{
    DecoderResult, SHIFT_JIS, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1250, WINDOWS_1251, WINDOWS_1252,
    WINDOWS_1253, WINDOWS_1254,
};
use memchr::memchr;

use super::Encoding;

/// How many bytes of a file are looked at to tell its encoding.
pub const SNIFF_LEN: usize = 64 * 1024;

/// A file as text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decoded {
    /// The text, without byte order mark. Empty when the bytes are binary.
    pub text: String,
    /// How it was read.
    pub encoding: Encoding,
    /// Malformed sequences that became U+FFFD, each counted once.
    pub replaced: u64,
}

/// Decodes a whole file; the encoding is told from its first [`SNIFF_LEN`] bytes,
/// and from all of it where those are plain ASCII.
pub fn decode(bytes: &[u8]) -> Decoded {
    let head = &bytes[..bytes.len().min(SNIFF_LEN)];
    let mut encoding = sniff_encoding(head);
    // Legacy letters may come late in a file that begins in ASCII.
    if encoding == Encoding::Utf8 && head.is_ascii() && std::str::from_utf8(bytes).is_err() {
        encoding = legacy_or_damaged_utf8(bytes);
    }
    let Some(table) = table(encoding) else {
        return Decoded {
            text: String::new(),
            encoding,
            replaced: 0,
        };
    };
    let (mut text, mut replaced) = decode_with(table, bytes);
    // Bytes that a page leaves open come out as controls of the second block.
    if table.is_single_byte() {
        let open = |c: char| matches!(c, '\u{80}'..='\u{9f}');
        replaced += text.chars().filter(|&c| open(c)).count() as u64;
        if text.contains(open) {
            text = text.replace(open, "\u{fffd}");
        }
    }
    Decoded {
        text,
        encoding,
        replaced,
    }
}

/// Tells the encoding from the beginning of a file. A byte order mark decides;
/// without one the pattern of NUL bytes tells UTF-16, and among bytes that are
/// not UTF-8 Japanese is told from Western text by what it would spell.
pub fn sniff_encoding(head: &[u8]) -> Encoding {
    match head {
        [0xEF, 0xBB, 0xBF, ..] => return Encoding::Utf8Bom,
        [0xFF, 0xFE, ..] => return Encoding::Utf16Le,
        [0xFE, 0xFF, ..] => return Encoding::Utf16Be,
        _ => {}
    }
    if let Some(encoding) = utf16_without_mark(head) {
        return encoding;
    }
    // A log of a crashed server ends in NULs (formats.md section 1, 11): text all the same.
    let end = head.iter().rposition(|&b| b != 0).map_or(0, |at| at + 1);
    if end == 0 && !head.is_empty() || is_binary(&head[..end]) {
        return Encoding::Binary;
    }
    match std::str::from_utf8(head) {
        Ok(_) => Encoding::Utf8,
        // The head may have been cut inside a character.
        Err(error) if error.error_len().is_none() => Encoding::Utf8,
        Err(_) => legacy_or_damaged_utf8(head),
    }
}

/// A reader that gives UTF-8 whatever the source is in, a few kilobytes at a time.
/// UTF-8 (and binary) bytes pass unchanged but for a byte order mark.
pub fn utf8_reader<R: Read>(inner: R, encoding: Encoding) -> impl Read {
    let decoder = match encoding {
        Encoding::Utf8 | Encoding::Utf8Bom | Encoding::Binary => None,
        other => table(other).map(encoding_rs::Encoding::new_decoder_with_bom_removal),
    };
    Utf8Reader {
        inner,
        decoder,
        input: [0; CHUNK],
        output: String::with_capacity(CHUNK * 4),
        given: 0,
        state: State::Beginning,
    }
}

const CHUNK: usize = 8 * 1024;

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Beginning,
    Middle,
    End,
}

struct Utf8Reader<R> {
    inner: R,
    /// `None`: the bytes pass as they are.
    decoder: Option<encoding_rs::Decoder>,
    input: [u8; CHUNK],
    output: String,
    given: usize,
    state: State,
}

impl<R: Read> Utf8Reader<R> {
    /// The first three bytes decide whether there is a mark to drop.
    fn begin_unchanged(&mut self) -> io::Result<()> {
        let mut first = [0; 3];
        let mut len = 0;
        while len < first.len() {
            match read_retrying(&mut self.inner, &mut first[len..])? {
                0 => break,
                n => len += n,
            }
        }
        self.state = State::Middle;
        if first != [0xEF, 0xBB, 0xBF] {
            self.input[..len].copy_from_slice(&first[..len]);
            self.given = len;
        }
        Ok(())
    }

    /// Passes the first bytes on that were not a mark, then the rest directly.
    fn read_unchanged(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        if self.state == State::Beginning {
            self.begin_unchanged()?;
        }
        if self.given == 0 {
            return self.inner.read(buf);
        }
        let n = self.given.min(buf.len());
        buf[..n].copy_from_slice(&self.input[..n]);
        self.input.copy_within(n..self.given, 0);
        self.given -= n;
        Ok(n)
    }

    fn refill(&mut self) -> io::Result<()> {
        self.output.clear();
        self.given = 0;
        while self.output.is_empty() && self.state != State::End {
            let n = read_retrying(&mut self.inner, &mut self.input)?;
            let last = n == 0;
            if let Some(decoder) = &mut self.decoder {
                // Three bytes of UTF-8 for each byte are the most any of these can give.
                self.output
                    .reserve(decoder.max_utf8_buffer_length(n).unwrap_or(CHUNK * 4));
                let _ = decoder.decode_to_string(&self.input[..n], &mut self.output, last);
            }
            self.state = if last { State::End } else { State::Middle };
        }
        Ok(())
    }
}

impl<R: Read> Read for Utf8Reader<R> {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        if buf.is_empty() {
            return Ok(0);
        }
        if self.decoder.is_none() {
            return self.read_unchanged(buf);
        }
        if self.given >= self.output.len() {
            self.refill()?;
        }
        let rest = &self.output.as_bytes()[self.given..];
        let n = rest.len().min(buf.len());
        buf[..n].copy_from_slice(&rest[..n]);
        self.given += n;
        Ok(n)
    }
}

fn read_retrying<R: Read>(inner: &mut R, buf: &mut [u8]) -> io::Result<usize> {
    loop {
        match inner.read(buf) {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            other => return other,
        }
    }
}

fn table(encoding: Encoding) -> Option<&'static encoding_rs::Encoding> {
    match encoding {
        Encoding::Utf8 | Encoding::Utf8Bom => Some(UTF_8),
        Encoding::Utf16Le => Some(UTF_16LE),
        Encoding::Utf16Be => Some(UTF_16BE),
        Encoding::Cp932 => Some(SHIFT_JIS),
        Encoding::Windows1250 => Some(WINDOWS_1250),
        Encoding::Windows1251 => Some(WINDOWS_1251),
        Encoding::Windows1252 => Some(WINDOWS_1252),
        Encoding::Windows1253 => Some(WINDOWS_1253),
        Encoding::Windows1254 => Some(WINDOWS_1254),
        Encoding::Binary => None,
    }
}

/// Decodes with one U+FFFD for each malformed sequence, and counts them.
fn decode_with(table: &'static encoding_rs::Encoding, bytes: &[u8]) -> (String, u64) {
    let mut decoder = table.new_decoder_with_bom_removal();
    let mut text = String::new();
    let (mut read, mut replaced) = (0, 0);
    loop {
        let rest = &bytes[read..];
        let room = decoder
            .max_utf8_buffer_length_without_replacement(rest.len())
            .unwrap_or(rest.len());
        text.reserve(room);
        let (result, n) = decoder.decode_to_string_without_replacement(rest, &mut text, true);
        read += n;
        match result {
            DecoderResult::InputEmpty => return (text, replaced),
            DecoderResult::OutputFull => {}
            DecoderResult::Malformed(..) => {
                text.push(char::REPLACEMENT_CHARACTER);
                replaced += 1;
            }
        }
    }
}

/// Windows-31J as text.
pub(crate) fn windows_31j(bytes: &[u8]) -> String {
    decode_with(SHIFT_JIS, bytes).0
}

/// UTF-16 without a mark: in one half of the pairs NUL is common (ASCII letters,
/// line ends), in the other it is all but absent, and hardly any unit is a control.
fn utf16_without_mark(head: &[u8]) -> Option<Encoding> {
    let head = &head[..head.len().min(4096)];
    memchr(0, head)?;
    let pairs = head.len() / 2;
    if pairs < 2 {
        return None;
    }
    let count = |odd: usize| {
        head.iter()
            .skip(odd)
            .step_by(2)
            .filter(|&&b| b == 0)
            .count()
    };
    let (first, second) = (count(0), count(1));
    // A fifth of the pairs: Japanese text still has line ends, names and digits.
    let clear = |many: usize, few: usize| many * 5 >= pairs && few * 50 <= pairs;
    let (encoding, table) = if clear(second, first) {
        (Encoding::Utf16Le, UTF_16LE)
    } else if clear(first, second) {
        (Encoding::Utf16Be, UTF_16BE)
    } else {
        return None;
    };
    let (text, replaced) = decode_with(table, &head[..pairs * 2]);
    let controls = text.chars().filter(|&c| is_odd_control(c)).count();
    // A pair may have been cut off at the end, so one replacement is forgiven.
    (controls * 50 <= pairs && replaced <= 1).then_some(encoding)
}

fn is_odd_control(c: char) -> bool {
    c.is_control() && !matches!(c, '\t' | '\n' | '\r' | '\u{c}' | '\u{1a}' | '\u{1b}')
}

/// More than one control byte in twenty is no text of any kind.
fn is_binary(bytes: &[u8]) -> bool {
    const BLANKS: u64 = u64::from_ne_bytes([b' '; 8]);
    const TOP: u64 = u64::from_ne_bytes([0x80; 8]);
    let odd = |b: &&u8| **b < 0x20 && !matches!(b, b'\t' | b'\n' | b'\r' | 0x0C | 0x1A | 0x1B);
    let count = |piece: &[u8]| piece.iter().filter(odd).count();
    let (words, rest) = bytes.as_chunks::<8>();
    // Text has few words with anything below a blank in them.
    let low = |word: &&[u8; 8]| {
        let word = u64::from_ne_bytes(**word);
        word.wrapping_sub(BLANKS) & !word & TOP != 0
    };
    let in_words: usize = words.iter().filter(low).map(|word| count(word)).sum();
    let controls = in_words + count(rest);
    controls * 20 > bytes.len() || OLE_MAGIC == bytes.get(..8).unwrap_or_default()
}

/// The first bytes of an OLE compound file (`.msg`).
pub(crate) const OLE_MAGIC: [u8; 8] = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];

/// Bytes that are not UTF-8: a UTF-8 file with damage, Windows-31J, or a page of
/// one byte a letter.
fn legacy_or_damaged_utf8(bytes: &[u8]) -> Encoding {
    let chunks = || bytes.utf8_chunks();
    let whole: usize = chunks()
        .map(|c| c.valid().chars().filter(|c| !c.is_ascii()).count())
        .sum();
    let broken = chunks().filter(|c| !c.invalid().is_empty()).count();
    if whole > broken {
        return Encoding::Utf8;
    }
    if spells_japanese(bytes) {
        return Encoding::Cp932;
    }
    windows::page(bytes)
}

/// Whether the bytes read as Windows-31J spell Japanese: kana, or ideographs side
/// by side. Western letters give lone ideographs between ASCII, or nothing valid.
pub(crate) fn spells_japanese(bytes: &[u8]) -> bool {
    let (text, replaced) = decode_with(SHIFT_JIS, bytes);
    let (mut kana, mut neighbours, mut lone, mut run) = (0u64, 0u64, 0u64, 0u64);
    for c in text.chars().chain(['\n']) {
        match c {
            '\u{3041}'..='\u{30FF}' => kana += 1,
            '\u{4E00}'..='\u{9FFF}' => run += 1,
            // Half-width kana are single bytes and as likely Western letters: no evidence.
            _ => {
                match run {
                    0 => {}
                    1 => lone += 1,
                    n => neighbours += n,
                }
                run = 0;
            }
        }
    }
    let evidence = kana + neighbours;
    evidence > lone && evidence > replaced * 4
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use proptest::prelude::*;

    fn utf16(text: &str, little: bool, mark: bool) -> Vec<u8> {
        let mark = mark.then_some(0xFEFF);
        let order = |unit: u16| {
            if little {
                unit.to_le_bytes()
            } else {
                unit.to_be_bytes()
            }
        };
        mark.into_iter()
            .chain(text.encode_utf16())
            .flat_map(order)
            .collect()
    }

    fn cp932(text: &str) -> Vec<u8> {
        SHIFT_JIS.encode(text).0.into_owned()
    }

    fn western(text: &str) -> Vec<u8> {
        WINDOWS_1252.encode(text).0.into_owned()
    }

    const LIST: &str = "Name : 組織内 SMTP 送信コネクタ\r\nFqdn : mail.contoso.com\r\n";

    #[test]
    fn every_encoding_is_told_and_read() {
        let german = "Name : Ausgehend für Übersee\r\n";
        let french = "Nom : connecteur privé né à Orléans, déjà réglé\r\n";
        let table: Vec<(Vec<u8>, Encoding, &str)> = vec![
            (LIST.into(), Encoding::Utf8, LIST),
            (format!("\u{feff}{LIST}").into(), Encoding::Utf8Bom, LIST),
            (utf16(LIST, true, true), Encoding::Utf16Le, LIST),
            (utf16(LIST, true, false), Encoding::Utf16Le, LIST),
            (utf16(LIST, false, true), Encoding::Utf16Be, LIST),
            (utf16(LIST, false, false), Encoding::Utf16Be, LIST),
            (cp932(LIST), Encoding::Cp932, LIST),
            (cp932("Name : 東京本社"), Encoding::Cp932, "Name : 東京本社"),
            (western(german), Encoding::Windows1252, german),
            (western(french), Encoding::Windows1252, french),
            (b"plain".to_vec(), Encoding::Utf8, "plain"),
            (Vec::new(), Encoding::Utf8, ""),
        ];
        for (bytes, encoding, text) in table {
            let decoded = decode(&bytes);
            assert_eq!(decoded.encoding, encoding, "{text}");
            assert_eq!(decoded.text, text);
            assert_eq!(decoded.replaced, 0, "{text}");
        }
    }

    #[test]
    fn bytes_that_a_page_leaves_open_are_counted() {
        let decoded = decode(b"Name : f\x81r \xDCbersee\r\n");
        assert_eq!(decoded.encoding, Encoding::Windows1252);
        assert_eq!(decoded.text, "Name : f\u{fffd}r Übersee\r\n");
        assert_eq!(decoded.replaced, 1);
    }

    #[test]
    fn damage_is_counted_and_does_not_change_the_encoding() {
        let mut bytes = LIST.as_bytes().to_vec();
        bytes.extend(b"\xff\r\nPort : 25\xfe");
        let decoded = decode(&bytes);
        assert_eq!(decoded.encoding, Encoding::Utf8);
        assert_eq!(decoded.replaced, 2);
        assert!(decoded.text.ends_with("Port : 25\u{fffd}"));
        let cut = &LIST.as_bytes()[..9];
        assert_eq!(sniff_encoding(cut), Encoding::Utf8, "cut in a character");
    }

    #[test]
    fn legacy_letters_far_behind_the_head_are_found() {
        let mut bytes = vec![b'x'; SNIFF_LEN + 10];
        bytes.extend(cp932("送信コネクタ"));
        let decoded = decode(&bytes);
        assert_eq!(decoded.encoding, Encoding::Cp932);
        assert!(decoded.text.ends_with("送信コネクタ"));
    }

    #[test]
    fn binary_is_not_text_but_a_crashed_log_is() {
        assert_eq!(
            sniff_encoding(b"\x30\x82\x03\x01\x02\x00\x05\x07"),
            Encoding::Binary
        );
        assert_eq!(sniff_encoding(&[0; 100]), Encoding::Binary);
        assert_eq!(
            sniff_encoding(b"PK\x03\x04\x14\x00\x00\x00\x08\x00"),
            Encoding::Binary
        );
        let mut log = b"#Software: Microsoft Exchange Server\r\n".to_vec();
        log.resize(3000, 0);
        assert_eq!(sniff_encoding(&log), Encoding::Utf8);
    }

    fn read_by(bytes: &[u8], encoding: Encoding, step: usize) -> Vec<u8> {
        struct Drip<'a>(&'a [u8], usize);
        impl Read for Drip<'_> {
            fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
                let n = self.1.min(buf.len()).min(self.0.len());
                buf[..n].copy_from_slice(&self.0[..n]);
                self.0 = &self.0[n..];
                Ok(n)
            }
        }
        let mut out = Vec::new();
        utf8_reader(Drip(bytes, step), encoding)
            .read_to_end(&mut out)
            .unwrap();
        out
    }

    #[test]
    fn the_reader_gives_what_decoding_at_once_gives() {
        let long = LIST.repeat(2000);
        let table = [
            (utf16(&long, true, true), Encoding::Utf16Le),
            (utf16(&long, false, false), Encoding::Utf16Be),
            (cp932(&long), Encoding::Cp932),
            (format!("\u{feff}{long}").into_bytes(), Encoding::Utf8Bom),
            (long.clone().into_bytes(), Encoding::Utf8),
        ];
        for (bytes, encoding) in table {
            for step in [1, 7, 9000] {
                assert!(
                    read_by(&bytes, encoding, step) == long.as_bytes(),
                    "{encoding:?} by {step}"
                );
            }
        }
    }

    proptest! {
        #[test]
        fn any_bytes_decode(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
            let decoded = decode(&bytes);
            prop_assert!(decoded.encoding != Encoding::Binary || decoded.text.is_empty());
            for encoding in [Encoding::Utf8, Encoding::Utf16Le, Encoding::Cp932, Encoding::Binary] {
                read_by(&bytes, encoding, 3);
            }
        }

        #[test]
        fn text_survives_utf16(text in "[ -~\r\nあ-ん]{20,200}") {
            prop_assert_eq!(decode(&utf16(&text, true, true)).text, text.clone());
            prop_assert_eq!(read_by(&utf16(&text, false, true), Encoding::Utf16Be, 5), text.into_bytes());
        }
    }
}
