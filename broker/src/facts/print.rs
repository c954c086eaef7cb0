//! Facts as a person reads them.

use super::ModuleFacts;
use crate::error::escaped;

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
    if let Ok(rust) = rustc_demangle::try_demangle(name) {
        return format!("{rust:#}");
    }
    name.starts_with("_Z")
        .then(|| cpp_demangle::Symbol::new(name).ok()?.demangle().ok())
        .flatten()
        .unwrap_or_else(|| name.to_owned())
}
