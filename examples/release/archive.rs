//! Archives that are the same bytes whenever and wherever they are made of the same
//! files: sorted, with one date, and without owners.

use std::io::{Cursor, Seek, Write};
use std::process::{Command, Stdio};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

/// A file of an archive.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct File {
    /// Its path in the archive, with `/`.
    pub path: String,
    /// What is in it.
    pub bytes: Vec<u8>,
    /// Whether it can be started.
    pub runs: bool,
}

/// The files as a zip archive.
///
/// # Errors
/// When a path or a size is beyond what the format holds.
pub(crate) fn zip(files: &[File], epoch: i64) -> Result<Vec<u8>, String> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let date = dos_date(epoch)?;
    for file in sorted(files) {
        put(&mut writer, file, date).map_err(|e| format!("{}: {e}", file.path))?;
    }
    let done = writer.finish().map_err(|e| e.to_string())?;
    Ok(done.into_inner())
}

fn put<W: Write + Seek>(
    writer: &mut ZipWriter<W>,
    file: &File,
    date: DateTime,
) -> zip::result::ZipResult<()> {
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(date)
        // Else it is that of the machine, and so would be the bytes.
        .system(zip::System::Unix)
        .unix_permissions(mode(file));
    writer.start_file(&file.path, options)?;
    writer.write_all(&file.bytes)?;
    Ok(())
}

/// Zip keeps no zone: the date is that of UTC.
fn dos_date(epoch: i64) -> Result<DateTime, String> {
    let when = jiff::Timestamp::from_second(epoch).map_err(|e| e.to_string())?;
    let at = jiff::tz::Offset::UTC.to_datetime(when);
    let part = |n: i8| u8::try_from(n).unwrap_or_default();
    let year = u16::try_from(at.year()).unwrap_or_default();
    DateTime::from_date_and_time(
        year,
        part(at.month()),
        part(at.day()),
        part(at.hour()),
        part(at.minute()),
        part(at.second()),
    )
    .map_err(|_| "SOURCE_DATE_EPOCH is before 1980".to_owned())
}

/// The files as a tar archive (ustar), compressed by `gzip`.
///
/// # Errors
/// When a path is too long, or there is no gzip.
pub(crate) fn tar_gz(files: &[File], epoch: i64) -> Result<Vec<u8>, String> {
    let mut tar = Vec::new();
    for file in sorted(files) {
        tar.extend(header(file, epoch)?);
        tar.extend(&file.bytes);
        tar.resize(tar.len().next_multiple_of(BLOCK), 0);
    }
    tar.resize(tar.len() + 2 * BLOCK, 0);
    gzip(&tar)
}

const BLOCK: usize = 512;

/// A header of POSIX 1003.1 ustar; owner and group are 0 and have no names.
fn header(file: &File, epoch: i64) -> Result<[u8; BLOCK], String> {
    let mut block = [0; BLOCK];
    let mut put = |at: usize, text: &str| {
        block[at..at + text.len()].copy_from_slice(text.as_bytes());
    };
    if file.path.len() > 100 {
        return Err(format!("{}: the path is too long", file.path));
    }
    put(0, &file.path);
    put(100, &format!("{:07o}", mode(file)));
    put(108, "0000000");
    put(116, "0000000");
    put(124, &format!("{:011o}", file.bytes.len()));
    put(136, &format!("{epoch:011o}"));
    put(148, "        ");
    put(156, "0");
    put(257, "ustar\u{0}00");
    let sum: u32 = block.iter().map(|b| u32::from(*b)).sum();
    block[148..156].copy_from_slice(format!("{sum:06o}\0 ").as_bytes());
    Ok(block)
}

/// `-n`: no name and no date in the result.
fn gzip(bytes: &[u8]) -> Result<Vec<u8>, String> {
    let mut child = Command::new("gzip")
        .args(["-n", "-9"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .map_err(|e| format!("gzip: {e}"))?;
    let mut input = child.stdin.take().ok_or("gzip: no input")?;
    let bytes = bytes.to_vec();
    let feed = std::thread::spawn(move || input.write_all(&bytes));
    let output = child.wait_with_output().map_err(|e| format!("gzip: {e}"))?;
    match (feed.join(), output.status.success()) {
        (Ok(Ok(())), true) => Ok(output.stdout),
        _ => Err("gzip failed".to_owned()),
    }
}

fn mode(file: &File) -> u32 {
    if file.runs { 0o755 } else { 0o644 }
}

fn sorted(files: &[File]) -> Vec<&File> {
    let mut files: Vec<&File> = files.iter().collect();
    files.sort();
    files
}
