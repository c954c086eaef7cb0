//! Debug information that is small and costs much: DWARF 4, with units that share one line program,
//! and inlined functions in inlined functions.

use wasm_encoder::{CustomSection, Module};

/// The three sections, behind those of the module.
pub(crate) fn add_to(module: &mut Module, n_units: u64, depth: u64, n_rows: u64) {
    let sections = [
        (".debug_abbrev", abbreviations()),
        (".debug_info", units(n_units, depth)),
        (".debug_line", lines(n_rows)),
    ];
    for (name, data) in sections {
        module.section(&CustomSection { name: name.into(), data: data.into() });
    }
}

/// 1: a unit with a line program and a range. 2: a function with a range. 3: an inlined function of
/// another one, with a range. Each has children.
fn abbreviations() -> Vec<u8> {
    let (low, high, lines, origin) = ([0x11, 0x01], [0x12, 0x06], [0x10, 0x17], [0x31, 0x13]);
    let end = [0, 0];
    let unit = [&[1, 0x11, 1], &lines[..], &low, &high, &end].concat();
    let function = [&[2, 0x2e, 1], &low[..], &high, &end].concat();
    let inlined = [&[3, 0x1d, 1], &origin[..], &low, &high, &end].concat();
    [&unit[..], &function, &inlined, &[0]].concat()
}

fn units(n_units: u64, depth: u64) -> Vec<u8> {
    /// Everything: from address 0, nearly 2 GiB.
    const RANGE: [u8; 8] = [0, 0, 0, 0, 0xff, 0xff, 0xff, 0x7f];
    /// The header and the unit's own entry come before the function.
    const FUNCTION_AT: u32 = 11 + 1 + 4 + 8;
    let inlined = [&[3], &FUNCTION_AT.to_le_bytes()[..], &RANGE].concat();
    let ends = vec![0; depth as usize + 2];
    let rest = [
        &[4, 0, 0, 0, 0, 0, 4][..],
        &[1, 0, 0, 0, 0],
        &RANGE,
        &[2],
        &RANGE,
        &inlined.repeat(depth as usize),
        &ends,
    ]
    .concat();
    let unit = [&(rest.len() as u32).to_le_bytes()[..], &rest].concat();
    unit.repeat(n_units as usize)
}

/// One line program: a row an address, all of one file.
fn lines(n_rows: u64) -> Vec<u8> {
    let header =
        [&[1, 1, 1, 0xfb, 14, 13, 0, 1, 1, 1, 1, 0, 0, 0, 1, 0, 0, 1, 0][..], b"a.c\0\0\0\0\0"]
            .concat();
    let program =
        [&[0, 5, 2, 1, 0, 0, 0][..], &vec![32; n_rows as usize], &[2, 1, 0, 1, 1]].concat();
    let header_bytes = (header.len() as u32).to_le_bytes();
    let rest = [&[4, 0][..], &header_bytes, &header, &program].concat();
    [&(rest.len() as u32).to_le_bytes()[..], &rest].concat()
}
