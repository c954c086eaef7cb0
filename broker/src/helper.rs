//! From a helper's description to its bytes.
//!
//! Invariant: the bytes depend on nothing but the [`HelperSpec`], so that an engine compiles each
//! variant once. Hand-written helpers come from `accessor-wat` and `bridge-wat`; those whose shape
//! depends on a signature or on limits are written here.

mod forward;
mod home;
pub(crate) mod lift;
mod shim;
mod tag;
mod types;
mod wrapper;

use crate::plan::HelperSpec;
use crate::sig::Width;
use std::borrow::Cow;

/// The bytes of a helper.
pub(crate) fn bytes(spec: &HelperSpec) -> Cow<'static, [u8]> {
    match spec {
        HelperSpec::Home { memories, tables, .. } => home::bytes(memories, tables).into(),
        HelperSpec::Accessor { width, .. } => {
            accessor_wat::module(accessor_width(*width), accessor_wat::Simd::On).into()
        }
        HelperSpec::Bridge(pair) => {
            let (main, side) = (bridge_width(pair.main_width), bridge_width(pair.side_width));
            bridge_wat::bridge(main, side, bridge_wat::Simd::On).into()
        }
        HelperSpec::Fallback(pair) => {
            let (from, to) = (bridge_width(pair.main_width), bridge_width(pair.side_width));
            bridge_wat::fallback(from, to, bridge_wat::Simd::On).into()
        }
        HelperSpec::Ledger => bridge_wat::ledger().into(),
        HelperSpec::Rehome(pair) => {
            bridge_wat::rehome(bridge_width(pair.main_width), bridge_width(pair.side_width)).into()
        }
        HelperSpec::WasiShim { memory, functions, .. } => shim::bytes(*memory, functions).into(),
        HelperSpec::Wrapper { declared, actual, integers } => {
            wrapper::bytes(declared, actual, *integers).into()
        }
        HelperSpec::Tag { ty, .. } => tag::bytes(ty).into(),
        HelperSpec::Forward { targets, .. } => forward::bytes(targets).into(),
    }
}

fn accessor_width(width: Width) -> accessor_wat::Width {
    match width {
        Width::W32 => accessor_wat::Width::W32,
        Width::W64 => accessor_wat::Width::W64,
    }
}

fn bridge_width(width: Width) -> bridge_wat::Width {
    match width {
        Width::W32 => bridge_wat::Width::W32,
        Width::W64 => bridge_wat::Width::W64,
    }
}

#[cfg(test)]
mod tests;
