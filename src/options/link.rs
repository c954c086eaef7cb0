//! The options that say what is linked and how, for every verb that links.

use super::values::{self, Pair, Side};
use crate::failure::Failure;
use crate::session::Session;
use clap::Args;
use std::path::{Path, PathBuf};
use std::time::Duration;
use wasm_broker::manifest::{FILE_NAME as MANIFEST_NAME, Manifest, ManifestLimits};
use wasm_broker::{
    Allowance, Broker, Code, CopyPath, Error, LinkBuilder, Module, Preopen, Unresolved,
    WasiOptions, escaped,
};

/// The TARGET that means stdin.
const STDIN: &str = "-";
/// The name of the main module in every link.
const MAIN: &str = "main";

/// What is linked and how.
#[derive(Debug, Args)]
#[command(next_help_heading = "Link options")]
pub(crate) struct LinkArgs {
    /// A main module (.wasm or .wat, `-` for stdin), a link.toml, or a folder that holds one.
    #[arg(default_value = ".", help_heading = None)]
    target: PathBuf,
    /// A further module, named by its file unless NAME is given.
    #[arg(short, long = "side", value_name = "[NAME=]PATH", value_parser = values::side)]
    sides: Vec<Side>,
    /// Bind an import to this export, for instance `env.sqrt=math.sqrt_f64`.
    #[arg(short, long = "map", value_name = "IMPORT=PROVIDER", value_parser = values::mapping)]
    maps: Vec<Pair>,
    /// What becomes of an import that nothing provides.
    #[arg(long, value_name = "POLICY", value_parser = values::unresolved())]
    unresolved: Option<Unresolved>,
    /// How memory is copied from module to module.
    #[arg(long, value_name = "PATH", value_parser = values::copy_path())]
    copy: Option<CopyPath>,
    /// Let through what is refused otherwise: calls before constructors have finished, pointers to
    /// host functions in other modules.
    #[arg(long, value_name = "WHAT", value_parser = values::allowance())]
    allow: Vec<Allowance>,
    /// Instructions (about) that the guests may execute.
    #[arg(long, value_name = "N", value_parser = values::number)]
    fuel: Option<u64>,
    /// How long the guests may run, for instance `500ms` or `2s`.
    #[arg(long, value_name = "TIME", value_parser = values::duration)]
    timeout: Option<Duration>,
    /// How much memory all modules together may have, for instance `64MiB`.
    #[arg(long, value_name = "SIZE", value_parser = values::bytes)]
    max_memory: Option<u64>,
    /// C stack of a program that leaves its place to the broker, for instance `1MiB`.
    #[arg(long, value_name = "SIZE", value_parser = values::bytes)]
    stack_size: Option<u64>,
    /// Any limit of `[limits]` in `link.toml`, for instance `table_elements=1000`.
    #[arg(long = "limit", value_name = "NAME=VALUE", value_parser = values::limit)]
    limits: Vec<ManifestLimits>,
    /// A folder that the guests may read (with `:rw` also write), for instance `/data=./data`.
    #[arg(long = "dir", value_name = "GUEST=HOST[:rw]", value_parser = values::directory)]
    dirs: Vec<Preopen>,
    /// An environment variable of the guests.
    #[arg(long = "env", value_name = "K=V", value_parser = values::variable)]
    variables: Vec<Pair>,
    /// A folder in which libraries are looked for.
    #[arg(long = "library-path", value_name = "DIR")]
    library_paths: Vec<PathBuf>,
}

impl LinkArgs {
    /// The link that is described, ready to be planned.
    pub(crate) fn builder(&self, session: &Session) -> Result<LinkBuilder<()>, Failure> {
        self.builder_of(&session.broker()?, self.stdin()?.as_ref(), session)
    }

    /// Main, where it comes from stdin: that can be read once only.
    pub(crate) fn stdin(&self) -> Result<Option<Module>, Failure> {
        match self.target == Path::new(STDIN) {
            true => Ok(Some(Module::from_reader(STDIN, std::io::stdin().lock())?)),
            false => Ok(None),
        }
    }

    /// The same by this broker, with what [`Self::stdin`] answered; for verbs that link many times.
    pub(crate) fn builder_of(
        &self,
        broker: &Broker,
        stdin: Option<&Module>,
        session: &Session,
    ) -> Result<LinkBuilder<()>, Failure> {
        let mut builder = match stdin {
            Some(main) => broker.main(MAIN, main.clone()),
            None => broker.open_target(&self.target)?,
        };
        for side in &self.sides {
            if side.path == Path::new(STDIN) {
                let text = format!(
                    "only TARGET can be read from stdin, not side `{}`",
                    escaped(&side.name)
                );
                return Err(Error::new(Code::ManifestError, text).into());
            }
            builder = builder.side(&side.name, Module::from_file(&side.path)?);
        }
        for map in &self.maps {
            builder = builder.map(&map.key, &map.value);
        }
        if let Some(unresolved) = self.unresolved {
            builder = builder.unresolved(unresolved);
        }
        if let Some(copy) = self.copy {
            builder = builder.copy_path(copy);
        }
        for what in &self.allow {
            builder = builder.allow(*what);
        }
        if session.is_verbose() {
            builder = builder.guest_logging();
        }
        for folder in &self.library_paths {
            builder = builder.library_path(folder);
        }
        Ok(self.with_wasi(self.with_limits(builder)).find_needed()?)
    }

    /// What a person calls the link: the file's stem, else the name of the folder.
    pub(crate) fn target_name(&self) -> String {
        let path = std::path::absolute(&self.target).unwrap_or_else(|_| self.target.clone());
        let is_manifest = path.file_name().is_some_and(|name| name == MANIFEST_NAME);
        let named = if is_manifest { path.parent().unwrap_or(&path) } else { &path };
        let stem = match named.is_dir() {
            true => named.file_name(),
            false => named.file_stem(),
        };
        stem.map_or_else(|| MAIN.to_owned(), |stem| stem.to_string_lossy().into_owned())
    }

    /// The main module, with what [`Self::stdin`] answered.
    pub(crate) fn main_module(&self, stdin: Option<&Module>) -> Result<Module, Failure> {
        Ok(match (stdin, self.manifest()?) {
            (Some(main), _) => main.clone(),
            (None, Some(manifest)) => {
                Module::from_file(manifest.folder().join(&manifest.main.path))?
            }
            (None, None) => Module::from_file(&self.target)?,
        })
    }

    /// Every module beside main with its name, in load order.
    pub(crate) fn side_modules(&self) -> Result<Vec<(String, Module)>, Failure> {
        let mut sides = Vec::new();
        if let Some(manifest) = self.manifest()? {
            for side in &manifest.sides {
                let module = Module::from_file(manifest.folder().join(&side.path))?;
                sides.push((side.name.clone(), module));
            }
        }
        for side in &self.sides {
            sides.push((side.name.clone(), Module::from_file(&side.path)?));
        }
        Ok(sides)
    }

    /// The files that are named, here or in the manifest: those that nothing may be written over.
    pub(crate) fn files(&self) -> Result<Vec<PathBuf>, Failure> {
        let mut files = vec![self.target.clone()];
        files.extend(self.sides.iter().map(|side| side.path.clone()));
        if let Some(manifest) = self.manifest()? {
            let folder = manifest.folder();
            files.extend([folder.join(MANIFEST_NAME), folder.join(&manifest.main.path)]);
            files.extend(manifest.sides.iter().map(|side| folder.join(&side.path)));
        }
        Ok(files)
    }

    /// Every mapping of an import to its provider, in the order in which they are given.
    pub(crate) fn mappings(&self) -> Result<Vec<(String, String)>, Failure> {
        let rules = self.manifest()?.map_or_else(Vec::new, |manifest| manifest.imports);
        let typed = self.maps.iter().map(|map| (map.key.clone(), map.value.clone()));
        Ok(rules.into_iter().map(|rule| (rule.import, rule.provider)).chain(typed).collect())
    }

    /// The manifest, if TARGET is one: told as `Broker::open_target` does.
    fn manifest(&self) -> Result<Option<Manifest>, Failure> {
        let is_toml = self.target.extension().is_some_and(|extension| extension == "toml");
        match self.target.is_dir() || is_toml {
            true => Ok(Some(Manifest::read(&self.target)?)),
            false => Ok(None),
        }
    }

    fn with_limits(&self, builder: LinkBuilder<()>) -> LinkBuilder<()> {
        let mut limits = builder.current_limits();
        if let Some(fuel) = self.fuel {
            limits = limits.fuel(fuel);
        }
        if let Some(timeout) = self.timeout {
            limits = limits.timeout(timeout);
        }
        if let Some(max_memory) = self.max_memory {
            limits = limits.memory_bytes(max_memory);
        }
        if let Some(stack_size) = self.stack_size {
            limits = limits.stack_bytes(stack_size);
        }
        builder.limits(self.limits.iter().fold(limits, |limits, said| said.over(limits)))
    }

    fn with_wasi(&self, builder: LinkBuilder<()>) -> LinkBuilder<()> {
        if self.dirs.is_empty() && self.variables.is_empty() {
            return builder;
        }
        let mut wasi = WasiOptions::new();
        for dir in &self.dirs {
            wasi = wasi.preopen(dir.clone());
        }
        for variable in &self.variables {
            wasi = wasi.env(&variable.key, &variable.value);
        }
        builder.wasi_for(None, wasi)
    }
}
