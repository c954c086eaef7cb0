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

/// A module of a link, as far as libraries are concerned.
#[derive(Clone, Debug)]
pub(crate) struct Known {
    /// Its name in the link.
    pub(crate) name: String,
    /// The module.
    pub(crate) module: Module,
}

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
                    let module = Module::from_file(&path)?;
                    all.push(Known { name: free_name(&all, &module, library), module });
                }
                Err(error) if error.code() == Code::IoError => {
                    let (library, needed_by) = (library.clone(), from.name.clone());
                    missing.push(Missing { library, needed_by });
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

/// The stem of the file, or its whole name where the stem is taken.
fn free_name(all: &[Known], module: &Module, library: &str) -> String {
    let stem = module.stem().filter(|stem| all.iter().all(|known| known.name != *stem));
    stem.unwrap_or_else(|| library.to_owned())
}

fn not_found(missing: &[Missing], roots: &Roots) -> Error {
    let n = missing.len();
    let (libraries, are) = if n == 1 { ("library", "is") } else { ("libraries", "are") };
    let text = format!("{n} needed {libraries} {are} not found");
    let error = missing.iter().fold(Error::new(Code::UnresolvedImport, text), |error, it| {
        error.finding(format!("{} needs {}", quoted(&it.needed_by), quoted(&it.library)))
    });
    let folders = roots.shown();
    let error = match folders.is_empty() {
        true => error,
        false => error.with(Detail::LookedIn(folders)),
    };
    error.help("name the folder with `--library-path DIR`, or the file with `--side NAME=PATH`")
}
