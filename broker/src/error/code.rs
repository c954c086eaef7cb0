//! The one table of error codes.
//!
//! Invariants: a number never changes its meaning and is never reused; 5000–5011 are those of the
//! Forge `ext_wasm` API. To add a code: 1. a row here; 2. a case under `tests/` that raises it;
//! 3. `BLESS=1 cargo test --test tidy`, which rewrites `docs/errors.md` from this table.

use std::fmt;

macro_rules! codes {
    ($($number:literal $name:ident $summary:literal $text:literal)*) => {
        /// What kind of failure it was. Callers branch on this, never on the text of a message.
        ///
        /// # Source
        /// The table "Error codes" of the design note on safety.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum Code {
            $(#[doc = $summary] $name,)*
        }

        impl Code {
            /// Every code, in the order of its number.
            pub const ALL: &'static [Self] = &[$(Self::$name),*];

            /// The number that stands in `error[…]`.
            pub const fn number(self) -> u16 {
                match self { $(Self::$name => $number),* }
            }

            /// The name in CamelCase, as in the Rust variant.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$name => stringify!($name)),* }
            }

            /// One line: what went wrong.
            pub const fn summary(self) -> &'static str {
                match self { $(Self::$name => $summary),* }
            }

            /// A paragraph or more: why it happens and what to do.
            pub const fn explanation(self) -> &'static str {
                match self { $(Self::$name => $text),* }
            }
        }
    };
}

codes! {
    5000 CompileError "the bytes are not a valid WebAssembly module"
        "The input could not be read as WAT, is cut off, or breaks a rule of the core \
         specification. The message names the byte offset (or the line of the text) where reading \
         stopped.\n\n\
         What to do: check that the file is a core module, not a component, an archive or a \
         compiled artefact; build it again; `wasm-broker inspect FILE` shows how far it could be \
         read."
    5001 InstantiateError "a module could not be instantiated"
        "Every import had a source, but the engine refused to make the instance: an active segment \
         did not fit, or a start function failed for a reason other than a trap.\n\n\
         What to do: read the cause in the message; check the sizes of memory and table."
    5002 CallError "running guest code trapped"
        "The guest executed `unreachable`, divided by zero, overflowed its stack, or stopped for \
         another reason for which there is no code of its own. The frames below the message say in \
         which module and function, and where the call crossed from one module to another.\n\n\
         What to do: build the module with names (`-g`), or give it as `.wat`, to see lines."
    5003 ExportNotFound "the module has no such export"
        "A function, memory or table was asked for by a name that the module does not export.\n\n\
         What to do: `wasm-broker inspect FILE` lists the exports; compilers drop functions that \
         are not kept on purpose (emscripten: `EMSCRIPTEN_KEEPALIVE` or `-sEXPORTED_FUNCTIONS`)."
    5004 InvalidModuleHandle "the module handle is not valid here"
        "The handle or name does not name a module of this link or registry: it was never loaded, \
         was closed or dropped, or belongs to another one.\n\n\
         What to do: use the handle that `open` or `compile` returned, until it is closed or \
         dropped."
    5005 InvalidInstanceHandle "the instance handle is not valid here"
        "The handle names an instance that was dropped (with its module, perhaps), or one of \
         another link or registry.\n\n\
         What to do: take the handle from the link or registry that you call."
    5006 MemoryError "a memory access was out of bounds"
        "A read, write or copy reached past the end of a linear memory. Nothing was written: both \
         ranges of a copy are checked before its first byte moves.\n\n\
         What to do: compare address + size in the message with the size of the memory."
    5007 TypeError "a value or function has another type than was asked for"
        "A typed call named parameters or results that the function does not have, or an argument \
         on the command line does not parse as the parameter's type.\n\n\
         What to do: the message prints expected and found in WAT."
    5008 IoError "a file could not be read or written"
        "The operating system refused: the message names the file and the reason."
    5009 PermissionDenied "that is not granted"
        "A path leaves the folders that were granted, or an option asks for something that is \
         refused by default (`/` as a preopened directory, for one).\n\n\
         What to do: grant the folder by name with `--dir` or `--library-path`, or move the file."
    5010 WasiError "WASI could not be set up"
        "The WASI context of a module could not be built: a directory to preopen is missing, an \
         environment variable is malformed, or the module asks for WASI calls with 64-bit \
         addresses, which preview 1 does not have."
    5011 FuelExhausted "the fuel is gone"
        "The guest used all the fuel it was given.\n\nWhat to do: raise `--fuel` (manifest: \
         `[limits] fuel`; from Rust: `Limits::fuel`, `InstanceConfig::fuel`), or look for a loop \
         that does not end."
    5012 UnresolvedImport "an import has no provider"
        "A module imports something that no module of the link, no reserved name and no host \
         function provides. All such imports are listed at once, each with where it was looked \
         for.\n\n\
         What to do: add the side that exports it (`--side`), map it to another name (`--map \
         IMPORT=PROVIDER` or `[imports]` in link.toml), give a host function from Rust \
         (`.host(…)`), or choose `--unresolved trap` to fail only when it is called. That is not \
         for names that the broker provides itself: what works on the memory of a module without \
         one is refused."
    5013 ImportTypeMismatch "an import and its provider have different types"
        "The provider was found under the right name, but its type is another one. Both types are \
         printed as WAT.\n\nWhat to do: correct the declaration, or map the import to something \
         else. Addresses have the type of the memory they point into: i64 for a 64-bit memory."
    5014 DuplicateName "a name is taken"
        "Two modules have the same name, a module has a reserved name (`env`, `GOT.mem`, \
         `GOT.func`, `wasi_snapshot_preview1`, `rb:…`), or two providers of the same rank offer \
         one import.\n\n\
         What to do: name a side yourself: `--side NAME=PATH`."
    5015 DependencyCycle "modules need each other in a way that cannot be cut"
        "Cycles of functions, memories and tables are cut by the broker. A cycle of globals or \
         tags cannot be: each module would have to exist before the other. Nor can a ring of \
         modules that export what they import from the next: nobody defines it.\n\n\
         What to do: export a function that reads the value, move the global to one of the \
         modules, or map an import to the module that defines it (`--map IMPORT=PROVIDER`)."
    5016 DylinkMalformed "the dylink.0 section is malformed"
        "The section that marks a dynamic library is cut off, stands at the wrong place, or states \
         an impossible size or alignment. Nothing was allocated.\n\n\
         What to do: build the library again; `wasm-broker inspect FILE` prints what could be read."
    5017 BadFunctionPointer "a function pointer is null, stale or out of range"
        "A function pointer is an index into its module's table. This one names no entry, an empty \
         entry, or one that was released.\n\n\
         What to do: keep a pointer no longer than the module that owns it; do not pass pointers \
         of one module to another without `…_addFnPtr`."
    5018 SignatureMismatch "a function pointer was called with another signature"
        "The function behind the pointer has other parameters or results than the caller \
         expects.\n\n\
         What to do: declare the pointer with the type that the message calls `found`."
    5019 TableExhausted "no slot is left in a function table"
        "The table has reached its maximum, holds typed references that cannot hold the function, \
         or the link has handed out as many slots as it may; or the module has no function table \
         that can be reached.\n\n\
         What to do: release pointers that are no longer used; raise the limit of broker slots; \
         have a module that works with function pointers export its table."
    5020 LimitExceeded "a limit was exceeded"
        "The message says what was asked for and what is allowed.\n\n\
         What to do: raise that limit (`--max-memory`, `[limits]`, `Limits` in Rust), if you trust \
         the module."
    5021 Interrupted "the deadline passed"
        "The guest ran longer than it may. The clock starts with the first guest instruction.\n\n\
         What to do: raise `--timeout` (manifest: `[limits] timeout`)."
    5022 Poisoned "the link is not usable after an earlier failure"
        "A failure left a module half way through its work, and what it holds can no longer be \
         trusted.\n\nWhat to do: build the link again."
    5023 Reentrancy "a module was entered before it was ready"
        "A call went into a module whose own start or constructors had not finished, through a \
         cycle; or, in a registry, into an instance in the middle of a call that waits for this \
         one.\n\n\
         What to do: move the call out of the constructor, or out of the host function."
    5024 CompileLimit "the module is too large to compile"
        "Checked before compiling, because a small file can cost minutes of compile time.\n\n\
         What to do: raise the module size limit, if you trust the module."
    5025 ManifestError "the manifest or the command line is wrong"
        "link.toml has an unknown key, a value of another type, or two parts that contradict each \
         other; or an option of the command line does not parse. A caret shows where."
    5026 CacheError "the cache of compiled code cannot be used"
        "The folder of the cache cannot be created or written. A stale entry is never an error.\n\n\
         What to do: set WASM_BROKER_CACHE_DIR to a folder that can be written."
    5027 AbiMismatch "the module follows a convention that the broker does not speak"
        "For one: import names were minified by a release build, so that nobody can tell what they \
         mean.\n\nWhat to do: emscripten: build at -O2, or with -sSTANDALONE_WASM or \
         -sMINIFY_WASM=0."
    5028 UnsupportedFeature "the module uses a feature that is off or not supported"
        "Shared memories and threads, GC types, tail calls and relaxed SIMD are off; the legacy \
         exception instructions are not supported by the engine (build with \
         -sWASM_LEGACY_EXCEPTIONS=0). Imports that only JavaScript or a browser can provide \
         (EM_ASM, EM_JS, embind, asyncify, WebGL, threads) are named here too.\n\n\
         What to do: build without them, give the function from Rust with `.host(…)`, or go on \
         with `--unresolved trap`, where only the call fails."
    5029 FuseError "the link cannot be written as one static module"
        "The plan asks for something that one static module cannot hold."
    5030 Internal "an error in the broker itself"
        "A check inside the broker failed, or a host function panicked. Please report it, with the \
         modules if you can."
}

impl Code {
    /// The code with this number, if there is one.
    pub fn from_number(number: u16) -> Option<Self> {
        Self::ALL.iter().copied().find(|code| code.number() == number)
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.number().fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_dense_and_ordered() {
        for (idx, code) in Code::ALL.iter().enumerate() {
            assert_eq!(usize::from(code.number()), 5000 + idx, "{code:?}");
            assert_eq!(Code::from_number(code.number()), Some(*code));
        }
        assert_eq!(Code::from_number(4999), None);
        assert_eq!(Code::ALL.len(), 31);
    }
}
