//! WASI preview 1, with a context and a memory for each module.
//!
//! Invariants: a WASI call works on the memory of the module it was made for, because the caller
//! that WASI sees is that module's shim (`helper/shim.rs`); nothing is preopened that was not
//! granted.

use super::memory::memory_of;
use super::state::State;
use super::{threads, trap, waits};
use crate::error::{Code, Error, Result, quoted};
use crate::files;
use crate::ids::ModuleId;
use crate::limits::Limits;
use crate::names;
use std::collections::HashSet;
use std::path::{Path, PathBuf};
use wasmtime::{AsContextMut, Caller, Engine, Extern, Func, Linker, StoreContextMut};
use wasmtime_wasi::p1::wasi_snapshot_preview1::{self as preview1, WasiSnapshotPreview1 as _};
use wasmtime_wasi::p1::{self, WasiP1Ctx};
use wasmtime_wasi::p2::pipe::{MemoryInputPipe, MemoryOutputPipe};
use wasmtime_wasi::{FsPerms, WasiCtxBuilder};
use wiggle::GuestMemory;

/// What a module's WASI calls may reach. The default: stdio is inherited, nothing else.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WasiOptions {
    args: Vec<String>,
    env: Vec<(String, String)>,
    preopens: Vec<Preopen>,
    stdio: Stdio,
    /// Whether the folders are by their real paths, as they were when the link was made.
    is_resolved: bool,
}

/// A folder that a module may open files in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Preopen {
    /// Its name for the guest.
    pub guest: String,
    /// The folder.
    pub host: PathBuf,
    /// Whether the guest may write.
    pub writable: bool,
}

/// Where a module's standard streams go.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Stdio {
    /// To those of this process.
    #[default]
    Inherit,
    /// Nowhere; reading is at the end at once.
    Null,
    /// Into memory.
    Capture(Capture),
}

/// What a module wrote, kept in memory. Clones share it.
#[derive(Clone, Debug)]
pub struct Capture {
    stdin: Vec<u8>,
    stdout: MemoryOutputPipe,
    stderr: MemoryOutputPipe,
}

impl Capture {
    /// Keeps at most this many bytes of each stream; gives these bytes to read.
    pub fn new(max_bytes: usize, stdin: impl Into<Vec<u8>>) -> Self {
        let pipe = || MemoryOutputPipe::new(max_bytes);
        Self { stdin: stdin.into(), stdout: pipe(), stderr: pipe() }
    }

    /// What was written to stdout.
    pub fn stdout(&self) -> Vec<u8> {
        self.stdout.contents().to_vec()
    }

    /// What was written to stderr.
    pub fn stderr(&self) -> Vec<u8> {
        self.stderr.contents().to_vec()
    }
}

impl PartialEq for Capture {
    /// Two captures are equal if nothing tells them apart so far.
    fn eq(&self, other: &Self) -> bool {
        self.stdin == other.stdin
            && self.stdout() == other.stdout()
            && self.stderr() == other.stderr()
    }
}

impl Eq for Capture {}

impl WasiOptions {
    /// The default.
    pub fn new() -> Self {
        Self::default()
    }

    /// The arguments, without the program's name.
    #[must_use]
    pub fn args(mut self, args: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.args = args.into_iter().map(Into::into).collect();
        self
    }

    /// One more environment variable; given twice, the last one counts.
    #[must_use]
    pub fn env(mut self, key: impl Into<String>, value: impl Into<String>) -> Self {
        self.env.push((key.into(), value.into()));
        self
    }

    /// One more folder.
    #[must_use]
    pub fn preopen(mut self, preopen: Preopen) -> Self {
        self.preopens.push(preopen);
        self
    }

    /// Where the standard streams go.
    #[must_use]
    pub fn stdio(mut self, stdio: Stdio) -> Self {
        self.stdio = stdio;
        self
    }

    /// These options with those of `more` added: variables and folders are appended; arguments are
    /// replaced unless `more` has none, streams unless they are inherited.
    #[must_use]
    pub fn merged(mut self, more: Self) -> Self {
        self.env.extend(more.env);
        self.preopens.extend(more.preopens);
        if !more.args.is_empty() {
            self.args = more.args;
        }
        if more.stdio != Stdio::Inherit {
            self.stdio = more.stdio;
        }
        self
    }

    /// Whether a context can be built of them, though nobody may need it.
    ///
    /// # Errors
    /// 5009 for `/`, 5010 for anything else that cannot be had.
    pub(crate) fn check(&self) -> Result<()> {
        context(self, Blocking::Forbidden).map(drop)
    }

    /// The same options with the real paths of their folders. What was granted is a folder: a guest
    /// that may write beside it and puts a link in its place is not granted what that leads to.
    ///
    /// # Errors
    /// As [`Self::check`].
    pub(super) fn resolved(mut self) -> Result<Self> {
        if self.env.is_empty() && self.preopens.is_empty() {
            return check_arguments(&self.args).map(|()| self);
        }
        self.check()?;
        for preopen in &mut self.preopens {
            preopen.host = real_folder(preopen)?;
        }
        self.is_resolved = true;
        Ok(self)
    }

    /// The real path of a granted folder, if it still is the one that was granted.
    ///
    /// # Errors
    /// 5009 for `/`, 5010 for anything else that cannot be had.
    fn folder(&self, preopen: &Preopen) -> Result<PathBuf> {
        let real = real_folder(preopen)?;
        match self.is_resolved && real != preopen.host {
            true => Err(cannot_preopen(preopen, "another folder is in its place now")),
            false => Ok(real),
        }
    }

    /// The file of the host that a guest means by a path, if it is in a folder that the guest may
    /// read, and stays there.
    pub(super) fn host_path(&self, guest_path: &str) -> Option<PathBuf> {
        let guest_path = guest_path.trim_start_matches("./").trim_start_matches('/');
        let found = self.preopens.iter().filter_map(|preopen| {
            let folder = preopen.guest.trim_start_matches("./").trim_matches('/');
            let folder = if folder == "." { "" } else { folder };
            let rest = guest_path.strip_prefix(folder)?;
            let is_whole = folder.is_empty() || rest.starts_with('/');
            is_whole.then(|| (folder.len(), preopen, rest.trim_start_matches('/')))
        });
        let (_, preopen, rest) = found.max_by_key(|(n_bytes, _, _)| *n_bytes)?;
        let root = self.folder(preopen).ok()?;
        let file = std::fs::canonicalize(root.join(rest)).ok()?;
        (file.starts_with(&root) && file.is_file()).then_some(file)
    }

    /// The value of an environment variable; given twice, the last one counts.
    pub(super) fn variable(&self, key: &str) -> Option<&str> {
        let (_, value) = self.env.iter().rfind(|(known, _)| known == key)?;
        Some(value)
    }

    /// Checks what guests read as C strings.
    ///
    /// # Errors
    /// 5010.
    fn check_text(&self) -> Result<()> {
        check_arguments(&self.args)?;
        for (key, value) in &self.env {
            if key.is_empty() || key.contains(['=', '\0']) {
                let text = format!("{} is not the name of an environment variable", quoted(key));
                return Err(Error::new(Code::WasiError, text));
            }
            check_c_string("the value of an environment variable", value)
                .map_err(|error| error.finding(format!("the variable is {}", quoted(key))))?;
        }
        let mut folders = self.preopens.iter();
        folders
            .try_for_each(|preopen| check_c_string("the guest's name of a folder", &preopen.guest))
    }

    /// The arguments, without the program's name.
    pub(super) fn given_args(&self) -> &[String] {
        &self.args
    }
}

/// Checks the arguments of a program.
///
/// # Errors
/// 5010 for one that no guest can read.
pub(super) fn check_arguments(args: &[String]) -> Result<()> {
    args.iter().try_for_each(|arg| check_c_string("an argument", arg))
}

fn check_c_string(what: &str, text: &str) -> Result<()> {
    match text.contains('\0') {
        false => Ok(()),
        true => {
            let text = format!("{} cannot be {what}: it has a NUL in it", quoted(text));
            Err(Error::new(Code::WasiError, text))
        }
    }
}

/// Whether a WASI call may block the thread that it runs on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Blocking {
    /// One guest runs on one thread: blocking there costs nobody else anything.
    Allowed,
    /// The link has a time limit, and what blocks cannot be stopped.
    Forbidden,
}

impl Blocking {
    /// What the limits of a link say.
    pub(super) fn of(limits: &Limits) -> Self {
        match limits.timeout_limit() {
            None => Self::Allowed,
            Some(_) => Self::Forbidden,
        }
    }

    /// Whether opening a file has to be refused: a pipe in the file system waits for its other end,
    /// in the operating system, whatever flags the guest gives (wasmtime-wasi hands them on only
    /// after). `kind` is WASI's number for what the file is.
    pub(super) fn refuses(self, kind: u8) -> bool {
        self == Self::Forbidden && kind == FILETYPE_UNKNOWN
    }
}

/// WASI's number for a file that is none of the kinds that it knows, as a pipe is.
const FILETYPE_UNKNOWN: u8 = 0;

/// A context of a module that is closed: no folder, no variable, streams that lead nowhere.
pub(super) fn empty_context() -> WasiP1Ctx {
    WasiCtxBuilder::new().build_p1()
}

/// Builds a module's context. It has no arguments: [`arguments`] answers for them.
///
/// # Errors
/// 5009 for `/`, 5010 for anything else that cannot be had.
fn context(options: &WasiOptions, blocking: Blocking) -> Result<WasiP1Ctx> {
    options.check_text()?;
    let mut builder = WasiCtxBuilder::new();
    let mut known = HashSet::new();
    let last_first = options.env.iter().rev();
    // A guest that looks for a name takes the first one.
    let env: Vec<_> = last_first.filter(|(key, _)| known.insert(key)).collect();
    for (key, value) in env.into_iter().rev() {
        builder.env(key, value);
    }
    builder.allow_blocking_current_thread(blocking == Blocking::Allowed);
    match &options.stdio {
        Stdio::Inherit => {
            builder.inherit_stdio();
        }
        Stdio::Null => {}
        Stdio::Capture(capture) => {
            builder.stdin(MemoryInputPipe::new(capture.stdin.clone()));
            builder.stdout(capture.stdout.clone()).stderr(capture.stderr.clone());
        }
    }
    for preopen in &options.preopens {
        let perms = match preopen.writable {
            true => FsPerms::ReadWrite,
            false => FsPerms::ReadOnly,
        };
        builder
            .preopened_dir(options.folder(preopen)?, &preopen.guest, perms)
            .map_err(|cause| cannot_preopen(preopen, &format!("{cause:#}")))?;
    }
    Ok(builder.build_p1())
}

fn cannot_preopen(preopen: &Preopen, why: &str) -> Error {
    let shown = quoted(&preopen.host.to_string_lossy());
    Error::new(Code::WasiError, format!("cannot preopen {shown}: {why}"))
        .help("grant a folder that exists: `--dir GUEST=HOST`")
}

/// The real path of a folder, if it may be granted.
///
/// # Errors
/// 5009 for `/`, 5010 for what is no folder.
fn real_folder(preopen: &Preopen) -> Result<PathBuf> {
    let real = std::fs::canonicalize(&preopen.host)
        .map_err(|cause| cannot_preopen(preopen, &files::reason(&cause)))?;
    if real == Path::new("/") {
        let text = "the whole file system cannot be preopened";
        return Err(Error::new(Code::PermissionDenied, text).help("grant a folder below `/`"));
    }
    match real.is_dir() {
        true => Ok(real),
        false => Err(cannot_preopen(preopen, "it is not a folder")),
    }
}

/// The WASI call of this name, on the module's context.
///
/// # Errors
/// 5010 if the context cannot be built.
pub(super) fn function(
    cx: &mut StoreContextMut<'_, State>,
    module: ModuleId,
    name: &str,
) -> Result<Func> {
    ensure_context(cx, module)?;
    if name == names::WASI_PROC_EXIT {
        return Ok(proc_exit(cx));
    }
    if let Some(func) = arguments(cx, module, name) {
        return Ok(func);
    }
    if let Some(func) = waits::function(cx, module, name) {
        return Ok(func);
    }
    if cx.data().modules[module.idx()].wasi_linker.is_none() {
        let linker = linker(cx.engine(), module)?;
        cx.data_mut().modules[module.idx()].wasi_linker = Some(linker);
    }
    let linker = cx.data().modules[module.idx()].wasi_linker.clone();
    let found = linker.map(|linker| linker.get(cx.as_context_mut(), names::WASI, name));
    match found {
        Some(Ok(Extern::Func(func))) => Ok(func),
        _ => Err(Error::new(Code::Internal, format!("there is no WASI call {}", quoted(name)))),
    }
}

/// `proc_exit(status)`: ours, because that of wasmtime-wasi traps on a status of 126 or more, which
/// programs use.
fn proc_exit(cx: &mut StoreContextMut<'_, State>) -> Func {
    Func::wrap(cx.as_context_mut(), |status: i32| -> wasmtime::Result<()> {
        Err(Error::exit(status).into())
    })
}

/// `args_get` and `args_sizes_get`, ours because each run of a program may have other arguments,
/// while its files and streams stay as they are; none for another call.
fn arguments(cx: &mut StoreContextMut<'_, State>, module: ModuleId, name: &str) -> Option<Func> {
    let wants_sizes = match name {
        names::WASI_ARGS_SIZES_GET => true,
        names::WASI_ARGS_GET => false,
        _ => return None,
    };
    let body = move |mut caller: Caller<'_, State>, a: i32, b: i32| -> wasmtime::Result<i32> {
        let cx = &mut caller.as_context_mut();
        let mut known = WasiCtxBuilder::new();
        if let Some(loaded) = cx.data().modules.get(module.idx())
            && cx.data().plan.is_open(module)
        {
            known.arg(program_name(&loaded.module, &loaded.name)).args(loaded.args());
        }
        let mut known = known.build_p1();
        known.set_hostcall_fuel(cx.hostcall_fuel());
        let memory = memory_of(cx, module)?;
        let mut memory = GuestMemory::Unshared(memory.data_mut(cx.as_context_mut()));
        let outcome = match wants_sizes {
            true => preview1::args_sizes_get(&mut known, &mut memory, a, b),
            false => preview1::args_get(&mut known, &mut memory, a, b),
        };
        outcome.map_err(|cause| trap::of_wasi(&cause).into())
    };
    Some(Func::wrap(cx.as_context_mut(), body))
}

fn linker(engine: &Engine, module: ModuleId) -> Result<Linker<State>> {
    let mut linker = Linker::new(engine);
    let module_idx = module.idx();
    p1::add_to_linker_sync(&mut linker, move |state: &mut State| {
        let wasi = state.modules[module_idx].wasi.as_mut();
        wasi.expect("the context was made with the function")
    })
    .map_err(|cause| Error::new(Code::WasiError, format!("{cause:#}")))?;
    Ok(linker)
}

/// Builds a module's context if it has none yet.
///
/// # Errors
/// 5009, 5010.
pub(super) fn ensure_context(cx: &mut StoreContextMut<'_, State>, module: ModuleId) -> Result<()> {
    if cx.data().modules[module.idx()].wasi.is_some() {
        return Ok(());
    }
    threads::ensure_runtime()?;
    let loaded = &cx.data().modules[module.idx()];
    let blocking = Blocking::of(&cx.data().options.limits);
    let context = context(&loaded.wasi_options, blocking)
        .map_err(|error| error.finding(format!("for {}", quoted(&loaded.name))))?;
    cx.data_mut().modules[module.idx()].wasi = Some(context);
    Ok(())
}

/// The first argument of a program: the name of its file.
pub(super) fn program_name(module: &crate::module::Module, name: &str) -> String {
    let file = module.origin().and_then(Path::file_name);
    file.map_or_else(|| name.to_owned(), |file| file.to_string_lossy().into_owned())
}
