//! The libraries that modules name as needed, found and read before anything is planned.
//!
//! Invariants: a library is read once, however many need it; a name is a name and no path; where to
//! look is decided by who grants folders, never by the module (its runtime path is not followed).
//!
//! # Source
//! tool-conventions, `DynamicLinking.md`, `WASM_DYLINK_NEEDED`.

use crate::error::{Code, Detail, Error, Result, quoted};
use crate::files::Roots;
use crate::limits;
use crate::module::Module;
use std::collections::HashSet;

/// A module of a link, as far as libraries are concerned.
#[derive(Clone, Debug)]
pub(crate) struct Known {
    /// Its name in the link.
    pub(crate) name: String,
    /// The module.
    pub(crate) module: Module,
}

/// So many missing libraries are named; the others are counted.
const MAX_SHOWN: usize = 100;

/// Who needs a library that is nowhere.
struct Missing {
    library: String,
    needed_by: String,
}

/// The libraries that the known modules need, and those that these need, which are not known yet:
/// in the order in which they are first named.
///
/// # Errors
/// 5009 for a name that is a path; 5012 with all that are missing; 5020 for too many; otherwise as
/// [`Module::from_file`].
pub(crate) fn find_needed(known: &[Known], first: usize, roots: &Roots) -> Result<Vec<Known>> {
    let mut all = known.to_vec();
    let mut missing = Vec::new();
    // A list may name a library more than once.
    let mut said = HashSet::new();
    let mut next = first;
    while let Some(from) = all.get(next).cloned() {
        next += 1;
        let dylink = from.module.facts().dylink.as_ref();
        for library in dylink.map(|dylink| dylink.needed.as_slice()).unwrap_or_default() {
            let is_it =
                |it: &Known| it.name == *library || it.module.file_name().as_ref() == Some(library);
            if all.iter().any(is_it) {
                continue;
            }
            if library.contains(['/', '\\', '\0']) {
                let text = format!(
                    "{} needs a library by the path {}",
                    quoted(&from.name),
                    quoted(library)
                );
                return Err(Error::new(Code::PermissionDenied, text).help(
                    "libraries are named, and looked for in the folders of `--library-path`",
                ));
            }
            let n_modules = all.len() as u64 + 1;
            if n_modules > limits::LIBRARIES {
                let what = "modules with the libraries that they need";
                return Err(Error::limit(Code::LimitExceeded, what, n_modules, limits::LIBRARIES));
            }
            match roots.find(library) {
                Ok(path) => {
                    let by_name = |error| named(error, library);
                    let module = Module::from_file(&path).map_err(by_name)?;
                    all.push(Known { name: free_name(&all, &module, library), module });
                }
                Err(error) if error.code() == Code::IoError => {
                    let (library, needed_by) = (library.clone(), from.name.clone());
                    if said.insert((next, library.clone())) {
                        missing.push(Missing { library, needed_by });
                    }
                }
                Err(error) => return Err(error.finding(format!("{} needs it", quoted(&from.name)))),
            }
        }
    }
    match missing.is_empty() {
        true => Ok(all.split_off(known.len())),
        false => Err(not_found(&missing, roots)),
    }
}

/// An error of a library that cannot be read, by the name that was asked for: where it lies on the
/// host is a detail that guests are not told.
pub(crate) fn named(error: Error, library: &str) -> Error {
    match error.code() {
        Code::IoError => Error::new(Code::IoError, format!("cannot read {}", quoted(library)))
            .with(Detail::File(error.message().to_owned())),
        _ => error,
    }
}

/// The stem of the file, or its whole name where the stem is taken.
fn free_name(all: &[Known], module: &Module, library: &str) -> String {
    let stem = module.stem().filter(|stem| all.iter().all(|known| known.name != *stem));
    stem.unwrap_or_else(|| library.to_owned())
}

fn not_found(missing: &[Missing], roots: &Roots) -> Error {
    let n = missing.len();
    let (libraries, are) = if n == 1 { ("library", "is") } else { ("libraries", "are") };
    let text = format!("{n} needed {libraries} {are} not found");
    let shown = missing.iter().take(MAX_SHOWN);
    let mut error = shown.fold(Error::new(Code::UnresolvedImport, text), |error, it| {
        error.finding(format!("{} needs {}", quoted(&it.needed_by), quoted(&it.library)))
    });
    if n > MAX_SHOWN {
        error = error.finding(format!("and {} more", n - MAX_SHOWN));
    }
    let folders = roots.shown();
    let error = match folders.is_empty() {
        true => error,
        false => error.with(Detail::LookedIn(folders)),
    };
    error.help("name the folder with `--library-path DIR`, or the file with `--side NAME=PATH`")
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fmt::Write as _;
    use std::path::Path;

    /// A module that needs these, called `main`.
    fn main_with(needed: &[&str]) -> Known {
        let text = format!("(module {})", section(needed));
        let module = Module::from_bytes(text.as_bytes()).expect("it is text");
        Known { name: "main".to_owned(), module }
    }

    fn section(needed: &[&str]) -> String {
        let names = needed.iter().fold(String::new(), |mut all, name| {
            write!(all, " {name:?}").expect("a string takes everything");
            all
        });
        format!("(@dylink.0 (mem-info) (needed{names}))")
    }

    fn write(folder: &Path, name: &str, needed: &[&str]) {
        let text = format!("(module {})", section(needed));
        std::fs::write(folder.join(name), text).expect("it can be written");
    }

    fn roots_of(folder: &Path) -> Roots {
        let mut roots = Roots::default();
        roots.add(folder).expect("it is a folder");
        roots
    }

    #[test]
    fn a_chain_of_libraries_is_read_up_to_the_limit() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let n = limits::LIBRARIES as usize;
        for idx in 1..=n {
            // The last closes the ring.
            let next = format!("l{}.so", idx % n + 1);
            write(folder.path(), &format!("l{idx}.so"), &[&next]);
        }
        let roots = roots_of(folder.path());
        // With main there is one too many.
        let error = find_needed(&[main_with(&["l1.so"])], 0, &roots).expect_err("too many");
        assert_eq!(error.code(), Code::LimitExceeded, "{error}");
        write(folder.path(), &format!("l{}.so", n - 1), &["l1.so"]);
        let found = find_needed(&[main_with(&["l1.so"])], 0, &roots).expect("just enough");
        assert_eq!(found.len(), n - 1);
        assert_eq!(found[0].name, "l1");
    }

    #[test]
    fn a_library_is_found_once_by_its_name_or_that_of_its_file() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        write(folder.path(), "a.so", &["b.so", "a.so", "main"]);
        write(folder.path(), "b.so", &["a.so", "a"]);
        let main = main_with(&["b.so", "a.so", "b.so", "b"]);
        let found = find_needed(&[main], 0, &roots_of(folder.path())).expect("both are there");
        let names: Vec<_> = found.iter().map(|it| it.name.as_str()).collect();
        assert_eq!(names, ["b", "a"]);
    }

    #[test]
    fn all_that_is_missing_is_said_and_nothing_else_takes_long() {
        let names: Vec<String> = (0..20_000).map(|idx| format!("none{idx}")).collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let folder = tempfile::tempdir().expect("a temporary folder");
        let start = std::time::Instant::now();
        let error = find_needed(&[main_with(&names)], 0, &roots_of(folder.path()))
            .expect_err("nothing is there");
        assert!(start.elapsed().as_secs() < 20, "{:?}", start.elapsed());
        assert_eq!(error.code(), Code::UnresolvedImport);
        assert!(error.message().starts_with("20000 needed libraries"), "{}", error.message());
    }

    #[test]
    fn links_that_leave_the_folder_are_not_followed() {
        let [folder, outside] = [(); 2].map(|()| tempfile::tempdir().expect("a folder"));
        write(outside.path(), "secret.so", &[]);
        let link = folder.path().join("lib.so");
        #[cfg(unix)]
        std::os::unix::fs::symlink(outside.path().join("secret.so"), link).expect("a link");
        #[cfg(not(unix))]
        let _ = link;
        for name in ["lib.so", "/etc/passwd", "../x.so", "a/b.so", "..", ".", "a\\0"] {
            let error = find_needed(&[main_with(&[name])], 0, &roots_of(folder.path()))
                .expect_err("it is not given");
            let code = error.code();
            let is_refused = [Code::PermissionDenied, Code::UnresolvedImport, Code::IoError];
            assert!(is_refused.contains(&code), "{name}: {error}");
            assert!(name == "lib.so" || code != Code::UnresolvedImport, "{name}: {error}");
        }
    }
}
