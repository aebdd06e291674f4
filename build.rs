//! Packs `assets`: the pages of the findings and the built-in incidents are nearly a
//! megabyte of text, which the program carries deflated. Form of a pack: for each file
//! its path, a NUL, its length, a NUL, its bytes (`src/packed.rs` reads it).

use std::error::Error;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::{env, fs};

use flate2::Compression;
use flate2::write::DeflateEncoder;

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo:rerun-if-changed=assets");
    println!("cargo:rerun-if-changed=build.rs");
    let assets = PathBuf::from(env::var("CARGO_MANIFEST_DIR")?).join("assets");
    let out = PathBuf::from(env::var("OUT_DIR")?);
    for (name, folder) in [
        ("pages-en", "findings/en"),
        ("pages-ja", "findings/ja"),
        ("demo", "demo"),
    ] {
        let mut pack = DeflateEncoder::new(Vec::new(), Compression::best());
        let folder = assets.join(folder);
        for (path, file) in files(&folder, "")? {
            let bytes = fs::read(file)?;
            write!(pack, "{path}\0{}\0", bytes.len())?;
            pack.write_all(&bytes)?;
        }
        fs::write(out.join(name), pack.finish()?)?;
    }
    Ok(())
}

/// The files below a folder with their paths from there, in order: the same pack on
/// every machine.
fn files(folder: &Path, path: &str) -> Result<Vec<(String, PathBuf)>, Box<dyn Error>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name();
        let name = name.to_str().ok_or("a name that is no text")?;
        let path = format!("{path}{name}");
        if entry.file_type()?.is_dir() {
            found.extend(files(&entry.path(), &format!("{path}/"))?);
        } else {
            found.push((path, entry.path()));
        }
    }
    found.sort();
    Ok(found)
}
