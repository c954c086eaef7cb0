//! Lines of source, read from a module's line programs (`.debug_line`) alone.
//!
//! Invariants: the work is bounded by the bytes of the section and by a number of rows, whatever it
//! holds; each program is run once, and nothing is kept but the answers. Whole debugging libraries
//! resolve inlined functions, too, by walking a tree that may be as deep as its file is long.
//!
//! # Source
//! DWARF 4 and 5, "Line Number Information"; WebAssembly's tool conventions, "DWARF": addresses
//! count from the contents of the code section.

use gimli::{
    AttributeValue, DebugLine, DebugLineOffset, DebugLineStr, DebugStr, EndianSlice, FileEntry,
    IncompleteLineProgram, LineProgramHeader, LittleEndian,
};
use std::ops::Range;
use wasmparser::{Parser, Payload};

/// A section that is longer than this is not read: its tables of files alone may take a hundred
/// times as much. Programs of 60 MiB have lines of less.
const MAX_SECTION_BYTES: usize = 16 << 20;
/// Names are cut after this many bytes, as paths of the system are.
const MAX_NAME_BYTES: usize = 4096;
/// Bytes of an address in DWARF for wasm32.
const ADDRESS_BYTES: u8 = 4;

type Bytes<'a> = EndianSlice<'a, LittleEndian>;

/// A place in a source file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceLine {
    /// The file, relative to where it was compiled if the module says so.
    pub file: String,
    /// The line, counted from 1.
    pub line: u64,
    /// The column, counted from 1; none if it is not known.
    pub column: Option<u64>,
}

/// The sections of a module that say where its code comes from.
#[derive(Default)]
struct Sections<'a> {
    code_start: usize,
    line: &'a [u8],
    line_str: &'a [u8],
    str: &'a [u8],
}

/// See [`super::ModuleFacts::lines_at`].
pub(super) fn at(
    bytes: &[u8],
    module_offsets: &[usize],
    n_rows_left: &mut u64,
) -> Vec<Option<SourceLine>> {
    let mut found = vec![None; module_offsets.len()];
    let Some(sections) = Sections::of(bytes) else { return found };
    let mut wanted: Vec<(u64, usize)> = module_offsets
        .iter()
        .enumerate()
        .filter_map(|(idx, offset)| Some((offset.checked_sub(sections.code_start)? as u64, idx)))
        .collect();
    wanted.sort_unstable();
    let mut search = Search { sections, wanted, n_rows_left: *n_rows_left };
    let mut offset = 0;
    while let Some(next) = search.program(offset, &mut found) {
        offset = next;
    }
    *n_rows_left = search.n_rows_left;
    found
}

impl<'a> Sections<'a> {
    fn of(bytes: &'a [u8]) -> Option<Self> {
        let mut sections = Self::default();
        for payload in Parser::new(0).parse_all(bytes) {
            match payload.ok()? {
                Payload::CodeSectionStart { range, .. } => sections.code_start = range.start,
                Payload::CustomSection(reader) => match reader.name() {
                    ".debug_line" => sections.line = reader.data(),
                    ".debug_line_str" => sections.line_str = reader.data(),
                    ".debug_str" => sections.str = reader.data(),
                    _ => {}
                },
                _ => {}
            }
        }
        let is_read = (1..=MAX_SECTION_BYTES).contains(&sections.line.len());
        (sections.code_start > 0 && is_read).then_some(sections)
    }

    /// The file of a row, without the folder that all of a program was compiled in.
    fn file(&self, header: &LineProgramHeader<Bytes<'a>>, file_idx: u64) -> Option<String> {
        let entry: &FileEntry<Bytes<'a>> = header.file(file_idx)?;
        let name = self.text(&entry.path_name())?;
        let folder = match entry.directory_index() {
            0 => None,
            _ => entry.directory(header).and_then(|folder| self.text(&folder)),
        };
        Some(match folder.filter(|folder| !folder.is_empty() && !name.starts_with('/')) {
            Some(folder) => format!("{folder}/{name}"),
            None => name,
        })
    }

    fn text(&self, value: &AttributeValue<Bytes<'a>>) -> Option<String> {
        let text = match value {
            AttributeValue::String(text) => *text,
            AttributeValue::DebugLineStrRef(offset) => {
                DebugLineStr::from(EndianSlice::new(self.line_str, LittleEndian))
                    .get_str(*offset)
                    .ok()?
            }
            AttributeValue::DebugStrRef(offset) => {
                DebugStr::new(self.str, LittleEndian).get_str(*offset).ok()?
            }
            _ => return None,
        };
        let text = text.slice();
        Some(String::from_utf8_lossy(&text[..text.len().min(MAX_NAME_BYTES)]).into_owned())
    }
}

/// Code addresses that wait for their line, and how much work is left.
struct Search<'a> {
    sections: Sections<'a>,
    /// Address and number of the answer, sorted.
    wanted: Vec<(u64, usize)>,
    n_rows_left: u64,
}

/// What one row says of the addresses up to the next.
#[derive(Clone, Copy)]
struct Row {
    address: u64,
    file_idx: u64,
    line: u64,
    column: Option<u64>,
}

impl<'a> Search<'a> {
    /// Runs the line program at an offset; answers where the next one begins, if there is one.
    fn program(&mut self, offset: usize, found: &mut [Option<SourceLine>]) -> Option<usize> {
        let section = DebugLine::new(self.sections.line, LittleEndian);
        if offset >= self.sections.line.len() {
            return None;
        }
        let program = section.program(DebugLineOffset(offset), ADDRESS_BYTES, None, None).ok()?;
        let header = program.header();
        let length_bytes = match header.format() {
            gimli::Format::Dwarf32 => 4,
            gimli::Format::Dwarf64 => 12,
        };
        let next = offset.checked_add(length_bytes)?.checked_add(header.unit_length())?;
        // A program that cannot be run to its end has nothing more to say; the next one may.
        let _ = self.run(program, found);
        (self.n_rows_left > 0).then_some(next)
    }

    fn run(
        &mut self,
        program: IncompleteLineProgram<Bytes<'a>>,
        found: &mut [Option<SourceLine>],
    ) -> gimli::Result<()> {
        let mut rows = program.rows();
        let mut before: Option<Row> = None;
        let mut is_dead = false;
        while let Some((header, row)) = rows.next_row()? {
            self.n_rows_left = self.n_rows_left.saturating_sub(1);
            if self.n_rows_left == 0 {
                break;
            }
            let now = Row {
                address: row.address(),
                file_idx: row.file_index(),
                line: row.line().map_or(0, std::num::NonZero::get),
                column: match row.column() {
                    gimli::ColumnType::LeftEdge => None,
                    gimli::ColumnType::Column(column) => Some(column.get()),
                },
            };
            match before {
                // Linkers leave functions that they have dropped at address 0.
                None => is_dead = now.address == 0,
                Some(before) if !is_dead => self.answer(before, now.address, header, found),
                Some(_) => {}
            }
            before = (!row.end_sequence()).then_some(now);
        }
        Ok(())
    }

    /// Takes the line of a row for all addresses before the next row.
    fn answer(
        &self,
        row: Row,
        end: u64,
        header: &LineProgramHeader<Bytes<'a>>,
        found: &mut [Option<SourceLine>],
    ) {
        let Range { start, end } = self.range(row.address, end);
        let is_open = |(_, idx): &(u64, usize)| found[*idx].is_none();
        if row.line == 0 || !self.wanted[start..end].iter().any(is_open) {
            return;
        }
        let Some(file) = self.sections.file(header, row.file_idx) else { return };
        for (_, idx) in &self.wanted[start..end] {
            let line = SourceLine { file: file.clone(), line: row.line, column: row.column };
            found[*idx].get_or_insert(line);
        }
    }

    /// Which of the wanted addresses are in a range.
    fn range(&self, start: u64, end: u64) -> Range<usize> {
        let first = self.wanted.partition_point(|(address, _)| *address < start);
        let last = self.wanted.partition_point(|(address, _)| *address < end);
        first..last.max(first)
    }
}
