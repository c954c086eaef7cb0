//! The broker: settings, and the verbs inspect → plan → link.

use crate::engine::{
    Allocation, BareEngine, HostEntry, HostFn, HostParams, HostResults, Link, LogEnabled, Part,
    Parts, Preopen, Progress, Settings, Shared, SourceLines, Stdio, WasiOptions,
};
use crate::error::{Code, Error, Result, quoted};
use crate::files::Roots;
use crate::libraries::Known;
use crate::limits::Limits;
use crate::manifest::{Inherit, Manifest, ManifestWasi, SideKind};
use crate::module::Module;
use crate::names;
use crate::plan::{
    Allowance, CopyPath, Draft, HostFunction, LinkOptions, LinkPlan, LinkRequest, LinkageKind,
    Mapping, ModuleRequest, Problem, Unresolved, plan,
};
use crate::{libraries, listing, manifest};
use std::fmt;
use std::marker::PhantomData;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Makes links: holds the engine and what it has compiled. Cheap to clone; clones share both.
///
/// # Example
/// ```
/// use wasm_broker::{Broker, Module};
///
/// let broker = Broker::new()?;
/// let math = Module::from_bytes(br#"(module
///     (func (export "add") (param i32 i32) (result i32)
///         (i32.add (local.get 0) (local.get 1))))"#)?;
/// let main = Module::from_bytes(br#"(module
///     (import "math" "add" (func $add (param i32 i32) (result i32)))
///     (func (export "twice") (param i32) (result i32)
///         (call $add (local.get 0) (local.get 0))))"#)?;
/// let mut link = broker.main("main", main).side("math", math).plan()?.instantiate(())?;
/// assert_eq!(link.func::<i32, i32>("twice")?.call(&mut link, 21)?, 42);
/// # Ok::<(), wasm_broker::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct Broker {
    shared: Arc<Shared>,
    limits: Limits,
}

/// Where a mapping comes from that no manifest holds.
const SAID_HERE: &str = "--map";

/// Settings of a [`Broker`].
#[derive(Default)]
pub struct BrokerBuilder {
    settings: Settings,
    limits: Limits,
    on_progress: Option<Arc<dyn Fn(Progress) + Send + Sync>>,
}

/// A link that is being put together.
pub struct LinkBuilder<T> {
    broker: Broker,
    modules: Vec<Part>,
    hosts: Vec<HostEntry>,
    options: LinkOptions,
    roots: Vec<PathBuf>,
    wasi: Vec<(Option<String>, WasiOptions)>,
    run_mains: Vec<String>,
    kinds: Vec<(String, LinkageKind)>,
    log_enabled: LogEnabled,
    data: PhantomData<fn() -> T>,
}

/// A link that is planned: everything is resolved, nothing has run. `Display` prints the steps.
pub struct Plan<T> {
    parts: Parts,
    data: PhantomData<fn() -> T>,
}

impl Broker {
    /// A broker with the default settings.
    ///
    /// # Errors
    /// None today; kept for settings that can fail.
    pub fn new() -> Result<Self> {
        Self::builder().build()
    }

    /// A broker with settings of your own.
    pub fn builder() -> BrokerBuilder {
        BrokerBuilder::default()
    }

    /// Plans the link that a `link.toml` describes (or a folder that holds one, or a module alone).
    ///
    /// # Errors
    /// 5025 for the manifest, 5008 and 5000 for the modules, 5012 and its kin for the link.
    pub fn load<T: Send + 'static>(&self, target: impl AsRef<Path>) -> Result<Plan<T>> {
        self.open_target(target)?.plan()
    }

    /// What a `link.toml` describes (or a folder that holds one, or a module alone), before
    /// planning, so that more can be said.
    ///
    /// # Errors
    /// 5025 for the manifest, 5008 and 5000 for the modules.
    pub fn open_target<T: Send + 'static>(
        &self,
        target: impl AsRef<Path>,
    ) -> Result<LinkBuilder<T>> {
        let target = target.as_ref();
        let is_manifest =
            target.is_dir() || target.extension().is_some_and(|extension| extension == "toml");
        if !is_manifest {
            let main = Module::from_file(target)?;
            return Ok(self.main(names::MAIN_MODULE, main));
        }
        let manifest = Manifest::read(target)?;
        let main = Module::from_file(manifest.folder().join(&manifest.main.path))?;
        self.main(names::MAIN_MODULE, main).manifest(&manifest)
    }

    /// Begins a link with its main module.
    pub fn main<T: Send + 'static>(&self, name: &str, module: Module) -> LinkBuilder<T> {
        let options = LinkOptions { limits: self.limits, ..LinkOptions::default() };
        let builder = LinkBuilder {
            broker: self.clone(),
            modules: Vec::new(),
            hosts: Vec::new(),
            options,
            roots: Vec::new(),
            wasi: Vec::new(),
            run_mains: Vec::new(),
            kinds: Vec::new(),
            log_enabled: LogEnabled::No,
            data: PhantomData,
        };
        builder.side(name, module)
    }
}

/// The engine on which a broker's links without a fuel limit run, for benches that compare with it
/// bare.
///
/// # Errors
/// 5026, 5030 if it cannot be made.
pub fn engine_of(broker: &Broker) -> Result<BareEngine> {
    broker.shared.bare_engine()
}

impl BrokerBuilder {
    /// The limits of every link that does not set its own.
    #[must_use]
    pub fn limits(mut self, limits: Limits) -> Self {
        self.limits = limits;
        self
    }

    /// Keeps compiled code in this folder, through the engine's own cache: a stale entry is a miss.
    #[must_use]
    pub fn cache_dir(mut self, folder: impl Into<PathBuf>) -> Self {
        self.settings.cache_dir = Some(folder.into());
        self
    }

    /// Where instances get their memories and tables from.
    #[must_use]
    pub fn allocation(mut self, allocation: Allocation) -> Self {
        self.settings.allocation = allocation;
        self
    }

    /// Whether traps name lines of source.
    #[must_use]
    pub fn source_lines(mut self, source_lines: SourceLines) -> Self {
        self.settings.source_lines = source_lines;
        self
    }

    /// Tells what is being compiled. A panic in `f` is error 5030 of what compiles.
    #[must_use]
    pub fn progress(mut self, f: impl Fn(Progress) + Send + Sync + 'static) -> Self {
        self.on_progress = Some(Arc::new(f));
        self
    }

    /// The broker.
    ///
    /// # Errors
    /// None today; the engine is made with the first link, and its errors (5026, 5030) come there.
    pub fn build(self) -> Result<Broker> {
        let shared = Arc::new(Shared::new(self.settings, self.on_progress));
        Ok(Broker { shared, limits: self.limits })
    }
}

impl fmt::Debug for BrokerBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("BrokerBuilder")
            .field("settings", &self.settings)
            .field("limits", &self.limits)
            .finish_non_exhaustive()
    }
}

impl<T: Send + 'static> LinkBuilder<T> {
    /// Adds a side; sides are numbered in the order in which they are added.
    #[must_use]
    pub fn side(mut self, name: &str, module: Module) -> Self {
        self.modules.push(Part::side(name, module));
        self
    }

    /// Adds a host function that modules may import as `module.name`. It sees the memory of the
    /// module that imports it.
    ///
    /// # Example
    /// ```
    /// use wasm_broker::{Broker, Module};
    ///
    /// let main = Module::from_bytes(br#"(module
    ///     (import "env" "shout" (func $shout (param i32 i32) (result i32)))
    ///     (memory (export "memory") 1) (data (i32.const 8) "hello")
    ///     (func (export "go") (result i32) (call $shout (i32.const 8) (i32.const 5))))"#)?;
    /// let mut link = Broker::new()?
    ///     .main("main", main)
    ///     .host("env", "shout", |cx, (ptr, len): (u32, u32)| {
    ///         let text = cx.memory().read_str(ptr, len)?.to_uppercase();
    ///         cx.memory().write(ptr, text.as_bytes())?;
    ///         Ok(len)
    ///     })
    ///     .plan()?
    ///     .instantiate(())?;
    /// assert_eq!(link.func::<(), u32>("go")?.call(&mut link, ())?, 5);
    /// assert_eq!(link.memory("main")?.read_str(8_u32, 5_u32)?, "HELLO");
    /// # Ok::<(), wasm_broker::Error>(())
    /// ```
    #[must_use]
    pub fn host<P, R, F>(mut self, module: &str, name: &str, f: F) -> Self
    where
        P: HostParams,
        R: HostResults,
        F: HostFn<T, P, R>,
    {
        self.hosts.push(HostEntry::new::<T, P, R, F>(module, name, f));
        self
    }

    /// The same with host functions that are made already.
    pub(crate) fn host_entries(mut self, hosts: &[HostEntry]) -> Self {
        self.hosts.extend_from_slice(hosts);
        self
    }

    /// Maps an import to a provider: `"math.gama"` to `"math.gamma"`; `"main:math.gama"` for the
    /// import of one module only.
    #[must_use]
    pub fn map(mut self, import: &str, provider: &str) -> Self {
        // What is said here is said later than what a manifest says, and wins.
        let is_same = |mapping: &Mapping| mapping.import == import && mapping.origin != SAID_HERE;
        self.options.mappings.retain(|mapping| !is_same(mapping));
        self.map_from(import, provider, SAID_HERE)
    }

    fn map_from(mut self, import: &str, provider: &str, origin: &str) -> Self {
        let [import, provider, origin] = [import, provider, origin].map(str::to_owned);
        self.options.mappings.push(Mapping { import, provider, origin });
        self
    }

    /// What becomes of imports that nothing provides.
    #[must_use]
    pub fn unresolved(mut self, unresolved: Unresolved) -> Self {
        self.options.unresolved = unresolved;
        self
    }

    /// Which helper copies between memories.
    #[must_use]
    pub fn copy_path(mut self, copy: CopyPath) -> Self {
        self.options.copy = copy;
        self
    }

    /// Lets through what is refused otherwise.
    #[must_use]
    pub fn allow(mut self, what: Allowance) -> Self {
        self.options.allowed.insert(what);
        self
    }

    /// The limits of this link.
    #[must_use]
    pub fn limits(mut self, limits: Limits) -> Self {
        self.options.limits = limits;
        self
    }

    /// The limits as they stand.
    pub fn current_limits(&self) -> Limits {
        self.options.limits
    }

    /// What is called first: the export of main that [`Link::run`] calls, or a function that is
    /// called in place of an entry. A WASI command runs its constructors in `_start`; where
    /// something else is called first, they run before it, if the module exports them.
    #[must_use]
    pub fn entry(mut self, export: &str) -> Self {
        self.options.entry = Some(export.to_owned());
        self
    }

    /// Lets guests (`rb_dlopen`) and [`Link::open`] look for libraries in this folder. If no folder
    /// is named, [`Link::open`] looks in the folder that main lies in, and guests get what is
    /// loaded.
    #[must_use]
    pub fn library_path(mut self, folder: impl Into<PathBuf>) -> Self {
        self.roots.push(folder.into());
        self
    }

    /// Adds to what WASI calls may reach: those of one module, or of every module.
    #[must_use]
    pub fn wasi_for(mut self, module: Option<&str>, options: WasiOptions) -> Self {
        self.wasi.push((module.map(str::to_owned), options));
        self
    }

    /// Runs a side's own C `main` after its constructors. The side may be given later.
    #[must_use]
    pub fn run_main(mut self, side: &str) -> Self {
        self.run_mains.push(side.to_owned());
        self
    }

    /// Tells guests that ask (`rb_log_enabled`) to log.
    #[must_use]
    pub fn guest_logging(mut self) -> Self {
        self.log_enabled = LogEnabled::Yes;
        self
    }

    /// Adds what a manifest says, its files relative to its folder. Main is given already.
    ///
    /// # Errors
    /// 5008 and 5000 for its modules, 5009 if one is not the pinned one.
    pub fn manifest(mut self, manifest: &Manifest) -> Result<Self> {
        let folder = manifest.folder();
        if let Some(wasi) = &manifest.wasi {
            self = self.wasi_for(None, wasi_options(wasi, folder));
        }
        for side in &manifest.sides {
            let module = Module::from_file(folder.join(&side.path))?;
            check_pin(side, &module)?;
            let (run_main, kind) = (side.run_main, side.kind.into());
            self.modules.push(Part { run_main, kind, ..Part::side(&side.name, module) });
            if let Some(wasi) = &side.wasi {
                self = self.wasi_for(Some(&side.name), wasi_options(wasi, folder));
            }
        }
        for rule in &manifest.imports {
            let origin = manifest.place_of(rule);
            self = self.map_from(&rule.import, &rule.provider, &origin);
        }
        if let Some(wasi) = &manifest.main.wasi {
            let main = self.modules[0].name.clone();
            self = self.wasi_for(Some(&main), wasi_options(wasi, folder));
        }
        self.roots.extend(manifest.library_paths.iter().map(|path| folder.join(path)));
        self.options.unresolved = manifest.policy.unresolved.unwrap_or(self.options.unresolved);
        self.options.copy = manifest.policy.copy.unwrap_or(self.options.copy);
        self.options.allowed.extend(&manifest.policy.allow);
        self.options.limits = manifest.limits.over(self.options.limits);
        self.options.entry = manifest.main.entry.clone().or(self.options.entry);
        Ok(self)
    }

    /// Adds the libraries that dynamic libraries of the link need and that were not given: found
    /// by name in the folders of [`Self::library_path`], or where none is named in that of main.
    /// [`Self::plan`] does this itself.
    ///
    /// # Errors
    /// 5009 for a library named by a path, 5012 with all that are not found, and what is wrong with
    /// their files.
    pub fn find_needed(mut self) -> Result<Self> {
        let shares = |part: &&Part| part.module.facts().dylink.is_some();
        if !self.modules.iter().any(|part| shares(&part)) {
            return Ok(self);
        }
        let known = self
            .modules
            .iter()
            .map(|part| Known { name: part.name.clone(), module: part.module.clone() });
        let known: Vec<_> = known.collect();
        for found in libraries::find_needed(&known, 0, &self.library_roots()?)? {
            self = self.side(&found.name, found.module);
        }
        Ok(self)
    }

    /// The folders in which libraries are looked for.
    fn library_roots(&self) -> Result<Roots> {
        let mut roots = Roots::default();
        for folder in &self.roots {
            roots.grant();
            roots.add(folder)?;
        }
        let main_folder = self.modules[0].module.origin().and_then(Path::parent);
        if let (true, Some(folder)) = (self.roots.is_empty(), main_folder) {
            roots.add(if folder.as_os_str().is_empty() { Path::new(".") } else { folder })?;
        }
        Ok(roots)
    }

    /// Says how a side joins the link, where it is not to be as the side says itself. The side may
    /// be given later; of two kinds for one side, the last one counts.
    #[must_use]
    pub fn kind(mut self, side: &str, kind: LinkageKind) -> Self {
        self.kinds.push((side.to_owned(), kind));
        self
    }

    /// The plan with its problems, for tools that show both. [`Self::find_needed`] comes before.
    ///
    /// # Errors
    /// 5004 for what is said of a module that is not there, 5014 for names that are taken or
    /// reserved, 5020 and 5024 for limits, 5028 for shared memories.
    pub fn draft(&self) -> Result<Draft> {
        self.check_names()?;
        let hosts: Vec<HostFunction> = self.hosts.iter().map(HostEntry::facts).collect();
        let modules = self.modules.iter().map(|part| ModuleRequest {
            name: &part.name,
            facts: part.module.facts(),
            run_main: self.runs_main(part),
            kind: self.kind_of(part),
            file_name: part.module.file_name(),
            scope: None,
        });
        let request =
            LinkRequest { modules: modules.collect(), hosts: &hosts, options: &self.options };
        plan(&request)
    }

    /// Checks that whatever is said of a module by name is said of one that is there.
    ///
    /// # Errors
    /// 5004.
    fn check_names(&self) -> Result<()> {
        let wasi = self.wasi.iter().filter_map(|(module, _)| module.as_ref());
        let kinds = self.kinds.iter().map(|(side, _)| side);
        let said = (wasi.map(|name| ("WASI options are", name)))
            .chain(self.run_mains.iter().map(|name| ("`run_main` is", name)))
            .chain(kinds.map(|name| ("`kind` is", name)));
        for (what, name) in said {
            if !self.modules.iter().any(|part| part.name == *name) {
                let text = format!("{what} for {}, which is no module", quoted(name));
                return Err(Error::new(Code::InvalidModuleHandle, text));
            }
        }
        Ok(())
    }

    fn runs_main(&self, part: &Part) -> bool {
        part.run_main || self.run_mains.contains(&part.name)
    }

    fn kind_of(&self, part: &Part) -> LinkageKind {
        let said = self.kinds.iter().rfind(|(side, _)| *side == part.name);
        said.map_or(part.kind, |(_, kind)| *kind)
    }

    /// The errors of a draft, one per kind of problem, each with the line of WAT that it is about.
    pub fn errors(&self, draft: &Draft) -> Vec<Error> {
        draft.errors(|problem: &Problem| {
            let part = self.modules.get(problem.importer.idx())?;
            let import = part.module.facts().imports.get(problem.import_idx)?;
            listing::import_line(&part.module, &part.name, import.module_offset)
        })
    }

    /// What looks like a mistake in a draft, but keeps nothing from being carried out: a sentence
    /// each.
    pub fn warnings(&self, draft: &Draft) -> Vec<String> {
        draft.idle_mappings(&self.options.mappings)
    }

    /// Plans the link.
    ///
    /// # Errors
    /// As [`Self::draft`]; and all problems of the most basic kind at once: 5012, else 5013, 5014,
    /// 5015, 5019, 5027. The other kinds are in [`Self::errors`].
    pub fn plan(mut self) -> Result<Plan<T>> {
        self = self.find_needed()?;
        let draft = self.draft()?;
        if let Some(error) = self.errors(&draft).into_iter().next() {
            return Err(error);
        }
        let roots = self.library_roots()?;
        let asked = self.modules.iter().map(|part| (self.runs_main(part), self.kind_of(part)));
        let asked: Vec<_> = asked.collect();
        for (part, (run_main, kind)) in self.modules.iter_mut().zip(asked) {
            (part.run_main, part.kind) = (run_main, kind);
        }
        let mut wasi_of_opened = WasiOptions::default();
        for (module, options) in self.wasi {
            if module.is_none() {
                wasi_of_opened = wasi_of_opened.merged(options.clone());
            }
            for part in &mut self.modules {
                if module.as_ref().is_none_or(|name| *name == part.name) {
                    part.wasi = std::mem::take(&mut part.wasi).merged(options.clone());
                }
            }
        }
        let parts = Parts {
            shared: self.broker.shared,
            plan: draft.plan,
            options: self.options,
            hosts: self.hosts,
            modules: self.modules,
            roots,
            log_enabled: self.log_enabled,
            wasi_of_opened,
        };
        Ok(Plan { parts, data: PhantomData })
    }
}

fn check_pin(side: &manifest::SideModule, module: &Module) -> Result<()> {
    let name = quoted(&side.name);
    if let Some(pin) = &side.sha256
        && !pin.eq_ignore_ascii_case(&module.sha256())
    {
        let text = format!("the file of side {name} is not the pinned one");
        return Err(Error::new(Code::PermissionDenied, text)
            .finding(format!("expected sha256 {}", pin.to_lowercase()))
            .finding(format!("found    sha256 {}", module.sha256()))
            .help("where the change is wanted, pin what was found; where not, restore the file"));
    }
    Ok(())
}

fn wasi_options(wasi: &ManifestWasi, folder: &Path) -> WasiOptions {
    let inherits = |what: Inherit| wasi.inherit.as_ref().is_some_and(|list| list.contains(&what));
    let mut options = WasiOptions::new().args(wasi.args.clone());
    if wasi.inherit.is_some() && !inherits(Inherit::Stdio) {
        options = options.stdio(Stdio::Null);
    }
    if inherits(Inherit::Env) {
        // What is not UTF-8 cannot be handed to a guest.
        let vars = std::env::vars_os()
            .filter_map(|(key, value)| Some((key.into_string().ok()?, value.into_string().ok()?)));
        options = vars.fold(options, |options, (key, value)| options.env(key, value));
    }
    options = wasi.env.iter().fold(options, |options, (key, value)| options.env(key, value));
    wasi.preopens.iter().fold(options, |options, preopened| {
        options.preopen(Preopen {
            guest: preopened.guest.clone(),
            host: folder.join(&preopened.host),
            writable: preopened.writable,
        })
    })
}

impl From<SideKind> for LinkageKind {
    fn from(kind: SideKind) -> Self {
        match kind {
            SideKind::Auto => Self::Auto,
            SideKind::Isolated => Self::Isolated,
            SideKind::Dylink => Self::Dylink,
        }
    }
}

impl<T: Send + 'static> Plan<T> {
    /// The plan as data.
    pub fn link_plan(&self) -> &LinkPlan {
        &self.parts.plan
    }

    /// Compiles the modules ahead; [`Self::instantiate`] finds what is compiled, and so does every
    /// later link of the same broker whose limits ask for the same kind of code.
    ///
    /// # Errors
    /// 5000 for a module that the compiler refuses although it is valid; 5026, 5030.
    pub fn compile(&self) -> Result<()> {
        self.parts.compile()
    }

    /// Carries the plan out, with data that host functions see.
    ///
    /// # Errors
    /// 5000, 5001, 5010, 5020, and what start functions and constructors fail with.
    pub fn instantiate(self, data: T) -> Result<Link<T>> {
        Link::new(self.parts, data)
    }
}

impl<T> fmt::Debug for LinkBuilder<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<_> = self.modules.iter().map(|part| &part.name).collect();
        f.debug_struct("LinkBuilder").field("modules", &names).finish_non_exhaustive()
    }
}

impl<T> fmt::Debug for Plan<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Plan").field("plan", &self.parts.plan).finish_non_exhaustive()
    }
}

impl<T> fmt::Display for Plan<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.parts.plan.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_from_a_pool_run_and_give_back() {
        let broker = Broker::builder().allocation(Allocation::Pooling).build().expect("a broker");
        let module = Module::from_bytes(
            br#"(module (memory (export "memory") 1) (table 4 funcref)
                (func (export "next") (result i32)
                    (i32.store (i32.const 0) (i32.add (i32.load (i32.const 0)) (i32.const 1)))
                    (i32.load (i32.const 0))))"#,
        )
        .expect("a module");
        // More links, one after the other, than the pool has memories.
        for _ in 0..1_100 {
            let plan = broker.main::<()>("main", module.clone()).plan().expect("a plan");
            let mut link = plan.instantiate(()).expect("a link");
            let next = link.func::<(), i32>("next").expect("a function");
            assert_eq!(next.call(&mut link, ()).expect("an answer"), 1, "memory starts empty");
        }
    }

    /// The promise of the documentation, kept by the compiler.
    #[test]
    fn brokers_are_shared_and_links_are_sent() {
        fn is_send_and_sync<T: Send + Sync>() {}
        fn is_send<T: Send>() {}
        is_send_and_sync::<Broker>();
        is_send_and_sync::<Module>();
        is_send::<Plan<()>>();
        is_send::<Link<()>>();
    }
}
