//! Assembles `accessor.wat`, once per address width, so that nothing is assembled at run time.

use std::{env, error::Error, fs, path::PathBuf};

#[path = "build/variant.rs"]
mod variant;

const TEMPLATE: &str = "src/accessor.wat";

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed={TEMPLATE}");
    println!("cargo::rerun-if-changed=build/variant.rs");
    let template = fs::read_to_string(TEMPLATE)?;
    let out_dir = PathBuf::from(env::var("OUT_DIR")?);
    for (suffix, is_wide) in [("32", false), ("64", true)] {
        let text = variant::variant(&template, &[("memory", is_wide)])?;
        let stem = out_dir.join(format!("accessor_{suffix}"));
        fs::write(stem.with_extension("wasm"), wat::parse_str(&text)?)?;
        fs::write(stem.with_extension("wat"), text)?;
    }
    Ok(())
}
