//! What was built or fetched is kept in the target folder, whole or not at all.

use libtest_mimic::Failed;
use sha2::{Digest, Sha256};
use std::path::{Path, PathBuf};

/// Where all of it is.
pub(crate) fn kept() -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join("real")
}

/// All that something is made from.
#[derive(Clone, Default)]
pub(crate) struct Recipe(Sha256);

impl Recipe {
    /// Adds a part; where it ends counts too.
    pub(crate) fn with(mut self, part: impl AsRef<[u8]>) -> Self {
        self.0.update((part.as_ref().len() as u64).to_le_bytes());
        self.0.update(part);
        self
    }

    /// Adds a file, by its name and by what is in it.
    pub(crate) fn with_file(self, path: &Path) -> Result<Self, Failed> {
        let name = path.file_name().unwrap().to_str().unwrap();
        Ok(self.with(name).with(std::fs::read(path)?))
    }

    /// A name for the folder of what is made.
    pub(crate) fn key(&self) -> String {
        hex(&self.0.clone().finalize()[..8])
    }
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The folder that `make` fills from this recipe, now or in an earlier run.
pub(crate) fn once(
    name: &str,
    recipe: &Recipe,
    make: impl FnOnce(&Path) -> Result<(), Failed>,
) -> Result<PathBuf, Failed> {
    let folder = kept().join(format!("{name}-{}", recipe.key()));
    if folder.is_dir() {
        return Ok(folder);
    }
    std::fs::create_dir_all(kept())?;
    let scratch = tempfile::tempdir_in(kept())?;
    make(scratch.path())?;
    // Whole or not at all: a run that is broken off leaves no half of it. Where another run was
    // quicker, its folder stays.
    let path = scratch.keep();
    if std::fs::rename(&path, &folder).is_err() {
        std::fs::remove_dir_all(path)?;
    }
    Ok(folder)
}

/// Copies the files of a folder into another.
pub(crate) fn copy_files(from: &Path, to: &Path) -> Result<(), Failed> {
    for entry in std::fs::read_dir(from)? {
        let entry = entry?;
        if entry.file_type()?.is_file() {
            std::fs::copy(entry.path(), to.join(entry.file_name()))?;
        }
    }
    Ok(())
}
