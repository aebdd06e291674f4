#![allow(clippy::unwrap_used)]

use std::io::{Cursor, Write};

use proptest::prelude::*;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use super::*;

fn zip(files: &[(&str, &[u8])], method: CompressionMethod) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in files {
        let options = SimpleFileOptions::default().compression_method(method);
        writer.start_file(*name, options).unwrap();
        writer.write_all(content).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn listed(bytes: &[u8]) -> Listing {
    list(&open(Cursor::new(bytes)).unwrap(), &mut Budget::default())
}

fn content(bytes: &[u8], index: usize) -> io::Result<Vec<u8>> {
    read(&mut open(Cursor::new(bytes))?, index, |input| {
        let mut content = Vec::new();
        input.read_to_end(&mut content)?;
        Ok(content)
    })
}

fn trouble(error: &io::Error) -> Option<ArchiveTrouble> {
    match note_of(error) {
        crate::evidence::NoteKind::Archive(trouble) => Some(trouble),
        _ => None,
    }
}

#[test]
fn entries_stand_in_the_order_of_a_walk_and_give_their_bytes() {
    for method in [CompressionMethod::Stored, CompressionMethod::Deflated] {
        let bytes = zip(
            &[
                ("b/10.log", b"ten"),
                ("b/9.log", b"nine"),
                ("a.txt", b"a"),
                ("c/", b""),
            ],
            method,
        );
        let listing = listed(&bytes);
        let names: Vec<&str> = listing.entries.iter().map(|e| e.name.as_str()).collect();
        assert_eq!(names, ["a.txt", "b/9.log", "b/10.log"]);
        assert!(listing.troubles.is_empty());
        let of = |n: usize| content(&bytes, listing.entries[n].index).unwrap();
        assert_eq!(
            (of(0), of(1), of(2)),
            (b"a".into(), b"nine".into(), b"ten".into())
        );
    }
}

#[test]
fn what_is_beyond_the_limits_is_listed_and_not_read() {
    let large = vec![0; 70 << 20];
    let bytes = zip(
        &[("bomb.log", &large), ("ok.txt", b"ok")],
        CompressionMethod::Deflated,
    );
    let entries = listed(&bytes).entries;
    assert_eq!(entries[0].trouble, Some(ArchiveTrouble::Ratio(MAX_RATIO)));
    assert_eq!(entries[1].trouble, None);
    let mut budget = Budget {
        entries: 2,
        bytes: 5,
    };
    let three = zip(
        &[("1", b"1234"), ("2", b"56"), ("3", b"7")],
        CompressionMethod::Stored,
    );
    let listing = list(&open(Cursor::new(&three)).unwrap(), &mut budget);
    let troubles: Vec<_> = listing.entries.iter().map(|e| e.trouble).collect();
    assert_eq!(troubles, [None, Some(ArchiveTrouble::TooLarge(MAX_TOTAL))]);
    let limit = MAX_ENTRIES as u64;
    assert_eq!(listing.troubles, [ArchiveTrouble::TooManyEntries(limit)]);
}

#[test]
fn damage_is_told_and_no_byte_more_than_declared_is_given() {
    let bytes = zip(
        &[("a.txt", b"the same text again and again")],
        CompressionMethod::Stored,
    );
    let at = bytes.windows(4).position(|w| w == b"same").unwrap();
    let mut changed = bytes.clone();
    changed[at] ^= 1;
    let error = content(&changed, 0).unwrap_err();
    assert_eq!(trouble(&error), Some(ArchiveTrouble::Damaged));
    for cut in [bytes.len() - 1, bytes.len() / 2, 10] {
        let error = open(Cursor::new(&bytes[..cut])).err().unwrap();
        assert_eq!(trouble(&error), Some(ArchiveTrouble::Damaged), "{cut}");
    }
    // The directory declares three bytes less than there are.
    let directory = bytes.windows(4).position(|w| w == b"PK\x01\x02").unwrap();
    let mut short = bytes.clone();
    short[directory + 24] -= 3;
    let error = content(&short, 0).unwrap_err();
    assert_eq!(trouble(&error), Some(ArchiveTrouble::Damaged));
}

#[test]
fn a_method_that_is_not_read_and_a_password() {
    let bytes = zip(&[("a.txt", b"text")], CompressionMethod::Stored);
    let directory = bytes.windows(4).position(|w| w == b"PK\x01\x02").unwrap();
    let mut packed = bytes.clone();
    (packed[8], packed[directory + 10]) = (14, 14);
    let expected = Some(ArchiveTrouble::Method(14));
    assert_eq!(listed(&packed).entries[0].trouble, expected);
    assert!(content(&packed, 0).is_err());
    let mut locked = bytes;
    locked[6] |= 1;
    locked[directory + 8] |= 1;
    assert_eq!(
        listed(&locked).entries[0].trouble,
        Some(ArchiveTrouble::Encrypted)
    );
}

#[test]
fn names_that_are_there_twice_and_office_documents() {
    let mut bytes = zip(
        &[("a.txt", b"one"), ("b.txt", b"two")],
        CompressionMethod::Stored,
    );
    for at in 0..bytes.len() - 5 {
        if bytes[at..].starts_with(b"b.txt") {
            bytes[at] = b'a';
        }
    }
    let listing = listed(&bytes);
    assert_eq!(listing.troubles, [ArchiveTrouble::SameNames]);
    assert_eq!(listing.entries.len(), 1);
    let document = zip(
        &[
            ("[Content_Types].xml", b"<Types/>"),
            ("word/document.xml", b"<w/>"),
        ],
        CompressionMethod::Stored,
    );
    let listing = listed(&document);
    assert_eq!(listing.troubles, [ArchiveTrouble::OfficeDocument]);
    assert!(listing.entries.is_empty());
}

#[test]
fn sizes_of_zip64_are_read() {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().large_file(true);
    writer.start_file("a.txt", options).unwrap();
    writer.write_all(b"text").unwrap();
    let bytes = writer.finish().unwrap().into_inner();
    assert_eq!(listed(&bytes).entries[0].size, 4);
    assert_eq!(content(&bytes, 0).unwrap(), b"text");
}

proptest! {
    #[test]
    fn damaged_archives_never_panic(at in 0usize..400, with: u8, cut in 0usize..400) {
        let files: [(&str, &[u8]); 2] = [("EX01/a.log", &[b'x'; 500]), ("b.txt", b"text")];
        let mut bytes = zip(&files, CompressionMethod::Deflated);
        let at = at.min(bytes.len() - 1);
        bytes[at] = with;
        for bytes in [&bytes[..], &bytes[..cut.min(bytes.len())]] {
            let Ok(archive) = open(Cursor::new(bytes)) else {
                continue;
            };
            for entry in list(&archive, &mut Budget::default()).entries {
                let read = content(bytes, entry.index);
                prop_assert!(read.map_or(0, |r| r.len() as u64) <= entry.size);
            }
        }
    }
}
