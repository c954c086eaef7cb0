//! The WASI sections of a manifest.

use super::{entries, values};
use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::Deserialize;
use serde::de::value::MapAccessDeserializer;
use serde::de::{self, Deserializer, MapAccess, Visitor};
use std::collections::BTreeMap;
use std::fmt;
use std::path::PathBuf;

/// `[wasi]`, `[main.wasi]`, `[side.NAME.wasi]`: what a module sees of the host.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ManifestWasi {
    /// Folders that are granted: `{ "/data" = "data" }`, or
    /// `{ "/data" = { path = "data", write = true } }`.
    #[serde(default, rename = "preopen", deserialize_with = "preopens")]
    #[schemars(with = "BTreeMap<String, PreopenSchema>")]
    pub preopens: Vec<Preopened>,
    /// Environment variables.
    #[serde(default, deserialize_with = "entries::texts")]
    #[schemars(with = "BTreeMap<String, String>")]
    pub env: IndexMap<String, String>,
    /// Arguments after the program's name.
    #[serde(default)]
    pub args: Vec<String>,
    /// What is taken over from the host; none: the standard streams.
    #[serde(default, deserialize_with = "values::inherit")]
    #[schemars(schema_with = "values::inherit_schema")]
    pub inherit: Option<Vec<Inherit>>,
}

/// A folder that a module is granted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Preopened {
    /// Its path for the guest.
    pub guest: String,
    /// Its path on the host, relative to the manifest.
    pub host: PathBuf,
    /// Whether the guest may write there.
    pub writable: bool,
}

/// What a module can take over from the host.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Inherit {
    /// Standard input, output and error.
    Stdio,
    /// All environment variables.
    Env,
}

/// What stands behind the guest's path.
struct Granted {
    host: PathBuf,
    writable: bool,
}

/// The long form.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct LongForm {
    /// The folder on the host, relative to the manifest.
    #[serde(deserialize_with = "values::path")]
    #[schemars(with = "String")]
    path: PathBuf,
    /// Whether the guest may write there.
    #[serde(default)]
    write: bool,
}

#[derive(JsonSchema)]
#[serde(untagged)]
#[allow(dead_code, reason = "only its schema is used")]
enum PreopenSchema {
    /// The folder on the host, read-only.
    Path(String),
    Long(LongForm),
}

struct GrantedVisitor;

impl<'de> Visitor<'de> for GrantedVisitor {
    type Value = Granted;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a path or { path = \"…\", write = true }")
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Granted, E> {
        Ok(Granted { host: values::checked_path(text)?, writable: false })
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Granted, A::Error> {
        let long = LongForm::deserialize(MapAccessDeserializer::new(map))?;
        Ok(Granted { host: long.path, writable: long.write })
    }
}

impl<'de> Deserialize<'de> for Granted {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(GrantedVisitor)
    }
}

fn preopens<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<Preopened>, D::Error> {
    let named: Vec<(String, Granted)> = entries::named(deserializer)?;
    let preopened = |(guest, granted): (String, Granted)| Preopened {
        guest,
        host: granted.host,
        writable: granted.writable,
    };
    Ok(named.into_iter().map(preopened).collect())
}
