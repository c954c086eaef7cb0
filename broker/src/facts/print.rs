//! Facts as a person reads them.

use super::ModuleFacts;
use crate::error::escaped;
use std::fmt::{self, Write as _};

/// Bytes of a name that is demangled; a longer one is shown as it is.
const MAX_MANGLED_BYTES: usize = 4096;
/// Bytes of a demangled name.
const MAX_NAME_BYTES: usize = 4096;

/// See [`ModuleFacts::function_name`].
pub(super) fn function_name(facts: &ModuleFacts, func_idx: u32) -> String {
    if let Some(name) = facts.function_names.get(&func_idx) {
        return escaped(&demangled(name));
    }
    let exported = facts
        .exports
        .iter()
        .find(|export| export.item_idx == func_idx && export.ty.as_func().is_some());
    match exported {
        Some(export) => escaped(&export.name),
        None => format!("func[{func_idx}]"),
    }
}

/// See [`ModuleFacts::demangled`].
pub(super) fn demangled(name: &str) -> String {
    if name.len() > MAX_MANGLED_BYTES {
        return name.to_owned();
    }
    let mut text = Bounded::default();
    let done = match rustc_demangle::try_demangle(name) {
        Ok(rust) => write!(text, "{rust:#}").is_ok(),
        Err(_) if name.starts_with("_Z") => {
            let symbol = cpp_demangle::Symbol::new(name).ok();
            let options = cpp_demangle::DemangleOptions::default();
            symbol.is_some_and(|it| it.structured_demangle(&mut text, &options).is_ok())
        }
        Err(_) => false,
    };
    // What was cut off is nothing that anybody reads: a message shows less.
    match done || text.is_full {
        true => text.text,
        false => name.to_owned(),
    }
}

/// A text of at most [`MAX_NAME_BYTES`]: a mangled name can refer to its own parts, and double with
/// every five bytes.
#[derive(Default)]
struct Bounded {
    text: String,
    is_full: bool,
}

impl fmt::Write for Bounded {
    fn write_str(&mut self, more: &str) -> fmt::Result {
        if self.text.len() + more.len() > MAX_NAME_BYTES {
            self.is_full = true;
            return Err(fmt::Error);
        }
        self.text.push_str(more);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_compilers_are_read() {
        let cases = [
            ("plain", "plain"),
            ("_Z3addii", "add(int, int)"),
            ("_ZN4math3addEi", "math::add(int)"),
            ("_ZN4core3fmt5write17h0123456789abcdefE", "core::fmt::write"),
            ("_Z", "_Z"),
            ("_Znonsense", "_Znonsense"),
        ];
        for (mangled, expected) in cases {
            assert_eq!(demangled(mangled), expected);
        }
    }

    #[test]
    fn names_that_double_have_an_end() {
        let pairs = "S_IS1_S1_ES_IS2_S2_ES_IS3_S3_ES_IS4_S4_ES_IS5_S5_ES_IS6_S6_ES_IS7_S7_E";
        let more = "S_IS8_S8_ES_IS9_S9_ES_ISA_SA_ES_ISB_SB_ES_ISC_SC_ES_ISD_SD_ES_ISE_SE_E";
        let name = demangled(&format!("_Z1fSt4pairI1AS0_E{pairs}{more}"));
        assert!(name.starts_with("f(std::pair<A, A>, "), "{name}");
        assert!((2_000..=MAX_NAME_BYTES).contains(&name.len()), "{}", name.len());
        let long = format!("_Z1f{}i", "P".repeat(MAX_MANGLED_BYTES));
        assert_eq!(demangled(&long), long);
    }
}
