//! Where the report goes: stdout, a page, a plot, a record.
//!
//! Invariant: what cannot be written is found before anything is measured, as far as that can be
//! known.

use super::report::Report;
use super::{BenchArgs, html, json, plot, table};
use crate::failure::Failure;
use crate::session::Session;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use wasm_broker::{Code, Error, escaped, quoted};

/// The file that means stdout.
const STDOUT: &str = "-";
/// Records of one target and one day, at the most.
const MAX_RECORDS: u32 = 1_000;

/// What is written besides the result on stdout.
#[derive(Debug)]
pub(super) struct Outputs<'a> {
    args: &'a BenchArgs,
}

impl<'a> Outputs<'a> {
    /// Looks whether the files can be written, before somebody waits for them.
    ///
    /// # Errors
    /// 5008 for a folder that is not there or cannot be made; 5025 where two outputs go to one
    /// place, or one to a file that is read.
    pub(super) fn checked(args: &'a BenchArgs) -> Result<Self, Failure> {
        let files = [&args.html, &args.svg].into_iter().flatten();
        let n_to_stdout = files.clone().filter(|file| is_stdout(file)).count();
        if n_to_stdout > 1 {
            let text = "only one of --html and --svg can go to stdout";
            return Err(Error::new(Code::ManifestError, text).into());
        }
        // One after the other would be written, and the last stay.
        let mut taken: Vec<PathBuf> = args.link.files()?.iter().map(|file| real(file)).collect();
        for file in files.clone().filter(|file| !is_stdout(file)) {
            let place = real(file);
            // A pipe or a device takes as much as it is given.
            let keeps_one = !place.exists() || place.is_file();
            if keeps_one && taken.contains(&place) {
                let text = format!("{} would be written over", shown(file));
                return Err(Error::new(Code::ManifestError, text)
                    .finding("it is part of the link, or named for another output")
                    .help("name a file of its own for each output")
                    .into());
            }
            taken.push(place);
        }
        for file in files.filter(|file| !is_stdout(file)) {
            let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty());
            if folder.is_some_and(|folder| !folder.is_dir()) {
                let text = format!("cannot write {}: its folder is not there", shown(file));
                return Err(Error::new(Code::IoError, text).into());
            }
        }
        if let Some(folder) = &args.record {
            fs::create_dir_all(folder).map_err(|cause| unwritten(folder, &cause))?;
        }
        Ok(Self { args })
    }

    /// Writes everything that was asked for.
    ///
    /// # Errors
    /// 5008 for a file that cannot be written, 5006 for a plot of copies where there were none.
    pub(super) fn write(&self, session: &Session, report: &Report) -> Result<(), Failure> {
        let BenchArgs { html, svg, record, .. } = self.args;
        let mut printed = None;
        if let Some(folder) = record {
            let path = record_path(folder, &report.about.date, &self.args.link.target_name())?;
            let text = format!("{:#}\n", json::json(report));
            fs::write(&path, text).map_err(|cause| unwritten(&path, &cause))?;
            session.talk(&format!("kept as {}", escaped(&path.to_string_lossy())));
        }
        if let Some(file) = html {
            self.put(file, html::page(report)?, &mut printed)?;
        }
        if let Some(file) = svg {
            let copies = report.copies.as_ref().map_err(|reason| {
                Error::new(Code::MemoryError, format!("there is no plot of copies: {reason}"))
            })?;
            self.put(file, plot::copies(copies)?, &mut printed)?;
        }
        match printed {
            Some(text) => session.print(&text),
            None if session.wants_json() => {
                session.print_json(&format!("{:#}", json::json(report)))
            }
            None => session.print(&table::text(report)),
        }
    }

    fn put(&self, file: &Path, text: String, printed: &mut Option<String>) -> Result<(), Error> {
        if is_stdout(file) {
            *printed = Some(text);
            return Ok(());
        }
        fs::write(file, text).map_err(|cause| unwritten(file, &cause))
    }
}

fn is_stdout(file: &Path) -> bool {
    file == Path::new(STDOUT)
}

/// Where a file is, or would be: links are followed.
fn real(file: &Path) -> PathBuf {
    let parent = file.parent().filter(|parent| !parent.as_os_str().is_empty());
    fs::canonicalize(file).unwrap_or_else(|_| {
        let folder = fs::canonicalize(parent.unwrap_or(Path::new(".")));
        let name = file.file_name().unwrap_or_default();
        folder.map_or_else(|_| file.to_owned(), |folder| folder.join(name))
    })
}

/// The first name of the day that is free: `2026-01-31-sort.json`, `2026-01-31-sort-2.json`.
fn record_path(folder: &Path, date: &str, target: &str) -> Result<PathBuf, Error> {
    let day = date.split('T').next().unwrap_or(date);
    let plain = |c: char| if c.is_alphanumeric() || "-_.".contains(c) { c } else { '_' };
    let stem = format!("{day}-{}", target.chars().map(plain).collect::<String>());
    let names = std::iter::once(format!("{stem}.json"))
        .chain((2..=MAX_RECORDS).map(|n| format!("{stem}-{n}.json")));
    let free = names.map(|name| folder.join(name)).find(|path| !path.exists());
    free.ok_or_else(|| {
        let text = format!("{} holds {MAX_RECORDS} records of this day", shown(folder));
        Error::new(Code::IoError, text)
    })
}

fn shown(path: &Path) -> String {
    quoted(&path.to_string_lossy())
}

fn unwritten(path: &Path, cause: &io::Error) -> Error {
    let text = cause.to_string();
    let reason = text.split(" (os error").next().unwrap_or_default().to_lowercase();
    Error::new(Code::IoError, format!("cannot write {}: {reason}", shown(path)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_never_replaces_another() {
        let folder = tempfile::tempdir().expect("the system has temporary folders");
        let date = "2026-01-31T12:00:00Z";
        let mut names = Vec::new();
        for _ in 0..3 {
            let path = record_path(folder.path(), date, "a b/c").expect("a name is free");
            fs::write(&path, "{}").expect("the folder is ours");
            names.extend(path.file_name().map(|name| name.to_string_lossy().into_owned()));
        }
        let stem = "2026-01-31-a_b_c";
        assert_eq!(
            names,
            [format!("{stem}.json"), format!("{stem}-2.json"), format!("{stem}-3.json")]
        );
    }
}
