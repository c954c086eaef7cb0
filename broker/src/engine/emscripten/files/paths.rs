//! Where a path of a program leads: into one of the folders that were granted, or nowhere.
//!
//! Invariant: `..` is resolved here, on the text, so that no path leaves the root; WASI itself
//! keeps symbolic links within the folder.

use super::wasi::{Answer, Errno, Wasi};

/// The first number of an open file that can be a granted folder.
const FIRST_PREOPEN: u32 = 3;
/// At most this many granted folders are looked at.
const MAX_PREOPENS: u32 = 1024;
/// Relative to the current folder (`AT_FDCWD`).
pub(super) const CURRENT: i32 = -100;
/// The folder itself, where a path has nothing more.
const ITSELF: &str = ".";

/// A granted folder.
#[derive(Clone, Debug)]
pub(super) struct Granted {
    fd: u32,
    /// Its absolute name in the program.
    name: String,
}

/// Where a path leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// To this path in an open folder; the absolute name, where it is known.
    Inside { fd: u32, path: String, name: Option<String> },
    /// To a folder that is not there itself, but holds a granted one.
    Above(String),
}

/// The folders that were granted to a program.
pub(super) fn granted(wasi: &mut Wasi<'_>) -> Vec<Granted> {
    let fds = FIRST_PREOPEN..FIRST_PREOPEN + MAX_PREOPENS;
    let names = fds.map_while(|fd| Some((fd, wasi.preopen(fd)?)));
    names.map(|(fd, name)| Granted { fd, name: absolute("/", &name) }).collect()
}

/// A path from the root without `.`, `..` and doubled slashes.
pub(super) fn absolute(current: &str, path: &str) -> String {
    let start = if path.starts_with('/') { "" } else { current };
    let mut parts: Vec<&str> = Vec::new();
    for part in start.split('/').chain(path.split('/')) {
        match part {
            "" | ITSELF => {}
            ".." => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    format!("/{}", parts.join("/"))
}

/// What is left of a path below a folder; none if it is not below.
fn below<'a>(folder: &str, path: &'a str) -> Option<&'a str> {
    let rest = path.strip_prefix(folder.trim_end_matches('/'))?;
    match rest.strip_prefix('/') {
        Some(rest) => Some(rest),
        None => rest.is_empty().then_some(rest),
    }
}

/// Where an absolute path leads: the longest name of a granted folder wins.
pub(super) fn find(granted: &[Granted], path: String) -> Answer<Place> {
    let inside = granted
        .iter()
        .filter_map(|folder| Some((folder, below(&folder.name, &path)?)))
        .max_by_key(|(folder, _)| folder.name.len());
    if let Some((folder, rest)) = inside {
        let rest = if rest.is_empty() { ITSELF } else { rest };
        return Ok(Place::Inside { fd: folder.fd, path: rest.to_owned(), name: Some(path) });
    }
    match granted.iter().any(|folder| below(&path, &folder.name).is_some()) {
        true => Ok(Place::Above(path)),
        false => Err(Errno::NOENT),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_do_not_leave_the_root() {
        let cases = [
            ("/", "a/./b//c/", "/a/b/c"),
            ("/x", "../y", "/y"),
            ("/x", "../../../etc", "/etc"),
            ("/x/y", "/a/../..", "/"),
            ("/x", "", "/x"),
        ];
        for (current, path, expected) in cases {
            assert_eq!(absolute(current, path), expected, "{current} {path}");
        }
    }

    #[test]
    fn the_longest_folder_wins() {
        let folder = |fd, name: &str| Granted { fd, name: name.to_owned() };
        let granted = [folder(3, "/data"), folder(4, "/data/deep"), folder(5, "/opt/x")];
        let inside = |fd, path: &str, name: &str| {
            let (path, name) = (path.to_owned(), Some(name.to_owned()));
            Ok(Place::Inside { fd, path, name })
        };
        let cases = [
            ("/data", inside(3, ".", "/data")),
            ("/data/a", inside(3, "a", "/data/a")),
            ("/data/deep/a/b", inside(4, "a/b", "/data/deep/a/b")),
            ("/database", Err(Errno::NOENT)),
            ("/", Ok(Place::Above("/".to_owned()))),
            ("/opt", Ok(Place::Above("/opt".to_owned()))),
            ("/etc", Err(Errno::NOENT)),
        ];
        for (path, expected) in cases {
            assert_eq!(find(&granted, path.to_owned()), expected, "{path}");
        }
        let root = [folder(3, "/")];
        assert_eq!(find(&root, "/a".to_owned()), inside(3, "a", "/a"));
    }
}
