//! How an instance is made: what it is linked with, and what it may use.

use super::handle::ModuleHandle;
use crate::broker::{Broker, LinkBuilder};
use crate::engine::{HostEntry, HostFn, HostParams, HostResults, WasiOptions};
use crate::error::Result;
use crate::limits::Limits;
use crate::module::Module;
use crate::names;
use crate::plan::{Allowance, Unresolved};
use std::fmt;
use std::path::PathBuf;
use std::time::Duration;

/// How an instance is made. The default: the module alone, with the limits of the registry's broker
/// and WASI that reaches the standard streams only.
///
/// # Example
/// ```
/// use wasm_broker::{Capture, InstanceConfig, Limits, Stdio, WasiOptions};
///
/// let output = Capture::new(1 << 16, "");
/// let config = InstanceConfig::new()
///     .wasi(WasiOptions::new().args(["-v"]).env("LANG", "C").stdio(Stdio::Capture(output)))
///     .limits(Limits::new().memory_bytes(16 << 20))
///     .fuel(1_000_000);
/// # let _ = config;
/// ```
#[derive(Clone, Default)]
pub struct InstanceConfig {
    sides: Vec<Side>,
    hosts: Vec<HostEntry>,
    mappings: Vec<Mapping>,
    unresolved: Unresolved,
    allowed: Vec<Allowance>,
    library_paths: Vec<PathBuf>,
    wasi: Vec<Wasi>,
    limits: Option<Limits>,
    fuel: Option<u64>,
    timeout: Option<Duration>,
}

#[derive(Clone, Debug)]
struct Side {
    name: String,
    module: ModuleHandle,
}

#[derive(Clone, Debug)]
struct Mapping {
    import: String,
    provider: String,
}

/// WASI options of one module, or of all.
#[derive(Clone, Debug)]
struct Wasi {
    module: Option<String>,
    options: WasiOptions,
}

impl InstanceConfig {
    /// The default.
    pub fn new() -> Self {
        Self::default()
    }

    /// Links another module with it; see [`crate::LinkBuilder::side`]. Its functions are called as
    /// `name.function`. The instance ends with any of its modules.
    #[must_use]
    pub fn side(mut self, name: &str, module: ModuleHandle) -> Self {
        self.sides.push(Side { name: name.to_owned(), module });
        self
    }

    /// Gives it a host function; see [`crate::LinkBuilder::host`]. The function may call other
    /// instances of the registry; a call that comes back to this one is refused (5023). A clone of
    /// the registry in it keeps the registry alive for as long as the instance is.
    #[must_use]
    pub fn host<P, R, F>(mut self, module: &str, name: &str, f: F) -> Self
    where
        P: HostParams,
        R: HostResults,
        F: HostFn<(), P, R>,
    {
        self.hosts.push(HostEntry::new::<(), P, R, F>(module, name, f));
        self
    }

    /// Maps an import to a provider; see [`crate::LinkBuilder::map`].
    #[must_use]
    pub fn map(mut self, import: &str, provider: &str) -> Self {
        let [import, provider] = [import, provider].map(str::to_owned);
        self.mappings.push(Mapping { import, provider });
        self
    }

    /// What becomes of imports that nothing provides.
    #[must_use]
    pub fn unresolved(mut self, unresolved: Unresolved) -> Self {
        self.unresolved = unresolved;
        self
    }

    /// Lets through what is refused otherwise.
    #[must_use]
    pub fn allow(mut self, what: Allowance) -> Self {
        self.allowed.push(what);
        self
    }

    /// Lets it load libraries from this folder; see [`crate::LinkBuilder::library_path`].
    #[must_use]
    pub fn library_path(mut self, folder: impl Into<PathBuf>) -> Self {
        self.library_paths.push(folder.into());
        self
    }

    /// Adds to what the WASI calls of all its modules may reach: folders, variables, arguments,
    /// streams.
    #[must_use]
    pub fn wasi(mut self, options: WasiOptions) -> Self {
        self.wasi.push(Wasi { module: None, options });
        self
    }

    /// The same for one of its modules: a side, or `main`.
    #[must_use]
    pub fn wasi_for(mut self, module: &str, options: WasiOptions) -> Self {
        self.wasi.push(Wasi { module: Some(module.to_owned()), options });
        self
    }

    /// Its limits, in place of those of the registry's broker.
    #[must_use]
    pub fn limits(mut self, limits: Limits) -> Self {
        self.limits = Some(limits);
        self
    }

    /// Fuel for its whole life, whatever the limits say: about one unit per wasm instruction
    /// (5011).
    #[must_use]
    pub fn fuel(mut self, units: u64) -> Self {
        self.fuel = Some(units);
        self
    }

    /// Time for each call, whatever the limits say (5021).
    #[must_use]
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = Some(timeout);
        self
    }

    /// The modules that it is linked with, in order.
    pub(super) fn side_modules(&self) -> impl Iterator<Item = ModuleHandle> {
        self.sides.iter().map(|side| side.module)
    }

    /// Fails for WASI options that could not be had, even if no module asks for them.
    ///
    /// # Errors
    /// 5009, 5010.
    pub(super) fn check_wasi(&self) -> Result<()> {
        self.wasi.iter().try_for_each(|wasi| wasi.options.check())
    }

    /// The link of this module and its sides, which come in the order of [`Self::side_modules`].
    pub(super) fn link(
        &self,
        broker: &Broker,
        main: Module,
        sides: impl Iterator<Item = Module>,
    ) -> LinkBuilder<()> {
        let mut builder = broker.main(names::MAIN_MODULE, main);
        for (side, module) in self.sides.iter().zip(sides) {
            builder = builder.side(&side.name, module);
        }
        for mapping in &self.mappings {
            builder = builder.map(&mapping.import, &mapping.provider);
        }
        for folder in &self.library_paths {
            builder = builder.library_path(folder);
        }
        for wasi in &self.wasi {
            builder = builder.wasi_for(wasi.module.as_deref(), wasi.options.clone());
        }
        for what in &self.allowed {
            builder = builder.allow(*what);
        }
        let mut limits = self.limits.unwrap_or_else(|| builder.current_limits());
        limits = self.fuel.map_or(limits, |units| limits.fuel(units));
        limits = self.timeout.map_or(limits, |timeout| limits.timeout(timeout));
        builder.host_entries(&self.hosts).unresolved(self.unresolved).limits(limits)
    }
}

impl fmt::Debug for InstanceConfig {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("InstanceConfig")
            .field("sides", &self.sides)
            .field("mappings", &self.mappings)
            .field("unresolved", &self.unresolved)
            .field("allowed", &self.allowed)
            .field("library_paths", &self.library_paths)
            .field("wasi", &self.wasi)
            .field("limits", &self.limits)
            .field("fuel", &self.fuel)
            .field("timeout", &self.timeout)
            .finish_non_exhaustive()
    }
}
