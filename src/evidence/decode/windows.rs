//! Which of the Windows pages of one byte a letter a text is in. A small score of
//! letters that are common in the languages of each page: enough to show names as
//! they are, and no proof. What speaks for nothing is the Western page.

use crate::evidence::Encoding;

/// Tells the page from the bytes of a text that is neither UTF-8 nor Japanese.
pub(super) fn page(bytes: &[u8]) -> Encoding {
    let letters = Letters::of(bytes);
    if letters.in_high_words * 2 > letters.high && letters.in_high_words > 3 {
        return letters.other_script();
    }
    if letters.is_turkish() {
        Encoding::Windows1254
    } else if letters.is_central_european() {
        Encoding::Windows1250
    } else {
        Encoding::Windows1252
    }
}

/// Bytes above ASCII, counted, and how they stand.
struct Letters {
    count: [u32; 256],
    high: u32,
    /// Those in words of at least three of them in a row.
    in_high_words: u32,
    /// Those that stand beside a lower-case letter of ASCII: within words.
    within_words: [u32; 256],
    /// Those that have letters on both sides.
    inside_words: [u32; 256],
}

impl Letters {
    fn of(bytes: &[u8]) -> Self {
        let mut letters = Self {
            count: [0; 256],
            high: 0,
            in_high_words: 0,
            within_words: [0; 256],
            inside_words: [0; 256],
        };
        let mut run = 0;
        for (at, &byte) in bytes.iter().enumerate() {
            if byte < 0x80 {
                letters.end_run(run);
                run = 0;
                continue;
            }
            run += 1;
            letters.high += 1;
            letters.count[usize::from(byte)] += 1;
            let before = at.checked_sub(1).and_then(|at| bytes.get(at));
            let small = |b: Option<&u8>| b.is_some_and(u8::is_ascii_lowercase);
            let after = bytes.get(at + 1);
            letters.within_words[usize::from(byte)] += u32::from(small(before) || small(after));
            letters.inside_words[usize::from(byte)] += u32::from(small(before) && small(after));
        }
        letters.end_run(run);
        letters
    }

    fn end_run(&mut self, run: u32) {
        if run >= 3 {
            self.in_high_words += run;
        }
    }

    fn sum(&self, bytes: &[u8]) -> u32 {
        bytes.iter().map(|&b| self.count[usize::from(b)]).sum()
    }

    fn kinds(&self, bytes: &[u8]) -> usize {
        let there = |b: &&u8| self.within_words[usize::from(**b)] > 0;
        bytes.iter().filter(there).count()
    }

    /// Whole words above ASCII: Cyrillic or Greek, by the vowels of each.
    fn other_script(&self) -> Encoding {
        let cyrillic = self.sum(b"\xEE\xE0\xE8\xF0\xE2\xEB\xEA\xEC");
        let greek = self.sum(b"\xE1\xEF\xE9\xF4\xF3\xDC\xDD\xDE\xDF\xFC\xFD\xFE");
        match cyrillic.cmp(&greek) {
            std::cmp::Ordering::Greater => Encoding::Windows1251,
            std::cmp::Ordering::Less => Encoding::Windows1253,
            std::cmp::Ordering::Equal => Encoding::Windows1252,
        }
    }

    /// The three letters (g with breve, dotless i, s with cedilla) whose places on
    /// the Western page are Icelandic, without the vowels that Icelandic has.
    fn is_turkish(&self) -> bool {
        let turkish = self.kinds(b"\xF0\xFD\xFE\xDD\xDE");
        let icelandic = self.sum(b"\xE1\xE6\xED\xF3\xFA");
        turkish > 0 && icelandic == 0 && self.sum(b"\xF0\xFD\xFE\xDD\xDE") > 1
    }

    /// Letters of Polish within words where the Western page has signs, or several
    /// of those of Czech and Hungarian, which no Western language has together.
    fn is_central_european(&self) -> bool {
        let inside = |b: &u8| self.inside_words[usize::from(*b)] > 0;
        let polish = b"\xB3\xB9\xBF\x9C\x9F".iter().any(inside);
        let czech = self.kinds(b"\xEC\xF8\x9A\x9E\xE8\xF9\xEF\x9D") > 2;
        let hungarian = self.kinds(b"\xF5\xFB") > 1;
        polish || czech || hungarian
    }
}

#[cfg(test)]
mod tests {
    use encoding_rs::{WINDOWS_1250, WINDOWS_1251, WINDOWS_1252, WINDOWS_1253, WINDOWS_1254};

    use super::page;
    use crate::evidence::Encoding;

    #[test]
    fn names_in_the_languages_of_each_page_are_told() {
        let table = [
            (
                WINDOWS_1250,
                Encoding::Windows1250,
                "Name : łącznik wychodzący do świata",
            ),
            (
                WINDOWS_1250,
                Encoding::Windows1250,
                "Name : příchozí konektor pro vzdálené uživatele, žádné změny",
            ),
            (
                WINDOWS_1250,
                Encoding::Windows1250,
                "Name : kimenő összekötő a felhőhöz, gyűjtő",
            ),
            (
                WINDOWS_1251,
                Encoding::Windows1251,
                "Name : Исходящий соединитель в облако",
            ),
            (
                WINDOWS_1251,
                Encoding::Windows1251,
                "Comment : новый сервер отправки почты",
            ),
            (
                WINDOWS_1252,
                Encoding::Windows1252,
                "Name : Ausgehend für Übersee, groß",
            ),
            (
                WINDOWS_1252,
                Encoding::Windows1252,
                "Nom : connecteur privé né à Orléans, déjà réglé, où ça",
            ),
            (
                WINDOWS_1252,
                Encoding::Windows1252,
                "Nombre : conexión de la compañía, ¿aún más?",
            ),
            (
                WINDOWS_1252,
                Encoding::Windows1252,
                "Navn : udgående forbindelse på øen, også på ærø",
            ),
            (
                WINDOWS_1252,
                Encoding::Windows1252,
                "Nome : conexões de saída não são permitidas",
            ),
            (
                WINDOWS_1252,
                Encoding::Windows1252,
                "Nafn : tengi fyrir útsendan póst með öllu því sem þarf",
            ),
            (WINDOWS_1252, Encoding::Windows1252, "Nome : è già più così"),
            (
                WINDOWS_1253,
                Encoding::Windows1253,
                "Name : Εξερχόμενη σύνδεση προς το σύννεφο",
            ),
            (
                WINDOWS_1254,
                Encoding::Windows1254,
                "Name : giden bağlayıcı, şirket dışı",
            ),
            (
                WINDOWS_1252,
                Encoding::Windows1252,
                "Price : 5 \u{a3}, 3\u{b3}",
            ),
        ];
        for (encoding, expected, text) in table {
            let (bytes, _, broken) = encoding.encode(text);
            assert!(!broken, "{text}");
            assert_eq!(page(&bytes), expected, "{text}");
        }
    }
}
