//! A module as it was given: its bytes, its facts and where it came from.

use crate::error::{Code, Error, Result, escaped, quoted, quoted_lines};
use crate::facts::ModuleFacts;
use crate::limits;
use sha2::{Digest, Sha256};
use std::borrow::Cow;
use std::fmt;
use std::io::Read;
use std::path::Path;
use std::sync::Arc;

/// The first bytes of every binary, modules and components alike.
const MAGIC: &[u8; 4] = b"\0asm";
/// What some editors write at the start of a text.
const BYTE_ORDER_MARK: char = '\u{feff}';
/// How many bytes of something that is no module are shown.
const SHOWN_BYTES: usize = 4;

/// A module as it was given: its bytes, its facts and where it came from. Cheap to clone.
///
/// # Example
/// ```
/// let math = wasm_broker::Module::from_bytes(br#"
///     (module (func (export "add") (param i32 i32) (result i32)
///         (i32.add (local.get 0) (local.get 1))))"#)?;
/// assert_eq!(math.facts().exports[0].name, "add");
/// # Ok::<(), wasm_broker::Error>(())
/// ```
#[derive(Clone)]
pub struct Module {
    contents: Arc<Contents>,
    origin: Option<Arc<Path>>,
}

/// What a module is, wherever it came from.
struct Contents {
    bytes: Vec<u8>,
    facts: ModuleFacts,
    sha256: [u8; 32],
    is_text: bool,
}

/// Binary modules that were read from files, so that one that is opened again and again is
/// validated once. The oldest is forgotten first.
#[cfg(feature = "engine")]
#[derive(Default)]
pub(crate) struct ReadModules(std::sync::Mutex<std::collections::VecDeque<Arc<Contents>>>);

#[cfg(feature = "engine")]
impl ReadModules {
    /// Reads a file, as [`Module::from_file`] does.
    ///
    /// # Errors
    /// As [`Module::from_file`].
    pub(crate) fn read(&self, path: &Path) -> Result<Module> {
        let bytes = crate::files::read_limited(path, limits::MODULE_BYTES)?;
        let known = || self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        // Compared, not hashed: that takes a tenth of the time, and nothing has to be believed.
        let found = known().iter().find(|contents| contents.bytes == bytes).cloned();
        if let Some(contents) = found {
            return Ok(Module { contents, origin: Some(path.into()) });
        }
        let module = Module::build(&bytes, Some(path)).map_err(|error| error.in_file(path))?;
        if !module.is_text() {
            let mut known = known();
            known.push_back(module.contents.clone());
            let mut n_bytes: usize = known.iter().map(|contents| contents.bytes.len()).sum();
            while known.len() > limits::REMEMBERED_MODULES || n_bytes > limits::REMEMBERED_BYTES {
                n_bytes -= known.pop_front().map_or(n_bytes, |oldest| oldest.bytes.len());
            }
        }
        Ok(module)
    }
}

impl Module {
    /// Reads a file: `.wasm` or `.wat`, told apart by content.
    ///
    /// # Errors
    /// 5008 if it cannot be read; otherwise as [`Self::from_bytes`].
    pub fn from_file(path: impl AsRef<Path>) -> Result<Self> {
        let path = path.as_ref();
        let bytes = crate::files::read_limited(path, limits::MODULE_BYTES)?;
        Self::build(&bytes, Some(path)).map_err(|error| error.in_file(path))
    }

    /// Reads a binary module or WAT text.
    ///
    /// # Errors
    /// 5000 with the byte offset (or the line of the text); 5016 for a malformed dylink.0 section;
    /// 5020 and 5024 for a module over the limits; 5028 for a feature that is off.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self> {
        Self::build(bytes, None)
    }

    /// Reads all of a stream, which messages call `name`.
    ///
    /// # Errors
    /// 5008 if it cannot be read; otherwise as [`Self::from_bytes`].
    pub fn from_reader(name: &str, reader: impl Read) -> Result<Self> {
        let mut bytes = Vec::new();
        reader.take(limits::MODULE_BYTES + 1).read_to_end(&mut bytes).map_err(|cause| {
            Error::new(Code::IoError, format!("cannot read {}: {cause}", quoted(name)))
        })?;
        Self::build(&bytes, None).map_err(|error| error.finding(format!("in {}", quoted(name))))
    }

    fn build(given: &[u8], origin: Option<&Path>) -> Result<Self> {
        let (bytes, is_text) = match to_binary(given, origin)? {
            Cow::Borrowed(bytes) => (bytes.to_vec(), false),
            Cow::Owned(bytes) => (bytes, true),
        };
        let facts = ModuleFacts::of(&bytes)?;
        let sha256 = Sha256::digest(given).into();
        let contents = Arc::new(Contents { bytes, facts, sha256, is_text });
        Ok(Self { contents, origin: origin.map(Arc::from) })
    }

    /// What the module says about itself.
    pub fn facts(&self) -> &ModuleFacts {
        &self.contents.facts
    }

    /// The binary.
    pub fn bytes(&self) -> &[u8] {
        &self.contents.bytes
    }

    /// The file it was read from.
    pub fn origin(&self) -> Option<&Path> {
        self.origin.as_deref()
    }

    /// Whether it was given as WAT text.
    pub fn is_text(&self) -> bool {
        self.contents.is_text
    }

    /// The SHA-256 of the bytes as they were given, in lower-case hexadecimal.
    pub fn sha256(&self) -> String {
        self.contents.sha256.iter().map(|byte| format!("{byte:02x}")).collect()
    }

    /// What identifies the binary in a cache of compiled code: the digest of what was given, and
    /// the file, because the line information of an assembled text names it.
    #[cfg(feature = "engine")]
    pub(crate) fn identity(&self) -> ([u8; 32], Option<std::path::PathBuf>) {
        let origin = self.origin().filter(|_| self.is_text());
        (self.contents.sha256, origin.map(Path::to_owned))
    }

    /// What has to be known of a module that is closed: its exports, which values of before still
    /// name, but neither its bytes nor the names of its functions.
    #[cfg(feature = "engine")]
    pub(crate) fn without_contents(&self) -> Self {
        let Contents { facts, sha256, is_text, .. } = &*self.contents;
        let contents = Contents {
            bytes: Vec::new(),
            facts: facts.without_names(),
            sha256: *sha256,
            is_text: *is_text,
        };
        Self { contents: Arc::new(contents), origin: self.origin.clone() }
    }

    /// The name of its file, by which libraries may name it.
    pub(crate) fn file_name(&self) -> Option<String> {
        Some(self.origin()?.file_name()?.to_string_lossy().into_owned())
    }

    /// What the module is called where nobody gives it a name: the stem of its file.
    pub fn stem(&self) -> Option<String> {
        Some(self.origin()?.file_stem()?.to_string_lossy().into_owned())
    }
}

impl fmt::Debug for Module {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Module")
            .field("origin", &self.origin)
            .field("size_bytes", &self.contents.facts.size_bytes)
            .finish_non_exhaustive()
    }
}

/// The module as binary: text is assembled, with line information.
///
/// # Errors
/// 5000 with the line of the text; 5024 for input over the size limit.
fn to_binary<'a>(bytes: &'a [u8], file: Option<&Path>) -> Result<Cow<'a, [u8]>> {
    let size_bytes = bytes.len() as u64;
    if size_bytes > limits::MODULE_BYTES {
        let what = "bytes of a module file";
        return Err(Error::limit(Code::CompileLimit, what, size_bytes, limits::MODULE_BYTES));
    }
    if bytes.starts_with(MAGIC) || bytes.starts_with(&MAGIC[..1]) {
        return Ok(Cow::Borrowed(bytes));
    }
    let text = std::str::from_utf8(bytes).map_err(|_| not_wasm(bytes))?;
    if size_bytes > limits::TEXT_BYTES {
        let what = "bytes of a module as text";
        return Err(Error::limit(Code::CompileLimit, what, size_bytes, limits::TEXT_BYTES)
            .help("assemble it first: `wat2wasm` or `wasm-tools parse`"));
    }
    let text = text.strip_prefix(BYTE_ORDER_MARK).unwrap_or(text);
    // A text that is no WAT at all gets the shorter message.
    let looks_like_wat = text.trim_start().starts_with(['(', ';', '@']);
    let mut parser = wat::Parser::new();
    parser.generate_dwarf(wat::GenerateDwarf::Lines);
    match parser.parse_str(file, text) {
        Ok(binary) => Ok(Cow::Owned(binary)),
        Err(_) if !looks_like_wat => Err(not_wasm(bytes)),
        Err(cause) => Err(Error::new(Code::CompileError, "the WAT text is malformed")
            .finding(quoted_lines(&cause.to_string()))),
    }
}

fn not_wasm(bytes: &[u8]) -> Error {
    let error = Error::new(Code::CompileError, "neither a WebAssembly module nor WAT text");
    if bytes.is_empty() {
        return error.finding("the input is empty");
    }
    let shown: Vec<_> = bytes.iter().take(SHOWN_BYTES).map(|byte| format!("{byte:02x}")).collect();
    let text: String = bytes.iter().take(SHOWN_BYTES).map(|byte| char::from(*byte)).collect();
    error.finding(format!(
        "at offset 0x0 it has the bytes {} (`{}`)",
        shown.join(" "),
        escaped(&text)
    ))
}
