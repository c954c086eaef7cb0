//! Values of options that are more than a text.
//!
//! Sizes, times and the words of policies are read by the library's own functions, so that
//! `--max-memory 64MiB` and `memory = "64MiB"` cannot come apart.

use clap::builder::{PossibleValuesParser, TypedValueParser};
use std::path::{Path, PathBuf};
use std::time::Duration;
use wasm_broker::manifest::{
    ALLOW_WORDS, COPY_WORDS, ManifestLimits, UNRESOLVED_WORDS, parse_bytes, parse_duration,
};
use wasm_broker::{Allowance, Code, CopyPath, Detail, Error, Preopen, Unresolved};

/// A module beside main.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Side {
    pub(crate) name: String,
    pub(crate) path: PathBuf,
}

/// Two texts that were joined with `=`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Pair {
    pub(crate) key: String,
    pub(crate) value: String,
}

/// `NAME=VALUE`, as in `[limits]`.
pub(super) fn limit(text: &str) -> Result<ManifestLimits, String> {
    let (key, value) = text.split_once('=').ok_or("expected NAME=VALUE")?;
    ManifestLimits::parse_one(key.trim(), value.trim()).map_err(|error| {
        let parts = error.details().iter().filter_map(|detail| match detail {
            Detail::Finding(text) | Detail::Help(text) => Some(text.as_str()),
            _ => None,
        });
        // What is wrong, and the nearest that would be right.
        parts.take(2).collect::<Vec<_>>().join(": ")
    })
}

/// `[NAME=]PATH`; the name is the file stem unless it is given.
pub(super) fn side(text: &str) -> Result<Side, String> {
    // A path may hold `=` in the name of a folder, a module's name holds no separator.
    let given = text.split_once('=').filter(|(name, _)| !name.contains(std::path::is_separator));
    let (name, path) = match given {
        Some(("", _)) => return Err("the name before `=` is empty".to_owned()),
        Some((name, path)) => (name.to_owned(), path),
        None => {
            let stem = Path::new(text).file_stem().map(|stem| stem.to_string_lossy().into_owned());
            (stem.ok_or("expected [NAME=]PATH, for instance math=libs/math.wasm")?, text)
        }
    };
    match path {
        "" => Err("the path is empty".to_owned()),
        _ => Ok(Side { name, path: PathBuf::from(path) }),
    }
}

/// `GUEST=HOST[:rw]`.
pub(super) fn directory(text: &str) -> Result<Preopen, String> {
    let example = "expected GUEST=HOST[:rw], for instance /data=./data";
    let (guest, host) = text.split_once('=').ok_or(example)?;
    let (host, writable) = match host.strip_suffix(":rw") {
        Some(host) => (host, true),
        None => (host.strip_suffix(":ro").unwrap_or(host), false),
    };
    match guest.is_empty() || host.is_empty() {
        true => Err(example.to_owned()),
        false => Ok(Preopen { guest: guest.to_owned(), host: PathBuf::from(host), writable }),
    }
}

/// `K=V`.
pub(super) fn variable(text: &str) -> Result<Pair, String> {
    pair(text).ok_or_else(|| "expected NAME=VALUE, for instance LANG=C".to_owned())
}

/// `IMPORT=PROVIDER`.
pub(super) fn mapping(text: &str) -> Result<Pair, String> {
    let example = "expected IMPORT=PROVIDER, for instance env.sqrt=math.sqrt_f64";
    pair(text)
        .filter(|pair| pair.key.contains('.') && pair.value.contains('.'))
        .ok_or_else(|| example.to_owned())
}

fn pair(text: &str) -> Option<Pair> {
    let (key, value) = text.split_once('=')?;
    (!key.is_empty()).then(|| Pair { key: key.to_owned(), value: value.to_owned() })
}

/// A size with a unit, in bytes.
pub(super) fn bytes(text: &str) -> Result<u64, String> {
    parse_bytes(text).map_err(|error| one_line(&error))
}

/// A time with a unit.
pub(super) fn duration(text: &str) -> Result<Duration, String> {
    parse_duration(text).map_err(|error| one_line(&error))
}

/// A whole number; `_` may separate its digits, as in the manifest.
pub(super) fn number(text: &str) -> Result<u64, String> {
    let digits = text.replace('_', "");
    digits.parse().map_err(|_| "expected a whole number, for instance 50_000_000".to_owned())
}

/// An error code: `5012`, `error[5012]` or `UnresolvedImport`.
pub(crate) fn code(text: &str) -> Result<Code, String> {
    let bare = text.trim_start_matches("error").trim_start_matches("trap");
    let bare = bare.trim_matches(['[', ']', ':']);
    let by_number = || bare.parse().ok().and_then(Code::from_number);
    let by_name = || Code::ALL.iter().copied().find(|code| code.name().eq_ignore_ascii_case(text));
    by_number().or_else(by_name).ok_or_else(|| {
        let last = Code::ALL.last().map_or(0, |code| code.number());
        format!("codes are 5000 to {last}; `wasm-broker explain` lists them")
    })
}

/// The words for what becomes of imports without a provider.
pub(super) fn unresolved() -> impl TypedValueParser<Value = Unresolved> {
    word_of(UNRESOLVED_WORDS)
}

/// The words for the way in which memory is copied.
pub(super) fn copy_path() -> impl TypedValueParser<Value = CopyPath> {
    word_of(COPY_WORDS)
}

/// The words for what may be let through.
pub(super) fn allowance() -> impl TypedValueParser<Value = Allowance> {
    word_of(ALLOW_WORDS)
}

fn word_of<T>(words: &'static [(&'static str, T)]) -> impl TypedValueParser<Value = T>
where
    T: Copy + Send + Sync + 'static,
{
    PossibleValuesParser::new(words.iter().map(|(word, _)| *word)).try_map(|given| {
        let found = words.iter().find(|(word, _)| *word == given);
        found.map(|(_, value)| *value).ok_or("not one of the words")
    })
}

fn one_line(error: &Error) -> String {
    let help = error.details().iter().find_map(|detail| match detail {
        Detail::Help(text) => Some(format!(" ({text})")),
        _ => None,
    });
    format!("{}{}", error.message(), help.unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_side_is_named_by_hand_or_by_its_file() {
        let cases = [
            ("math=libs/m.wasm", Some(("math", "libs/m.wasm"))),
            ("libs/m.wasm", Some(("m", "libs/m.wasm"))),
            ("m.so", Some(("m", "m.so"))),
            ("a/b=c.wasm", Some(("b=c", "a/b=c.wasm"))),
            ("=x.wasm", None),
            ("x=", None),
            ("", None),
            ("..", None),
        ];
        for (text, expected) in cases {
            let expected = expected
                .map(|(name, path)| Side { name: name.to_owned(), path: PathBuf::from(path) });
            assert_eq!(side(text).ok(), expected, "{text}");
        }
    }

    #[test]
    fn a_directory_is_read_only_unless_asked() {
        let cases = [
            ("/data=.", Some(("/data", ".", false))),
            ("/data=/x:rw", Some(("/data", "/x", true))),
            ("/data=/x:ro", Some(("/data", "/x", false))),
            ("/data", None),
            ("=x", None),
            ("/data=:rw", None),
        ];
        for (text, expected) in cases {
            let found = directory(text).ok();
            let found = found.as_ref().map(|dir| (&*dir.guest, &*dir.host, dir.writable));
            let expected = expected.map(|(guest, host, w)| (guest, Path::new(host), w));
            assert_eq!(found, expected, "{text}");
        }
    }

    #[test]
    fn a_code_is_found_by_number_title_or_name() {
        for text in ["5012", "error[5012]", "error[5012]:", "trap[5012]", "unresolvedimport"] {
            assert_eq!(code(text), Ok(Code::UnresolvedImport), "{text}");
        }
        for text in ["", "4999", "error", "50120", "no such"] {
            assert!(code(text).is_err(), "{text}");
        }
    }
}
