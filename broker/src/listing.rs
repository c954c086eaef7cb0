//! The line of WAT in which an import stands, for the picture under an error.

use crate::error::Snippet;
use crate::module::Module;
use wasmprinter::Config;

/// Lines longer than this are clipped: names may be hostile.
const MAX_LINE_CHARS: usize = 160;

/// A larger module is not printed for the sake of one line.
const MAX_PRINTED_BYTES: usize = 4 << 20;

/// The line of the module's WAT that holds the import at `module_offset`; none where the printer
/// does not get that far.
pub(crate) fn import_line(module: &Module, name: &str, module_offset: usize) -> Option<Snippet> {
    if module.bytes().len() > MAX_PRINTED_BYTES {
        return None;
    }
    let mut text = String::new();
    let lines: Vec<_> = Config::new().offsets_and_lines(module.bytes(), &mut text).ok()?.collect();
    let at = lines.iter().rposition(|(offset, line)| {
        offset.is_some_and(|offset| offset <= module_offset) && line.contains("(import ")
    })?;
    let shown = |line: &str| -> String {
        let flat = line.trim_end().chars().filter(|c| !c.is_control());
        flat.take(MAX_LINE_CHARS).collect()
    };
    let line = shown(lines[at].1);
    let start = line.len() - line.trim_start().len();
    let origin = match module.origin() {
        Some(path) => crate::error::escaped(&path.to_string_lossy()),
        None => crate::error::escaped(name),
    };
    Some(Snippet {
        origin: format!("{origin} (printed as WAT)"),
        first_line: at + 1,
        span: start..line.len(),
        source: line,
        label: String::new(),
    })
}
