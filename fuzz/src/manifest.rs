//! Manifests of any text: read or refused with a place, never a panic, never a control character.

use super::judge;
use wasm_broker::manifest::Manifest;

/// An input is the text, where it is UTF-8.
pub fn run(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let read = Manifest::parse(text, "link.toml");
    match (read, Manifest::parse(text, "link.toml")) {
        (Ok(manifest), Ok(again)) => assert_eq!(manifest, again),
        (Err(error), Err(again)) => {
            judge::check_error(&error);
            assert_eq!(error.to_string(), again.to_string());
        }
        (read, again) => panic!("read {read:?}, then {again:?}"),
    }
}
