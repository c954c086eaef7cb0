//! Assembles every helper, once per combination of address widths, so that nothing is assembled at
//! run time.

use std::{env, error::Error, fs, path::Path};

#[path = "../accessor-wat/build/variant.rs"]
mod variant;

/// A helper: its file stem, and the names of its width parameters.
const HELPERS: [(&str, &[&str]); 7] = [
    ("bridge", &[]),
    ("bridge_simd", &[]),
    ("bridge_wide", &["main", "side"]),
    ("copy_push", &["from", "to"]),
    ("copy_push_simd", &["from", "to"]),
    ("rehome", &["from", "to"]),
    ("ledger", &[]),
];

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=src");
    println!("cargo::rerun-if-changed=../accessor-wat/build/variant.rs");
    let out_dir = env::var("OUT_DIR")?;
    for (helper, parameters) in HELPERS {
        let template = fs::read_to_string(format!("src/{helper}.wat"))?;
        for combination in 0..1_u32 << parameters.len() {
            assemble(helper, &template, parameters, combination, Path::new(&out_dir))?;
        }
    }
    Ok(())
}

/// Writes `<helper>_<width>_<width>.wasm` and `.wat`; bit n of `combination` says that parameter n
/// is wide.
fn assemble(
    helper: &str,
    template: &str,
    parameters: &[&str],
    combination: u32,
    out_dir: &Path,
) -> Result<(), Box<dyn Error>> {
    let mut stem = helper.to_owned();
    let mut widths = Vec::new();
    for (parameter_idx, parameter) in parameters.iter().enumerate() {
        let is_wide = combination >> parameter_idx & 1 == 1;
        stem.push_str(if is_wide { "_64" } else { "_32" });
        widths.push((*parameter, is_wide));
    }
    // A size must fit both memories, so it has the smaller of the two address types.
    let all_wide = widths.iter().all(|(_, is_wide)| *is_wide);
    widths.push(("size", all_wide));
    let text = variant::variant(template, &widths)?;
    fs::write(out_dir.join(format!("{stem}.wasm")), wat::parse_str(&text)?)?;
    fs::write(out_dir.join(format!("{stem}.wat")), text)?;
    Ok(())
}
