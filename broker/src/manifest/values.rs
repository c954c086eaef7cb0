//! Values of a manifest that are more than a number or a text: sizes, times, words, pins.
//!
//! The command line reads the same values with the same functions and the same lists of words.

use super::{Inherit, SideKind};
use crate::error::{Code, Error, Result, quoted};
use crate::plan::{Allowance, CopyPath, Unresolved};
use schemars::{Schema, SchemaGenerator, json_schema};
use serde::Deserialize;
use serde::de::{self, Deserializer, Visitor};
use std::fmt;
use std::path::PathBuf;
use std::time::Duration;

/// The version of the format that this broker reads.
const VERSION: u32 = 1;
/// Hex digits of a SHA-256.
const SHA256_DIGITS: usize = 64;

/// The words for [`Unresolved`].
pub const UNRESOLVED_WORDS: &[(&str, Unresolved)] =
    &[("error", Unresolved::Error), ("trap", Unresolved::Trap), ("zero", Unresolved::Zero)];
/// The words for [`CopyPath`].
pub const COPY_WORDS: &[(&str, CopyPath)] = &[
    ("auto", CopyPath::Auto),
    ("memory-copy", CopyPath::MemoryCopy),
    ("accessors", CopyPath::Accessors),
];
/// The words for [`Allowance`].
pub const ALLOW_WORDS: &[(&str, Allowance)] =
    &[("early-calls", Allowance::EarlyCalls), ("host-pointers", Allowance::HostPointers)];
const SIDE_KIND_WORDS: &[(&str, SideKind)] =
    &[("auto", SideKind::Auto), ("isolated", SideKind::Isolated), ("dylink", SideKind::Dylink)];
const INHERIT_WORDS: &[(&str, Inherit)] = &[("stdio", Inherit::Stdio), ("env", Inherit::Env)];

const BYTE_UNITS: &[(&str, u64)] =
    &[("", 1), ("B", 1), ("KiB", 1 << 10), ("MiB", 1 << 20), ("GiB", 1 << 30), ("TiB", 1 << 40)];
const TIME_UNITS_MICROS: &[(&str, u64)] =
    &[("us", 1), ("ms", 1_000), ("s", 1_000_000), ("min", 60_000_000), ("h", 3_600_000_000)];

/// Reads a size: `64MiB`, `512KiB`, `65536`.
///
/// # Units
/// Bytes. Units of 1000 (`MB`) are refused: memories come in powers of two.
///
/// # Errors
/// 5025.
///
/// # Example
/// ```
/// assert_eq!(wasm_broker::manifest::parse_bytes("64MiB")?, 64 << 20);
/// # Ok::<(), wasm_broker::Error>(())
/// ```
pub fn parse_bytes(text: &str) -> Result<u64> {
    with_unit(text, BYTE_UNITS).ok_or_else(|| {
        let message = format!("{} is not a size: expected for instance `64MiB`", quoted(text));
        Error::new(Code::ManifestError, message).help("units are B, KiB, MiB, GiB and TiB")
    })
}

/// Reads a time: `500ms`, `2s`, `5min`.
///
/// # Errors
/// 5025.
///
/// # Example
/// ```
/// assert_eq!(wasm_broker::manifest::parse_duration("2s")?.as_millis(), 2000);
/// # Ok::<(), wasm_broker::Error>(())
/// ```
pub fn parse_duration(text: &str) -> Result<Duration> {
    with_unit(text, TIME_UNITS_MICROS).map(Duration::from_micros).ok_or_else(|| {
        let message = format!("{} is not a time: expected for instance `500ms`", quoted(text));
        Error::new(Code::ManifestError, message).help("units are us, ms, s, min and h")
    })
}

/// A whole number with one of these units behind it; `_` may separate digits.
fn with_unit(text: &str, units: &[(&str, u64)]) -> Option<u64> {
    let text = text.trim();
    let n_number_bytes = text.find(|c: char| !c.is_ascii_digit() && c != '_').unwrap_or(text.len());
    let (number, unit) = text.split_at(n_number_bytes);
    if number.starts_with('_') || number.ends_with('_') {
        return None;
    }
    let unit = unit.trim_start();
    let (_, scale) = units.iter().find(|(name, _)| name.eq_ignore_ascii_case(unit))?;
    number.replace('_', "").parse::<u64>().ok()?.checked_mul(*scale)
}

/// A text, or a text or a whole number, read by a function of this file.
struct Text<T> {
    expected: &'static str,
    from_text: fn(&str) -> Result<T>,
    from_number: Option<fn(u64) -> T>,
}

impl<T> Visitor<'_> for Text<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.expected)
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<T, E> {
        (self.from_text)(text).map_err(|error| E::custom(error.message()))
    }

    fn visit_i64<E: de::Error>(self, number: i64) -> Result<T, E> {
        match (self.from_number, u64::try_from(number)) {
            (Some(from_number), Ok(number)) => Ok(from_number(number)),
            _ => Err(E::invalid_value(de::Unexpected::Signed(number), &self)),
        }
    }
}

/// One word of a list.
struct Word<T: 'static>(&'static [(&'static str, T)]);

impl<T: Copy> Visitor<'_> for Word<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let words: Vec<String> = self.0.iter().map(|(word, _)| format!("`{word}`")).collect();
        write!(f, "one of {}", words.join(", "))
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<T, E> {
        match self.0.iter().find(|(word, _)| *word == text) {
            Some((_, value)) => Ok(*value),
            // The same words as for an unknown variant of an enum, so that `report.rs` finds the
            // nearest one for both.
            None => Err(E::custom(format_args!(
                "unknown variant `{text}`, expected {}",
                fmt::from_fn(|f| self.expecting(f))
            ))),
        }
    }
}

pub(super) fn version<'de, D: Deserializer<'de>>(deserializer: D) -> Result<u32, D::Error> {
    match u32::deserialize(deserializer)? {
        VERSION => Ok(VERSION),
        other => Err(de::Error::custom(format_args!(
            "this broker reads manifests of version {VERSION}, not {other}"
        ))),
    }
}

pub(super) fn bytes<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<u64>, D::Error> {
    let expected = "a size as \"64MiB\" or a number of bytes";
    let from_number = Some((|number| number) as fn(u64) -> u64);
    deserializer.deserialize_any(Text { expected, from_text: parse_bytes, from_number }).map(Some)
}

pub(super) fn duration<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<Duration>, D::Error> {
    let expected = "a time with a unit, as \"500ms\" or \"2s\"";
    deserializer
        .deserialize_any(Text { expected, from_text: parse_duration, from_number: None })
        .map(Some)
}

pub(super) fn sha256<'de, D: Deserializer<'de>>(d: D) -> Result<Option<String>, D::Error> {
    let expected = "64 hex digits in quotes";
    d.deserialize_any(Text { expected, from_text: parse_sha256, from_number: None }).map(Some)
}

fn parse_sha256(text: &str) -> Result<String> {
    let n_digits = text.chars().count();
    match n_digits == SHA256_DIGITS && text.chars().all(|c| c.is_ascii_hexdigit()) {
        true => Ok(text.to_ascii_lowercase()),
        false => Err(Error::new(
            Code::ManifestError,
            format!(
                "a SHA-256 has {SHA256_DIGITS} hex digits, this text has {n_digits} characters"
            ),
        )),
    }
}

pub(super) fn path<'de, D: Deserializer<'de>>(deserializer: D) -> Result<PathBuf, D::Error> {
    checked_path(&String::deserialize(deserializer)?)
}

/// A path that is not empty and has no NUL, which no system can open.
pub(super) fn checked_path<E: de::Error>(text: &str) -> Result<PathBuf, E> {
    match text {
        "" => Err(E::custom("a path cannot be empty")),
        text if text.contains('\0') => Err(E::custom("a path cannot contain a NUL character")),
        text => Ok(PathBuf::from(text)),
    }
}

pub(super) fn side_kind<'de, D: Deserializer<'de>>(d: D) -> Result<SideKind, D::Error> {
    d.deserialize_str(Word(SIDE_KIND_WORDS))
}

pub(super) fn unresolved<'de, D: Deserializer<'de>>(d: D) -> Result<Option<Unresolved>, D::Error> {
    d.deserialize_str(Word(UNRESOLVED_WORDS)).map(Some)
}

pub(super) fn copy_path<'de, D: Deserializer<'de>>(d: D) -> Result<Option<CopyPath>, D::Error> {
    d.deserialize_str(Word(COPY_WORDS)).map(Some)
}

impl<'de> Deserialize<'de> for Inherit {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(Word(INHERIT_WORDS))
    }
}

impl<'de> Deserialize<'de> for Allowance {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(Word(ALLOW_WORDS))
    }
}

pub(super) fn inherit<'de, D: Deserializer<'de>>(d: D) -> Result<Option<Vec<Inherit>>, D::Error> {
    Vec::deserialize(d).map(Some)
}

/// The JSON Schema of a word of a list.
fn words<T>(list: &[(&str, T)]) -> Schema {
    let words: Vec<&str> = list.iter().map(|(word, _)| *word).collect();
    json_schema!({ "type": "string", "enum": words })
}

pub(super) fn version_schema(_: &mut SchemaGenerator) -> Schema {
    json_schema!({ "type": "integer", "const": VERSION })
}

pub(super) fn bytes_schema(_: &mut SchemaGenerator) -> Schema {
    json_schema!({ "type": ["string", "integer"], "minimum": 0, "examples": ["64MiB"] })
}

pub(super) fn side_kind_schema(_: &mut SchemaGenerator) -> Schema {
    words(SIDE_KIND_WORDS)
}

pub(super) fn unresolved_schema(_: &mut SchemaGenerator) -> Schema {
    words(UNRESOLVED_WORDS)
}

pub(super) fn copy_schema(_: &mut SchemaGenerator) -> Schema {
    words(COPY_WORDS)
}

pub(super) fn allow_schema(_: &mut SchemaGenerator) -> Schema {
    json_schema!({ "type": "array", "items": words(ALLOW_WORDS) })
}

pub(super) fn inherit_schema(_: &mut SchemaGenerator) -> Schema {
    json_schema!({ "type": "array", "items": words(INHERIT_WORDS) })
}
