//! dlopen for WebAssembly modules that do not share a memory.
#![deny(missing_docs)]

mod error;
mod facts;
mod helper;
mod ids;
mod limits;
pub mod manifest;
mod names;
pub mod plan;
mod sig;

pub use error::{Bound, Code, Detail, Error, Frame, Result, Snippet, escaped, quoted};
pub use facts::*;
pub use ids::{HelperId, HostId, ModuleId};
pub use limits::Limits;
pub use plan::*;
