//! What is true of every error, whatever it was made of.

use wasm_broker::{Broker, Code, Error};

/// Bytes of the longest message. Findings are lists, and every name in them is clipped.
const MAX_MESSAGE_BYTES: usize = 16 << 20;

/// Panics if an error is not as users are promised.
pub fn check_error(error: &Error) {
    let text = error.to_string();
    let code = error.code();
    let kinds = ["error[", "trap["];
    assert!(kinds.iter().any(|kind| text.starts_with(kind)), "no code in front: {text}");
    assert_ne!(code, Code::Internal, "what a module does is never our mistake: {text}");
    assert!(!error.message().is_empty(), "{code:?} has nothing to say");
    assert!(text.len() <= MAX_MESSAGE_BYTES, "{code:?} says too much: {} bytes", text.len());
    check_text(&text);
}

/// Panics if a text that may quote a guest can change how a terminal shows what is around it.
pub fn check_text(text: &str) {
    let spoils = |c: &char| {
        c.is_control() && *c != '\n'
            || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{feff}')
    };
    if let Some(found) = text.chars().find(spoils) {
        panic!("{found:?} stands in a text for users: {text:?}");
    }
}

/// The broker of all inputs of a target: each link has a store of its own.
pub fn broker() -> &'static Broker {
    static BROKER: std::sync::OnceLock<Broker> = std::sync::OnceLock::new();
    BROKER.get_or_init(|| Broker::new().expect("a broker can be made"))
}
