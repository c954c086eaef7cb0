//! The options that say what is linked and how, for every verb that links.

use super::values::{self, Pair, Side};
use crate::failure::Failure;
use crate::session::Session;
use clap::Args;
use std::path::{Path, PathBuf};
use std::time::Duration;
use wasm_broker::{CopyPath, LinkBuilder, Module, Preopen, Unresolved, WasiOptions};

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
    /// Instructions (about) that the guests may execute.
    #[arg(long, value_name = "N", value_parser = values::number)]
    fuel: Option<u64>,
    /// How long the guests may run, for instance `500ms` or `2s`.
    #[arg(long, value_name = "TIME", value_parser = values::duration)]
    timeout: Option<Duration>,
    /// How much memory all modules together may have, for instance `64MiB`.
    #[arg(long, value_name = "SIZE", value_parser = values::bytes)]
    max_memory: Option<u64>,
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
        let broker = session.broker()?;
        let mut builder = match self.target == Path::new(STDIN) {
            true => broker.main(MAIN, Module::from_reader(STDIN, std::io::stdin().lock())?),
            false => broker.open_target(&self.target)?,
        };
        for side in &self.sides {
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
        if session.is_verbose() {
            builder = builder.guest_logging();
        }
        for folder in &self.library_paths {
            builder = builder.library_path(folder);
        }
        Ok(self.with_wasi(self.with_limits(builder)))
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
        builder.limits(limits)
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
