//! Tables whose keys are the user's names, read in the order of the file.
//!
//! The TOML reader hands out the keys of a table sorted. Each key carries its place in the text, so
//! sorting by place gives the order of the file without the reader's help.

use super::SideModule;
use serde::de::{Deserializer, MapAccess, Visitor};
use serde::{Deserialize, de};
use std::fmt;
use std::marker::PhantomData;
use toml::Spanned;

/// One line of `[imports]`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportRule {
    /// `module.name` of the import, or `importer:module.name`.
    pub import: String,
    /// `module.export` of the provider.
    pub provider: String,
    /// The line of the manifest, counted from 1.
    pub line: usize,
}

/// One key and value of a table, with the place of the key.
struct Entry<V> {
    key: String,
    key_offset_bytes: usize,
    value: V,
}

/// Reads a table of any keys into its entries, in the order of the file.
struct Entries<V>(PhantomData<V>);

impl<'de, V: Deserialize<'de>> Visitor<'de> for Entries<V> {
    type Value = Vec<Entry<V>>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a table")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut entries = Vec::new();
        while let Some(key) = map.next_key::<Spanned<String>>()? {
            let key_offset_bytes = key.span().start;
            let value = map.next_value()?;
            entries.push(Entry { key: key.into_inner(), key_offset_bytes, value });
        }
        entries.sort_by_key(|entry| entry.key_offset_bytes);
        Ok(entries)
    }
}

fn in_file_order<'de, D, V>(deserializer: D) -> Result<Vec<Entry<V>>, D::Error>
where
    D: Deserializer<'de>,
    V: Deserialize<'de>,
{
    deserializer.deserialize_map(Entries(PhantomData))
}

/// `[side.NAME]` in load order.
pub(super) fn sides<'de, D: Deserializer<'de>>(d: D) -> Result<Vec<SideModule>, D::Error> {
    let entries: Vec<Entry<SideModule>> = in_file_order(d)?;
    Ok(entries.into_iter().map(|entry| SideModule { name: entry.key, ..entry.value }).collect())
}

/// The part of `[imports]` on one line: checked here so that the caret stands under it.
struct Provider(String);

impl<'de> Deserialize<'de> for Provider {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        match text.contains('.') {
            true => Ok(Self(text)),
            false => Err(de::Error::custom("expected a provider, for instance \"math.sqrt\"")),
        }
    }
}

/// `[imports]`; the lines are still offsets in bytes, which only the whole text turns into lines.
pub(super) fn imports<'de, D: Deserializer<'de>>(d: D) -> Result<Vec<ImportRule>, D::Error> {
    let entries: Vec<Entry<Provider>> = in_file_order(d)?;
    let rule = |entry: Entry<Provider>| ImportRule {
        import: entry.key,
        provider: entry.value.0,
        line: entry.key_offset_bytes,
    };
    Ok(entries.into_iter().map(rule).collect())
}

/// A table of text by name, in the order of the file.
pub(super) fn texts<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<indexmap::IndexMap<String, String>, D::Error> {
    let entries: Vec<Entry<String>> = in_file_order(deserializer)?;
    Ok(entries.into_iter().map(|entry| (entry.key, entry.value)).collect())
}

/// A table of anything by name, in the order of the file.
pub(super) fn named<'de, D, V>(deserializer: D) -> Result<Vec<(String, V)>, D::Error>
where
    D: Deserializer<'de>,
    V: Deserialize<'de>,
{
    let entries: Vec<Entry<V>> = in_file_order(deserializer)?;
    Ok(entries.into_iter().map(|entry| (entry.key, entry.value)).collect())
}
