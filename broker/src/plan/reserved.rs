//! The reserved import names: what each means, and the type it has for a given importer.
//!
//! # Source
//! The guest ABI; WASI preview 1. What emscripten programs ask for is in `emscripten.rs`.

use crate::names;
use crate::sig::{FuncType, ValType, Width};

/// A function of an accessor or bridge that a module asks for by a reserved name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum PeerFunction {
    /// A getter or setter of the peer's memory.
    Access(&'static str),
    /// A copy into the importer from the peer; a size if it is fixed.
    CopyFrom(Option<u64>, Path),
    /// A copy from the importer to the peer; a size if it is fixed.
    CopyTo(Option<u64>, Path),
    /// The peer's pointer becomes the importer's.
    PointerFrom,
    /// The importer's pointer becomes the peer's.
    PointerTo,
}

/// Which helper copies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Path {
    /// As the options say.
    Chosen,
    /// By calls of the accessors, asked for by name.
    Fallback,
}

/// What a side asks for under `env` by the names of the pair (main, side).
pub(super) fn side_function(name: &str) -> Option<PeerFunction> {
    if let Some(access) = name.strip_prefix(names::MAIN_ACCESSOR_PREFIX) {
        return accessor_function(access).map(PeerFunction::Access);
    }
    bridge_function(name)
}

/// A function of the bridge of a pair (main, side), seen from the side.
pub(super) fn bridge_function(name: &str) -> Option<PeerFunction> {
    let (stem, path) = split_path(name);
    if let Some(rest) = stem.strip_prefix(names::MAIN_TO_SIDE) {
        return match rest == names::ADD_FN_PTR {
            true => Some(PeerFunction::PointerFrom),
            false => copy_size(rest, names::MEMCPY).map(|n| PeerFunction::CopyFrom(n, path)),
        };
    }
    let rest = stem.strip_prefix(names::SIDE_TO_MAIN)?;
    match rest == names::ADD_FN_PTR {
        true => Some(PeerFunction::PointerTo),
        false => copy_size(rest, names::MEMCPY).map(|n| PeerFunction::CopyTo(n, path)),
    }
}

/// Whether a helper that copies one way exports this name: `memcpy`, `memcpy4`.
pub(super) fn is_copy(name: &str) -> bool {
    copy_size(name, names::MEMCPY).is_some()
}

/// What any module asks for under `rb:<peer>`.
pub(super) fn peer_function(name: &str) -> Option<PeerFunction> {
    if let Some(access) = accessor_function(name) {
        return Some(PeerFunction::Access(access));
    }
    let (stem, path) = split_path(name);
    match stem {
        names::ADD_FN_PTR_FROM => Some(PeerFunction::PointerFrom),
        names::ADD_FN_PTR_TO => Some(PeerFunction::PointerTo),
        _ => copy_size(stem, names::MEMCPY_FROM)
            .map(|n| PeerFunction::CopyFrom(n, path))
            .or_else(|| copy_size(stem, names::MEMCPY_TO).map(|n| PeerFunction::CopyTo(n, path))),
    }
}

/// The accessor function of this name.
pub(crate) fn accessor_function(name: &str) -> Option<&'static str> {
    names::ACCESSOR_FUNCTIONS.into_iter().find(|known| *known == name)
}

/// Every reserved name that a module may import from `rb:<peer>`, for did-you-mean.
pub(super) fn peer_names() -> Vec<String> {
    let mut all: Vec<_> = names::ACCESSOR_FUNCTIONS.iter().map(ToString::to_string).collect();
    for stem in [names::MEMCPY_FROM, names::MEMCPY_TO] {
        all.push(stem.to_owned());
        all.extend(names::FIXED_COPY_SIZES.iter().map(|size| format!("{stem}{size}")));
    }
    all.extend([names::ADD_FN_PTR_FROM, names::ADD_FN_PTR_TO].map(str::to_owned));
    all
}

/// Every reserved name under `env`, for did-you-mean.
pub(super) fn env_names() -> Vec<String> {
    let mut all: Vec<_> =
        [names::RB_DLOPEN, names::RB_DLSYM, names::RB_BRIDGE, names::RB_LOG_ENABLED]
            .map(str::to_owned)
            .into();
    for access in names::ACCESSOR_FUNCTIONS {
        all.push(format!("{}{access}", names::MAIN_ACCESSOR_PREFIX));
    }
    for direction in [names::MAIN_TO_SIDE, names::SIDE_TO_MAIN] {
        let copy = format!("{direction}{}", names::MEMCPY);
        all.extend(names::FIXED_COPY_SIZES.iter().map(|size| format!("{copy}{size}")));
        all.push(format!("{direction}{}", names::ADD_FN_PTR));
        all.push(copy);
    }
    all.extend(super::emscripten::names());
    all
}

fn split_path(name: &str) -> (&str, Path) {
    match name.strip_suffix(names::FALLBACK_SUFFIX) {
        Some(stem) => (stem, Path::Fallback),
        None => (name, Path::Chosen),
    }
}

/// `memcpy` → any size, `memcpy4` → 4 bytes; none for another name.
fn copy_size(name: &str, stem: &str) -> Option<Option<u64>> {
    let digits = name.strip_prefix(stem)?;
    if digits.is_empty() {
        return Some(None);
    }
    names::FIXED_COPY_SIZES.into_iter().find(|size| size.to_string() == digits).map(Some)
}

/// The type of an accessor function of a memory of this width.
pub(crate) fn accessor_type(function: &str, width: Width) -> FuncType {
    let value = match function.get(3..) {
        Some("I64") => ValType::I64,
        Some("F64") => ValType::F64,
        Some("F32") => ValType::F32,
        _ => ValType::I32,
    };
    match function.starts_with('g') {
        true => FuncType::new([width.val_type()], [value]),
        false => FuncType::new([width.val_type(), value], []),
    }
}

/// The type of a copy from a memory of one width to another; with a size unless it is fixed.
pub(crate) fn copy_type(dest: Width, src: Width, fixed: Option<u64>) -> FuncType {
    let mut params = vec![dest.val_type(), src.val_type()];
    if fixed.is_none() {
        params.push(dest.narrower(src).val_type());
    }
    FuncType::new(params, [])
}

/// The type of the accessor's `rbBridge` for a memory of this width.
pub(crate) fn accessor_bridge_type(width: Width) -> FuncType {
    FuncType::new([ValType::I32, width.val_type()], [width.val_type()])
}

/// The type of a WASI call.
pub(super) fn wasi_type(name: &str) -> Option<FuncType> {
    let (name, letters) = names::WASI_FUNCTIONS.into_iter().find(|(known, _)| *known == name)?;
    let results = match name == names::WASI_PROC_EXIT {
        true => Vec::new(),
        false => vec![ValType::I32],
    };
    Some(FuncType::new(letters.chars().map(letter).collect::<Vec<_>>(), results))
}

pub(super) fn letter(c: char) -> ValType {
    match c {
        'I' => ValType::I64,
        'f' => ValType::F32,
        'F' => ValType::F64,
        _ => ValType::I32,
    }
}

/// Whether this is a function of `dlopen`'s family with a type that a version of emscripten gives
/// it.
pub(super) fn is_loader_type(name: &str, ty: &FuncType) -> bool {
    let is_it = |(known, n_params): &(&str, &[usize])| {
        *known == name && n_params.contains(&ty.params.len())
    };
    let is_pointer = |ty: &ValType| ty.is_pointer();
    names::LOADER_FUNCTIONS.iter().any(is_it)
        && ty.results.len() <= 1
        && ty.params.iter().chain(&ty.results).all(is_pointer)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_the_pair_are_read_whole() {
        use PeerFunction::*;
        let cases = [
            ("main_getI32", Some(Access("getI32"))),
            ("main_getI128", None),
            ("mts_memcpy", Some(CopyFrom(None, Path::Chosen))),
            ("mts_memcpy4", Some(CopyFrom(Some(4), Path::Chosen))),
            ("mts_memcpy3", None),
            ("mts_memcpy_fb", Some(CopyFrom(None, Path::Fallback))),
            ("stm_memcpy8_fb", Some(CopyTo(Some(8), Path::Fallback))),
            ("mts_addFnPtr", Some(PointerFrom)),
            ("stm_addFnPtr", Some(PointerTo)),
            ("stm_addFnPtrs", None),
            ("memcpy", None),
        ];
        for (name, expected) in cases {
            assert_eq!(side_function(name), expected, "{name}");
        }
    }

    #[test]
    fn types_follow_the_memories() {
        let cases = [
            (accessor_type("getI8", Width::W32), "(func (param i32) (result i32))"),
            (accessor_type("setF64", Width::W64), "(func (param i64 f64))"),
            (copy_type(Width::W64, Width::W32, None), "(func (param i64 i32 i32))"),
            (copy_type(Width::W64, Width::W64, None), "(func (param i64 i64 i64))"),
            (copy_type(Width::W32, Width::W64, Some(8)), "(func (param i32 i64))"),
        ];
        for (ty, expected) in cases {
            assert_eq!(ty.to_string(), expected);
        }
        assert_eq!(
            wasi_type("fd_seek").map(|ty| ty.arrow()).as_deref(),
            Some("(i32, i64, i32, i32) → i32")
        );
        assert_eq!(wasi_type("fd_sneeze"), None);
    }
}
