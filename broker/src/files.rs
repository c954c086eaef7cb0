//! Where modules may be read from.
//!
//! Invariants: a name that a module gives never leaves the granted folders; what is read is a
//! regular file of bounded size, read once; reading does not wait for anybody.

use crate::error::{Code, Error, Result, quoted};
use std::io::Read;
use std::path::{Component, Path, PathBuf};

/// Reads a whole regular file of at most `max_bytes`.
///
/// # Errors
/// 5008 if it cannot be read or is not a regular file; 5024 if it is larger.
pub(crate) fn read_limited(path: &Path, max_bytes: u64) -> Result<Vec<u8>> {
    let shown = || quoted(&path.to_string_lossy());
    let io = |cause: std::io::Error| {
        Error::new(Code::IoError, format!("cannot read {}: {}", shown(), reason(&cause)))
    };
    // The kind is looked at before opening: opening a FIFO would wait for its other end.
    let metadata = std::fs::metadata(path).map_err(io)?;
    let checked = |metadata: std::fs::Metadata| {
        let what = match () {
            () if metadata.is_file() => return Ok(metadata),
            () if metadata.is_dir() => "it is a folder",
            () => "it is not a regular file",
        };
        Err(Error::new(Code::IoError, format!("cannot read {}: {what}", shown())))
    };
    let metadata = checked(metadata)?;
    let too_large = |given| Error::limit(Code::CompileLimit, "bytes of a file", given, max_bytes);
    if metadata.len() > max_bytes {
        return Err(too_large(metadata.len()).in_file(path));
    }
    let mut bytes = Vec::new();
    let file = open_at_once(path).map_err(io)?;
    // Another may lie there by now.
    checked(file.metadata().map_err(io)?)?;
    file.take(max_bytes + 1).read_to_end(&mut bytes).map_err(io)?;
    match bytes.len() as u64 {
        given if given > max_bytes => Err(too_large(given)),
        _ => Ok(bytes),
    }
}

/// Opens a file to read it without waiting: what calls itself a regular file, as `/proc/kmsg` does,
/// may have nothing to read yet, and a FIFO may lie there that was none a moment ago.
fn open_at_once(path: &Path) -> std::io::Result<std::fs::File> {
    let mut options = std::fs::OpenOptions::new();
    options.read(true);
    // Linux alone has such files. The number is that of `asm-generic/fcntl.h`, which all of these
    // machines use.
    #[cfg(all(
        target_os = "linux",
        any(
            target_arch = "x86_64",
            target_arch = "aarch64",
            target_arch = "riscv64",
            target_arch = "s390x"
        )
    ))]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        const O_NONBLOCK: i32 = 0o4000;
        options.custom_flags(O_NONBLOCK);
    }
    options.open(path)
}

/// The folders in which libraries are looked for at run time, canonical.
#[derive(Clone, Debug, Default)]
pub(crate) struct Roots {
    folders: Vec<PathBuf>,
    are_granted: bool,
}

impl Roots {
    /// Lets guests look here too. Without it only the host does: the folder that main lies in was
    /// named by nobody.
    pub(crate) fn grant(&mut self) {
        self.are_granted = true;
    }

    /// Whether guests may look here.
    pub(crate) fn are_granted(&self) -> bool {
        self.are_granted
    }

    /// Adds a folder.
    ///
    /// # Errors
    /// 5008 if it is not a folder that can be read.
    pub(crate) fn add(&mut self, folder: &Path) -> Result<()> {
        let shown = quoted(&folder.to_string_lossy());
        let real = std::fs::canonicalize(folder).map_err(|cause| {
            Error::new(Code::IoError, format!("cannot use {shown}: {}", reason(&cause)))
        })?;
        if !real.is_dir() {
            return Err(Error::new(Code::IoError, format!("cannot use {shown}: not a folder")));
        }
        if !self.folders.contains(&real) {
            self.folders.push(real);
        }
        Ok(())
    }

    /// The folders, for messages.
    pub(crate) fn shown(&self) -> Vec<String> {
        self.folders.iter().map(|root| quoted(&root.to_string_lossy())).collect()
    }

    /// Finds a library by its relative name, below one of the folders.
    ///
    /// # Errors
    /// 5009 for a name that is absolute or leaves the folders, also through a symbolic link; 5008
    /// if no folder has it.
    pub(crate) fn find(&self, name: &str) -> Result<PathBuf> {
        let denied = |why: &str| {
            Error::new(Code::PermissionDenied, format!("cannot open {}: {why}", quoted(name)))
        };
        let path = Path::new(name);
        let is_plain =
            |part: Component<'_>| matches!(part, Component::Normal(_) | Component::CurDir);
        if name.is_empty() || name.contains('\0') || !path.components().all(is_plain) {
            return Err(denied("the name must be relative and stay in its folder")
                .help("name a folder with `--library-path`, and the file relative to it"));
        }
        for root in &self.folders {
            let Ok(real) = std::fs::canonicalize(root.join(path)) else { continue };
            return match real.starts_with(root) {
                true => Ok(real),
                false => Err(denied("it is a link that leaves its folder")),
            };
        }
        let folders = self.shown();
        let error = Error::new(Code::IoError, format!("there is no library {}", quoted(name)));
        Err(match folders.is_empty() {
            true => error.help("grant a folder to look in: `--library-path DIR`"),
            false => error.with(crate::error::Detail::LookedIn(folders)),
        })
    }
}

/// The reason of an i/o error, without the operating system's number.
pub(crate) fn reason(cause: &std::io::Error) -> String {
    let text = cause.to_string();
    let text = text.split(" (os error").next().unwrap_or_default();
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_lowercase().chain(chars).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_stay_in_their_folders() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let (inside, outside) = (folder.path().join("lib"), folder.path().join("secret.wasm"));
        std::fs::create_dir_all(inside.join("sub")).expect("a folder");
        for file in [&outside, &inside.join("a.wasm"), &inside.join("sub/b.wasm")] {
            std::fs::write(file, b"x").expect("a file");
        }
        std::os::unix::fs::symlink(&outside, inside.join("link.wasm")).expect("a link");
        let mut roots = Roots::default();
        roots.add(&inside).expect("the folder exists");
        let cases = [
            ("a.wasm", None),
            ("./sub/b.wasm", None),
            ("missing.wasm", Some(Code::IoError)),
            ("../secret.wasm", Some(Code::PermissionDenied)),
            ("sub/../../secret.wasm", Some(Code::PermissionDenied)),
            ("link.wasm", Some(Code::PermissionDenied)),
            ("/etc/passwd", Some(Code::PermissionDenied)),
            ("a\0.wasm", Some(Code::PermissionDenied)),
            ("", Some(Code::PermissionDenied)),
        ];
        for (name, expected) in cases {
            let found = roots.find(name);
            assert_eq!(found.as_ref().err().map(Error::code), expected, "{name:?}: {found:?}");
        }
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn opening_waits_for_nobody() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let pipe = folder.path().join("pipe");
        let made = std::process::Command::new("mkfifo").arg(&pipe).status().expect("mkfifo");
        assert!(made.success());
        let (sender, receiver) = std::sync::mpsc::channel();
        // Where it waits after all, the thread is left behind.
        std::thread::spawn(move || sender.send(open_at_once(&pipe).map(|_| ())));
        let opened = receiver.recv_timeout(std::time::Duration::from_secs(10));
        opened.expect("it did not wait").expect("it can be read");
    }

    #[test]
    fn only_regular_files_of_bounded_size_are_read() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let file = folder.path().join("a");
        std::fs::write(&file, [0_u8; 10]).expect("a file");
        assert_eq!(read_limited(&file, 10).expect("at the limit").len(), 10);
        let over = read_limited(&file, 9).expect_err("over the limit");
        assert_eq!(over.code(), Code::CompileLimit);
        let as_file = read_limited(folder.path(), 9).expect_err("a folder");
        assert_eq!(as_file.code(), Code::IoError);
    }
}
