//! The manifest of a link, `link.toml`: which modules, which mappings, which limits.
//!
//! Invariants: a key that is not known is an error with a caret, never ignored; sides and mappings
//! keep the order of the file, because ids follow load order; nothing here opens a module file.
//!
//! To add a key: 1. a field here, whose doc line is also its text in the JSON Schema; 2. its reader
//! in `manifest/values.rs`, if it is a new kind of value; 3. good and bad input in
//! `manifest/tests.rs`; 4. what it does in `LinkBuilder::manifest`.

mod entries;
mod report;
#[cfg(test)]
mod tests;
mod values;
mod wasi;

pub use entries::ImportRule;
pub use values::{ALLOW_WORDS, COPY_WORDS, UNRESOLVED_WORDS, parse_bytes, parse_duration};
pub use wasi::{Inherit, ManifestWasi, Preopened};

use crate::error::{Code, Error, Result, quoted};
use crate::files::read_limited;
use crate::limits::Limits;
use crate::plan::{Allowance, CopyPath, Unresolved};
use schemars::JsonSchema;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// The name of a manifest in a folder.
pub const FILE_NAME: &str = "link.toml";
/// Bytes of a manifest. One for 64 modules with a thousand mappings each stays below.
const MANIFEST_BYTES: u64 = 4 << 20;

/// A manifest as it was read; paths are still relative to [`Manifest::folder`].
///
/// # Example
/// ```
/// # use wasm_broker::manifest::Manifest;
/// let text = "manifest = 1\n[main]\npath = 'main.wasm'\n[side.math]\npath = 'math.wasm'\n";
/// let manifest = Manifest::parse(text, "link.toml")?;
/// assert_eq!(manifest.sides[0].name, "math");
/// # Ok::<(), wasm_broker::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "wasm-broker manifest (link.toml)")]
pub struct Manifest {
    /// Where the text came from, as errors name it.
    #[serde(skip)]
    pub origin: String,
    /// The version of this format: 1.
    #[serde(rename = "manifest", deserialize_with = "values::version")]
    #[schemars(schema_with = "values::version_schema")]
    pub version: u32,
    /// Folders in which libraries may be found at run time.
    #[serde(default)]
    pub library_paths: Vec<PathBuf>,
    /// The main module.
    pub main: MainModule,
    /// The sides, in load order.
    #[serde(default, rename = "side", deserialize_with = "entries::sides")]
    #[schemars(with = "BTreeMap<String, SideModule>")]
    pub sides: Vec<SideModule>,
    /// Imports with a provider of the user's choice: `"env.sqrt" = "math.sqrt_f64"`; with
    /// `importer:` in front, for one importer only. The most specific one wins.
    #[serde(default, deserialize_with = "entries::imports")]
    #[schemars(with = "BTreeMap<String, String>")]
    pub imports: Vec<ImportRule>,
    /// How to link.
    #[serde(default)]
    pub policy: Policy,
    /// What the link may use.
    #[serde(default)]
    pub limits: ManifestLimits,
    /// WASI for every module; a module's own section is added to it.
    #[serde(default)]
    pub wasi: Option<ManifestWasi>,
}

/// `[main]`: the main module.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MainModule {
    /// Its file, relative to the manifest.
    #[serde(deserialize_with = "values::path")]
    #[schemars(with = "String")]
    pub path: PathBuf,
    /// The export that runs; by itself `_start`, else `main`.
    #[serde(default)]
    pub entry: Option<String>,
    /// WASI for main alone.
    #[serde(default)]
    pub wasi: Option<ManifestWasi>,
}

/// `[side.NAME]`: one further module.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SideModule {
    /// Its name in the link.
    #[serde(skip)]
    pub name: String,
    /// Its file, relative to the manifest.
    #[serde(deserialize_with = "values::path")]
    #[schemars(with = "String")]
    pub path: PathBuf,
    /// SHA-256 that the file must have: 64 hex digits.
    #[serde(default, deserialize_with = "values::sha256")]
    pub sha256: Option<String>,
    /// How it is linked.
    #[serde(default, deserialize_with = "values::side_kind")]
    #[schemars(schema_with = "values::side_kind_schema")]
    pub kind: SideKind,
    /// Whether its own `main` runs after its constructors.
    #[serde(default)]
    pub run_main: bool,
    /// WASI for this side alone.
    #[serde(default)]
    pub wasi: Option<ManifestWasi>,
}

/// How a side is linked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SideKind {
    /// As the module itself says.
    #[default]
    Auto,
    /// With a memory and a table of its own.
    Isolated,
    /// As a dynamic library in main's memory and table.
    Dylink,
}

/// `[policy]`: how to link.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Policy {
    /// What becomes of imports that nothing provides; none if the manifest does not say.
    #[serde(default, deserialize_with = "values::unresolved")]
    #[schemars(schema_with = "values::unresolved_schema")]
    pub unresolved: Option<Unresolved>,
    /// Which helper copies between memories; none if the manifest does not say.
    #[serde(default, deserialize_with = "values::copy_path")]
    #[schemars(schema_with = "values::copy_schema")]
    pub copy: Option<CopyPath>,
    /// What is let through that is refused otherwise: calls into modules whose constructors have
    /// not finished (`early-calls`), and pointers to host functions that other modules may call
    /// (`host-pointers`).
    #[serde(default)]
    #[schemars(schema_with = "values::allow_schema")]
    pub allow: Vec<Allowance>,
}

/// `[limits]`: what the link may use. None: the default of [`Limits`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ManifestLimits {
    /// Linear memory of all modules together: "64MiB", or plain bytes.
    #[serde(default, rename = "memory", deserialize_with = "values::bytes")]
    #[schemars(schema_with = "values::bytes_schema")]
    pub memory_bytes: Option<u64>,
    /// C stack of a program that leaves its place to the broker: "1MiB", or plain bytes.
    #[serde(default, rename = "stack", deserialize_with = "values::bytes")]
    #[schemars(schema_with = "values::bytes_schema")]
    pub stack_bytes: Option<u64>,
    /// Fuel for the whole link: about one unit per wasm instruction.
    #[serde(default)]
    pub fuel: Option<u64>,
    /// Time for one run, from the first guest instruction: "500ms", "2s".
    #[serde(default, deserialize_with = "values::duration")]
    #[schemars(with = "Option<String>")]
    pub timeout: Option<Duration>,
    /// Elements of each table.
    #[serde(default)]
    pub table_elements: Option<u64>,
    /// Elements of all tables together.
    #[serde(default)]
    pub all_table_elements: Option<u64>,
    /// Instances in the link, helpers included.
    #[serde(default)]
    pub instances: Option<u64>,
    /// Functions of one module.
    #[serde(default)]
    pub functions: Option<u64>,
    /// Bytes of one function: "1MiB", or plain bytes.
    #[serde(default, deserialize_with = "values::bytes")]
    #[schemars(schema_with = "values::bytes_schema")]
    pub function_bytes: Option<u64>,
    /// Locals times places where control joins, of a module's large functions together.
    #[serde(default)]
    pub join_cost: Option<u64>,
    /// Locals of all functions of one module.
    #[serde(default)]
    pub locals: Option<u64>,
    /// The square of the depth of blocks, of a module's deep functions together.
    #[serde(default)]
    pub nesting_cost: Option<u64>,
    /// Elements, data segments and computed constants of one module.
    #[serde(default)]
    pub startup_items: Option<u64>,
    /// Memories of one module.
    #[serde(default)]
    pub module_memories: Option<u64>,
    /// Tables of one module.
    #[serde(default)]
    pub module_tables: Option<u64>,
    /// Bytes of the longest name of an import or export: "1KiB", or plain bytes.
    #[serde(default, deserialize_with = "values::bytes")]
    #[schemars(schema_with = "values::bytes_schema")]
    pub name_bytes: Option<u64>,
    /// Memory that a dynamic library may ask for: "64MiB", or plain bytes.
    #[serde(default, rename = "dylink_memory", deserialize_with = "values::bytes")]
    #[schemars(schema_with = "values::bytes_schema")]
    pub dylink_memory_bytes: Option<u64>,
    /// Alignment that a dynamic library may ask for: "64KiB", or plain bytes; for its part of the
    /// table, slots.
    #[serde(default, deserialize_with = "values::bytes")]
    #[schemars(schema_with = "values::bytes_schema")]
    pub dylink_alignment: Option<u64>,
    /// Entries of one list in the dylink section of a library.
    #[serde(default)]
    pub dylink_entries: Option<u64>,
    /// Size of all different modules of the link together, closed ones included: "1GiB", or bytes.
    #[serde(default, deserialize_with = "values::bytes")]
    #[schemars(schema_with = "values::bytes_schema")]
    pub all_module_bytes: Option<u64>,
    /// Native stack that guest code may use, which is how deep calls may go: "512KiB", or bytes.
    #[serde(default, rename = "call_stack", deserialize_with = "values::bytes")]
    #[schemars(schema_with = "values::bytes_schema")]
    pub call_stack_bytes: Option<u64>,
    /// Table slots that the broker adds in the whole link.
    #[serde(default)]
    pub broker_slots: Option<u64>,
    /// User modules in the link.
    #[serde(default)]
    pub modules: Option<u64>,
    /// Size of one module file: "8MiB", or plain bytes.
    #[serde(default, deserialize_with = "values::bytes")]
    #[schemars(schema_with = "values::bytes_schema")]
    pub module_bytes: Option<u64>,
}

impl ManifestLimits {
    /// `base` with what the manifest says in place of what was there.
    #[must_use]
    pub fn over(&self, base: Limits) -> Limits {
        let mut limits = base
            .memory_bytes(self.memory_bytes.unwrap_or(base.memory_limit_bytes()))
            .table_elements(self.table_elements.unwrap_or(base.table_limit_elements()))
            .broker_slots(self.broker_slots.unwrap_or(base.broker_slots_limit()))
            .modules(self.modules.unwrap_or(base.modules_limit()))
            .module_bytes(self.module_bytes.unwrap_or(base.module_limit_bytes()))
            .stack_bytes(self.stack_bytes.unwrap_or(base.stack_limit_bytes()))
            .all_table_elements(self.all_table_elements.unwrap_or(base.all_table_elements_limit()))
            .instances(self.instances.unwrap_or(base.instances_limit()))
            .functions(self.functions.unwrap_or(base.functions_limit()))
            .function_bytes(self.function_bytes.unwrap_or(base.function_limit_bytes()))
            .join_cost(self.join_cost.unwrap_or(base.join_cost_limit()))
            .locals(self.locals.unwrap_or(base.locals_limit()))
            .nesting_cost(self.nesting_cost.unwrap_or(base.nesting_cost_limit()))
            .startup_items(self.startup_items.unwrap_or(base.startup_items_limit()))
            .module_memories(self.module_memories.unwrap_or(base.module_memories_limit()))
            .module_tables(self.module_tables.unwrap_or(base.module_tables_limit()))
            .name_bytes(self.name_bytes.unwrap_or(base.name_limit_bytes()))
            .dylink_memory_bytes(
                self.dylink_memory_bytes.unwrap_or(base.dylink_memory_limit_bytes()),
            )
            .dylink_alignment(self.dylink_alignment.unwrap_or(base.dylink_alignment_limit()))
            .dylink_entries(self.dylink_entries.unwrap_or(base.dylink_entries_limit()))
            .all_module_bytes(self.all_module_bytes.unwrap_or(base.all_module_bytes_limit()))
            .call_stack_bytes(self.call_stack_bytes.unwrap_or(base.call_stack_limit_bytes()));
        if let Some(fuel) = self.fuel {
            limits = limits.fuel(fuel);
        }
        match self.timeout {
            Some(timeout) => limits.timeout(timeout),
            None => limits,
        }
    }
}

/// What is read before anything else, so that a later version is not met with "unknown key".
#[derive(Deserialize)]
struct Head {
    #[serde(rename = "manifest", deserialize_with = "values::version")]
    _version: u32,
}

impl ManifestLimits {
    /// One limit as `[limits]` has it: `table_elements = 1000`, `memory = "64MiB"`. A bare size or
    /// time needs no quotes.
    ///
    /// # Errors
    /// 5025 for a key that there is not, or a value of another kind.
    pub fn parse_one(key: &str, value: &str) -> Result<Self> {
        let read = |value: &str| toml::from_str::<Self>(&format!("{key} = {value}"));
        let text = format!("{value:?}");
        // What TOML cannot read was meant as a text, and what is wrong with the text is what helps.
        let is_value = toml::from_str::<toml::Table>(&format!("value = {value}")).is_ok();
        let found = match is_value {
            true => read(value).or_else(|cause| read(&text).map_err(|_| cause)),
            false => read(&text),
        };
        found.map_err(|cause| {
            let text = format!("{} is no limit", quoted(&format!("{key}={value}")));
            report::explained(Error::new(Code::ManifestError, text), &cause)
        })
    }
}

impl Manifest {
    /// Reads the text of a manifest; `origin` is what errors call it, for instance its path.
    ///
    /// # Errors
    /// 5025 with the line and a caret.
    pub fn parse(text: &str, origin: &str) -> Result<Self> {
        let in_file = |cause: &toml::de::Error| report::error(cause, text, origin);
        toml::from_str::<Head>(text).map_err(|cause| in_file(&cause))?;
        let mut manifest: Self = toml::from_str(text).map_err(|cause| in_file(&cause))?;
        origin.clone_into(&mut manifest.origin);
        // They come in the order of the file, so that no part of the text is counted twice.
        let (mut line, mut n_counted) = (1, 0);
        for rule in &mut manifest.imports {
            let offset_bytes = rule.line;
            let more = text.get(n_counted..offset_bytes).unwrap_or_default();
            line += report::line_at(more, more.len()) - 1;
            (n_counted, rule.line) = (offset_bytes, line);
        }
        Ok(manifest)
    }

    /// Reads a manifest file, or `link.toml` of a folder.
    ///
    /// # Errors
    /// 5008 if it cannot be read, 5024 if it is far too long, else as [`Self::parse`].
    pub fn read(path: &Path) -> Result<Self> {
        let path = if path.is_dir() { path.join(FILE_NAME) } else { path.to_owned() };
        let origin = path.display().to_string();
        let bytes = read_limited(&path, MANIFEST_BYTES)?;
        let text = std::str::from_utf8(&bytes).map_err(|cause| {
            let n_bytes = cause.valid_up_to();
            let text = format!("{} is not UTF-8 text at byte {n_bytes}", quoted(&origin));
            Error::new(Code::ManifestError, text)
        })?;
        Self::parse(text, &origin)
    }

    /// The folder to which the manifest's paths are relative.
    pub fn folder(&self) -> &Path {
        Path::new(&self.origin).parent().unwrap_or(Path::new(""))
    }

    /// Where a mapping was written, as a list names it: `[imports] link.toml:9`.
    pub fn place_of(&self, rule: &ImportRule) -> String {
        let file = Path::new(&self.origin).file_name().map(|name| name.to_string_lossy());
        format!("[imports] {}:{}", file.as_deref().unwrap_or(&self.origin), rule.line)
    }

    /// The JSON Schema of the format, for editors.
    pub fn json_schema() -> String {
        format!("{:#}", schemars::schema_for!(Manifest).to_value())
    }
}
