//! `dlopen`, `dlsym`, `dlerror` and `dlclose` as emscripten programs ask their host for them.
//!
//! Invariants: a library that cannot be had is an answer (null, and a text for `dlerror`), never a
//! trap; a guest that goes wrong while a library starts is a trap; handles are the guest's own, or
//! numbers of ours where it has none; those of one program mean nothing to another.
//!
//! # Source
//! emscripten `system/lib/libc/dynlink.c` and `src/lib/libdylink.js`, by version: before 2.0.27 or
//! so the C functions themselves are the host's (`dlopen(name, flags)`), then the program keeps a
//! `struct dso` that ends with the name (`_dlopen_js(dso)`), in several layouts.

use super::memory::GuestMemory;
use super::open::{self, Sight};
use super::state::{Keeper, State};
use super::{close, entry, place, slots, symbols};
use crate::error::{Code, Error, Result, quoted};
use crate::ids::ModuleId;
use crate::limits;
use crate::module::Module;
use crate::names;
use crate::plan::{LinkPlan, Symbol, symbol_in};
use std::collections::HashMap;
use std::iter;
use wasmtime::{AsContextMut, StoreContextMut};

/// Symbols are to be seen by all (`RTLD_GLOBAL` of musl).
const RTLD_GLOBAL: u64 = 256;
/// The handle that means all libraries (`RTLD_DEFAULT` of musl).
const RTLD_DEFAULT: u64 = 0;
/// What main is called by the C library.
const MAIN_NAME: &str = "__main__";
/// Bytes of a pointer in a 32-bit memory.
const POINTER_BYTES: u64 = 4;
/// Number of the first library that the host itself gives a handle to: small, and no address.
const FIRST_HANDLE: u64 = 1;

/// What is known of a program's handles. It is kept with who leads its group.
#[derive(Debug, Default)]
pub(super) struct Handles {
    libraries: HashMap<u64, Handle>,
    /// What `dlerror` answers next, where the program leaves that to its host.
    error: Option<String>,
}

impl Handles {
    /// Forgets the libraries from this one on, which do not exist any more.
    pub(super) fn forget_from(&mut self, first: ModuleId) {
        self.libraries.retain(|_, handle| handle.library < first);
    }
}

/// A handle that a guest has.
#[derive(Clone, Debug)]
struct Handle {
    library: ModuleId,
    /// What the guest called it.
    name: String,
    /// How many times it was opened and not closed.
    n_opened: u64,
}

/// Carries out one of the functions.
///
/// # Errors
/// What a guest fails with while a library starts; 5006 for names that are not in the memory.
pub(super) fn call(
    cx: &mut StoreContextMut<'_, State>,
    name: &str,
    owner: ModuleId,
    params: &[u64],
) -> Result<u64> {
    match (name, params) {
        (names::DLOPEN | names::EM_DLOPEN, [addr, flags]) => {
            dlopen_by_name(cx, owner, *addr, *flags)
        }
        (names::EM_DLOPEN, [dso, ..]) => Ok(u64::from(open_dso(cx, owner, *dso)?.is_some())),
        (names::EM_DLOPEN_ASYNC, [dso, on_success, on_error, data @ ..]) => {
            let opened = open_dso(cx, owner, *dso)?;
            let then = if opened.is_some() { on_success } else { on_error };
            call_back(cx, owner, *then, *dso, data.first().copied())
        }
        (names::DLSYM | names::EM_DLSYM, [handle, addr, ..]) => {
            let is_known = handles_of(cx, owner).libraries.contains_key(handle);
            if name == names::DLSYM && *handle != RTLD_DEFAULT && !is_known {
                set_error(cx, owner, "Tried to dlsym() from an unopened handle")?;
                return Ok(0);
            }
            let symbol = text_at(cx, owner, *addr)?;
            dlsym(cx, owner, *handle, &symbol)
        }
        (names::DLCLOSE | names::EM_DLCLOSE, [handle]) => dlclose(cx, owner, *handle),
        (names::DLERROR, _) => dlerror(cx, owner),
        (names::EM_DLINIT, [dso]) => {
            remember(cx, owner, *dso, owner, MAIN_NAME)?;
            Ok(0)
        }
        // A list of names that ends at once: the link's own libraries are there already.
        (names::EM_GET_DYNAMIC_LIBRARIES, _) => place::zeroed(cx, owner, POINTER_BYTES),
        _ => Ok(0),
    }
}

/// The handles of the program that a module belongs to.
fn handles_of<'a>(cx: &'a mut StoreContextMut<'_, State>, owner: ModuleId) -> &'a mut Handles {
    let host = cx.data().plan.host_of(owner);
    &mut cx.data_mut().modules[host.idx()].handles
}

fn text_at(cx: &mut StoreContextMut<'_, State>, owner: ModuleId, addr: u64) -> Result<String> {
    GuestMemory::of(cx.as_context_mut(), owner)?.read_c_str(addr)
}

/// `dlopen(name, flags)` of programs that leave all to the host: the handle is a number of ours.
fn dlopen_by_name(
    cx: &mut StoreContextMut<'_, State>,
    owner: ModuleId,
    addr: u64,
    flags: u64,
) -> Result<u64> {
    let (file, library) = match addr {
        0 => (MAIN_NAME.to_owned(), Some(owner)),
        _ => {
            let file = text_at(cx, owner, addr)?;
            let library = open_library(cx, owner, &file, flags, None)?;
            (file, library)
        }
    };
    let Some(library) = library else { return Ok(0) };
    let handle = FIRST_HANDLE + u64::from(library.number());
    remember(cx, owner, handle, library, &file)?;
    Ok(handle)
}

/// Opens the library of a `struct dso`; none where it cannot be had.
fn open_dso(
    cx: &mut StoreContextMut<'_, State>,
    owner: ModuleId,
    dso: u64,
) -> Result<Option<ModuleId>> {
    let memory = GuestMemory::of(cx.as_context_mut(), owner)?;
    let Dso { name, flags, file } = Dso::read(&memory, dso)?;
    let library = match name == MAIN_NAME {
        true => Some(owner),
        false => open_library(cx, owner, &name, flags, file)?,
    };
    if let Some(library) = library {
        remember(cx, owner, dso, library, &name)?;
    }
    Ok(library)
}

/// Keeps what a handle stands for.
///
/// # Errors
/// 5020 where the guests have too many: what they call a handle is any number that they like.
fn remember(
    cx: &mut StoreContextMut<'_, State>,
    owner: ModuleId,
    handle: u64,
    library: ModuleId,
    name: &str,
) -> Result<()> {
    let all = cx.data().modules.iter().map(|it| it.handles.libraries.len() as u64);
    let (n_known, limit) = (all.sum::<u64>(), limits::LIBRARY_HANDLES);
    let known = &mut handles_of(cx, owner).libraries;
    if n_known >= limit && !known.contains_key(&handle) {
        let what = "handles of libraries";
        return Err(Error::limit(Code::LimitExceeded, what, n_known + 1, limit).into_trap());
    }
    let new = Handle { library, name: name.to_owned(), n_opened: 0 };
    let known = known.entry(handle).or_insert_with(|| new.clone());
    if known.library != library {
        // The guest has freed what it kept of another, and its address came round again.
        *known = new;
    }
    known.n_opened += 1;
    Ok(())
}

/// What a `struct dso` says.
struct Dso {
    name: String,
    flags: u64,
    /// The bytes of the file, where the program has read it.
    file: Option<Vec<u8>>,
}

impl Dso {
    /// Reads one that was just made: all of it is zero but the flags, the name at its end, what is
    /// called when an asynchronous load is done, and the file that was read. Where the flags are
    /// tells the layout; the fields of each are named in emscripten's `dynlink.h` of its time.
    fn read(memory: &GuestMemory<'_>, addr: u64) -> Result<Self> {
        let word = |idx: u64| -> Result<u64> {
            let mut bytes = [0; POINTER_BYTES as usize];
            memory.read(addr.saturating_add(idx * POINTER_BYTES), &mut bytes)?;
            Ok(u64::from(u32::from_le_bytes(bytes)))
        };
        let (flags_idx, name_idx, file_idx) = match () {
            // event, flags, 5 words of places, then perhaps the file's address and size.
            () if word(1)? != 0 => (1, 7, Some(7)),
            // next, prev, flags, 5 words of places, then perhaps the file's address and size.
            () if word(2)? != 0 && word(5)? == 0 => (2, 8, Some(8)),
            // next, prev, 3 words for asynchronous loads, flags, 5 words of places.
            () if word(5)? != 0 && word(6)? == 0 => (5, 11, None),
            // next, prev, 3 words for asynchronous loads.
            () => (1, 5, None),
        };
        let mut name_idx = name_idx;
        let mut file = None;
        if let Some(idx) = file_idx {
            let (start, n_bytes) = (word(idx)?, word(idx + 1)?);
            // A name in this place, read as an address, lies far outside of any memory.
            let bytes = memory.slice(start, n_bytes).ok();
            if (start, n_bytes) == (0, 0) || (bytes.is_some() && start != 0) {
                name_idx += 2;
                // What is no file, or too large for a module, is not copied.
                let is_file =
                    |bytes: &&[u8]| (1..=limits::MODULE_BYTES).contains(&(bytes.len() as u64));
                file = bytes.filter(is_file).map(<[u8]>::to_vec);
            }
        }
        let name = memory.read_c_str(addr.saturating_add(name_idx * POINTER_BYTES))?;
        Ok(Self { name, flags: word(flags_idx)?, file })
    }
}

/// Opens a library by a name that a guest gave: one that is open, one of the granted folders, one
/// of the files that the guest may read, or one that it has read. None where it cannot be had, and
/// then `dlerror` says why.
fn open_library(
    cx: &mut StoreContextMut<'_, State>,
    owner: ModuleId,
    name: &str,
    flags: u64,
    file: Option<Vec<u8>>,
) -> Result<Option<ModuleId>> {
    let sight = if flags & RTLD_GLOBAL == 0 { Sight::Local } else { Sight::Global };
    let n_before = cx.data().modules.len();
    match find_library(cx, owner, name, sight, file) {
        Ok(library) => {
            let loaded = &mut cx.data_mut().modules[library.idx()];
            if library.idx() >= n_before || loaded.keeper == Keeper::Nobody {
                loaded.keeper = Keeper::Guest;
            }
            if sight == Sight::Global {
                open::show_to_all(cx, library);
            }
            Ok(Some(library))
        }
        // A guest that went wrong has left its group in the middle of something.
        Err(error) if error.is_trap() || error.guest_exit().is_some() => Err(error),
        Err(error) => {
            let text = format!("Could not load dynamic lib: {name}\n{}", in_a_line(&error));
            set_error(cx, owner, &text)?;
            Ok(None)
        }
    }
}

fn find_library(
    cx: &mut StoreContextMut<'_, State>,
    owner: ModuleId,
    name: &str,
    sight: Sight,
    file: Option<Vec<u8>>,
) -> Result<ModuleId> {
    let plain = name.trim_start_matches("./");
    let base = plain.rsplit('/').next().unwrap_or(plain);
    for name in [name, plain] {
        if let Some(library) = open::known(cx.data(), name) {
            return Ok(library);
        }
    }
    // In which folder the host has a library that it gave is nothing that a guest can know.
    let given = open::known(cx.data(), base);
    let is_given =
        |it: &ModuleId| [Keeper::Link, Keeper::Host].contains(&cx.data().modules[it.idx()].keeper);
    if let Some(library) = given.filter(is_given) {
        return Ok(library);
    }
    let relative = plain.trim_start_matches('/');
    if let Some(library) = open::open_named(cx, relative, sight)? {
        return Ok(library);
    }
    let options = &cx.data().modules[owner.idx()].wasi_options;
    if let Some(path) = options.host_path(name) {
        let module = open::read(cx.data(), &path, name)?;
        return open::open_file(cx, base, module, sight);
    }
    match file {
        Some(bytes) => {
            let stem = base.rsplit_once('.').map_or(base, |(stem, _)| stem);
            open::open_file(cx, stem, Module::from_bytes(&bytes)?, sight)
        }
        None => Err(Error::new(Code::IoError, format!("there is no library {}", quoted(name)))
            .help("grant the folder that it is in: `--library-path DIR`")),
    }
}

/// An error as one line of text, for a program to print: what is wrong with the link, but neither
/// where a file lies on the host nor what is in it, which the program may not be allowed to read.
fn in_a_line(error: &Error) -> String {
    use crate::error::Detail;
    let is_of_a_file = matches!(
        error.code(),
        Code::CompileError | Code::CompileLimit | Code::DylinkMalformed | Code::UnsupportedFeature
    );
    let details = error.details().iter().filter_map(|detail| match detail {
        Detail::Finding(text) if !is_of_a_file => Some(text.clone()),
        _ => None,
    });
    let all: Vec<_> = iter::once(error.message().to_owned()).chain(details).collect();
    all.join("; ")
}

/// `dlsym(handle, name)`: an address or a function pointer; 0 where there is no such symbol.
fn dlsym(
    cx: &mut StoreContextMut<'_, State>,
    owner: ModuleId,
    handle: u64,
    name: &str,
) -> Result<u64> {
    let library = match handle {
        RTLD_DEFAULT => owner,
        // A program's own `struct dso` for itself need not have gone through the host.
        _ => handles_of(cx, owner).libraries.get(&handle).map_or(owner, |known| known.library),
    };
    let state = cx.data();
    let symbol = match state.plan.is_open(library) {
        true => state.with_request(|request| symbol_in(&state.plan, request, library, name)),
        false => None,
    };
    let plan = cx.data().plan.clone();
    let why = match &symbol {
        None => "unknown symbol",
        // Its address would be a number that says nothing here.
        Some(Symbol::Data { module, .. }) if !share_memory(&plan, owner, *module) => {
            "a symbol that has its data in another memory:"
        }
        Some(symbol) => return symbols::number_of(cx, &plan, owner, symbol),
    };
    let place = match handles_of(cx, owner).libraries.get(&handle) {
        Some(known) => known.name.clone(),
        None if handle == RTLD_DEFAULT => "RTLD_DEFAULT".to_owned(),
        None => MAIN_NAME.to_owned(),
    };
    let text = format!("Tried to lookup {why} \"{name}\" in dynamic lib: {place}");
    set_error(cx, owner, &text)?;
    Ok(0)
}

/// Whether an address of one module is one of the other.
fn share_memory(plan: &LinkPlan, one: ModuleId, other: ModuleId) -> bool {
    let [one, other] = [one, other].map(|module| plan.host_of(module));
    let memory = |module| plan.module(module)?.memory.as_ref().map(|memory| &memory.source);
    one == other || (memory(one).is_some() && memory(one) == memory(other))
}

/// `dlclose(handle)`: answers 0, or −1 where the handle is none.
fn dlclose(cx: &mut StoreContextMut<'_, State>, owner: ModuleId, handle: u64) -> Result<u64> {
    const FAILED: u64 = u32::MAX as u64;
    let Some(known) = handles_of(cx, owner).libraries.get_mut(&handle) else {
        set_error(cx, owner, "Tried to dlclose() unopened handle")?;
        return Ok(FAILED);
    };
    known.n_opened = known.n_opened.saturating_sub(1);
    let (library, n_opened) = (known.library, known.n_opened);
    if n_opened > 0 || library == owner {
        return Ok(0);
    }
    handles_of(cx, owner).libraries.remove(&handle);
    let mut all = cx.data().modules.iter().flat_map(|it| it.handles.libraries.values());
    let is_held = all.any(|it| it.library == library);
    let loaded = &mut cx.data_mut().modules[library.idx()];
    // What was there from the start, or what the host opened, is not a guest's to close.
    if is_held || loaded.keeper != Keeper::Guest {
        return Ok(0);
    }
    loaded.keeper = Keeper::Nobody;
    match close::close(cx, library) {
        Ok(_) => Ok(0),
        // Others hold on to it: it is closed with the last of them.
        Err(error) if error.code() == Code::InvalidModuleHandle => Ok(0),
        Err(error) => Err(error),
    }
}

/// `dlerror()` of programs that leave it to the host: the text, once.
fn dlerror(cx: &mut StoreContextMut<'_, State>, owner: ModuleId) -> Result<u64> {
    let Some(text) = handles_of(cx, owner).error.take() else { return Ok(0) };
    place_text(cx, owner, &text)
}

/// A C string in a program's own memory; 0 where its allocator has no room.
fn place_text(cx: &mut StoreContextMut<'_, State>, owner: ModuleId, text: &str) -> Result<u64> {
    let addr = place::zeroed(cx, owner, text.len() as u64 + 1)?;
    if addr != 0 {
        GuestMemory::of(cx.as_context_mut(), owner)?.write(addr, text.as_bytes())?;
    }
    Ok(addr)
}

/// Keeps a text for `dlerror`: in the program's own C library, where it has the function for it.
fn set_error(cx: &mut StoreContextMut<'_, State>, owner: ModuleId, text: &str) -> Result<()> {
    let text = text.replace('\0', "");
    let facts = cx.data().modules[owner.idx()].module.facts();
    if facts.exported_func(names::EM_DL_SET_ERROR).is_none() {
        handles_of(cx, owner).error = Some(text);
        return Ok(());
    }
    let func = entry::function(cx, owner, names::EM_DL_SET_ERROR)?;
    // The text is a format; its arguments, of which it names none, follow.
    let addr = place_text(cx, owner, &text.replace('%', "%%"))?;
    if addr == 0 {
        return Ok(());
    }
    entry::call_with_numbers(cx, &func, &[addr, 0])?;
    place::free(cx, owner, addr)
}

/// Calls what a program wants to be called when a load is done, with its handle and its own datum.
fn call_back(
    cx: &mut StoreContextMut<'_, State>,
    owner: ModuleId,
    pointer: u64,
    handle: u64,
    datum: Option<u64>,
) -> Result<u64> {
    let func = slots::function_at(cx, owner, pointer)?;
    let numbers: Vec<_> = iter::once(handle).chain(datum).collect();
    entry::call_back(cx, &func, &numbers)?;
    Ok(0)
}
