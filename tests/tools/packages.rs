//! Packages of npm, each pinned in `packages.txt`, fetched once by npm itself.
//!
//! The archive is compared with its pin before anything is taken out of it; no script of a package
//! is run, and what it depends on is not fetched.

use super::find::node;
use super::keep::{Recipe, hex, once};
use super::said;
use libtest_mimic::Failed;
use sha2::{Digest, Sha256};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Mutex;

/// The folder of a package, or why it cannot be had.
pub(crate) fn package(name: &str) -> Result<PathBuf, String> {
    // One at a time: two tests may want the same. Where one cannot be fetched, no other is tried:
    // npm takes long to give up.
    static FAILED: Mutex<Option<String>> = Mutex::new(None);
    let mut failed = FAILED.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
    let (version, digest) = pin(name);
    node()?;
    let recipe = Recipe::default().with(name).with(version).with(digest);
    let folder = once(name, &recipe, |scratch| match failed.clone() {
        Some(why) => Err(why.into()),
        None => fetch(name, version, digest, scratch),
    });
    folder.map(|folder| folder.join("package")).map_err(|cause| {
        let why = cause.message().unwrap_or("a package cannot be kept").to_owned();
        failed.insert(why).clone()
    })
}

/// Version and digest of a package.
fn pin(name: &str) -> (&'static str, &'static str) {
    let lines = include_str!("packages.txt").lines().filter(|line| !line.starts_with('#'));
    let rows = lines.map(|line| line.split_whitespace().collect::<Vec<_>>());
    let found = rows.filter(|row| row.len() == 3).find(|row| row[0] == name);
    let row = found.unwrap_or_else(|| panic!("packages.txt has no line for {name}"));
    (row[1], row[2])
}

fn fetch(name: &str, version: &str, digest: &str, folder: &Path) -> Result<(), Failed> {
    let mut npm = Command::new("npm");
    npm.current_dir(folder).args(["pack", "--silent", &format!("{name}@{version}")]);
    let file = said(&mut npm).map_err(|_| format!("npm could not fetch {name} {version}"))?;
    let archive = folder.join(&file);
    // Never a reason to skip.
    let found = hex(&Sha256::digest(std::fs::read(&archive)?));
    assert_eq!(found, digest, "the archive of {name} {version} is not the pinned one");
    said(Command::new("tar").current_dir(folder).args(["-xzf", &file]))?;
    Ok(std::fs::remove_file(archive)?)
}
