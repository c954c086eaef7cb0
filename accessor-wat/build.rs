//! Assembles the accessor, once per address width with and without SIMD, so that nothing is
//! assembled at run time.

use std::{env, error::Error, fs, path::PathBuf};

#[path = "build/variant.rs"]
mod variant;

/// The file stems of the accessor without SIMD, and with it.
const HELPERS: [&str; 2] = ["accessor", "accessor_simd"];

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=src");
    println!("cargo::rerun-if-changed=build/variant.rs");
    let out_dir = PathBuf::from(env::var("OUT_DIR")?);
    for helper in HELPERS {
        let template = fs::read_to_string(format!("src/{helper}.wat"))?;
        for (suffix, is_wide) in [("32", false), ("64", true)] {
            let text = variant::variant(&template, &[("memory", is_wide)])?;
            let stem = out_dir.join(format!("{helper}_{suffix}"));
            fs::write(stem.with_extension("wasm"), wat::parse_str(&text)?)?;
            fs::write(stem.with_extension("wat"), text)?;
        }
    }
    Ok(())
}
