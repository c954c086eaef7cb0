//! How a command can fail, and the exit code of each failure.

use wasm_broker::{Code, Error};

/// Why a command did not end well.
#[derive(Debug)]
pub(crate) enum Failure {
    /// What the library found, at least one; each is shown.
    Errors(Vec<Error>),
    /// stdout could not be written.
    Output(std::io::Error),
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self::Errors(vec![error])
    }
}

impl From<std::io::Error> for Failure {
    fn from(cause: std::io::Error) -> Self {
        Self::Output(cause)
    }
}

/// The error for a stdout that cannot be written, for instance because the disk is full.
pub(crate) fn unwritable(cause: &std::io::Error) -> Error {
    Error::new(Code::IoError, format!("cannot write to stdout: {cause}"))
}

/// The exit code for an error.
///
/// # Source
/// The design note on safety, "Exit codes of the CLI"; 124 is what `timeout` answers, 134 what a
/// shell shows for a program that aborted.
pub(crate) fn exit_code(error: &Error) -> u8 {
    if let Some(status) = error.guest_exit() {
        return guest_status(status);
    }
    match error.code() {
        Code::ManifestError => 2,
        Code::FuelExhausted | Code::Interrupted => 124,
        Code::CallError
        | Code::MemoryError
        | Code::BadFunctionPointer
        | Code::SignatureMismatch
        | Code::Reentrancy
            if error.is_trap() =>
        {
            134
        }
        _ => 1,
    }
}

/// The guest's exit code as the system can hand it on: its low eight bits.
pub(crate) fn guest_status(status: i32) -> u8 {
    status.to_le_bytes()[0]
}

/// The error for a guest that ended the program before this was done. Whoever asked for it is told
/// that it was not, also where the guest's exit code would be taken for success.
pub(crate) fn ended_before(error: Error, what: &str) -> Error {
    match error.guest_exit() {
        Some(status) if guest_status(status) == 0 => {
            let text = format!("the program ended with exit code {status} before {what}");
            error.details().iter().cloned().fold(Error::new(error.code(), text), Error::with)
        }
        Some(_) => error.finding(format!("the program ended before {what}")),
        None => error,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exit_codes_are_those_of_the_table() {
        for code in Code::ALL {
            let number = code.number();
            let plain = exit_code(&Error::new(*code, "x"));
            let trap = exit_code(&Error::new(*code, "x").into_trap());
            let (expected, expected_trap) = match number {
                5025 => (2, 2),
                5011 | 5021 => (124, 124),
                5002 | 5006 | 5017 | 5018 | 5023 => (1, 134),
                _ => (1, 1),
            };
            assert_eq!((plain, trap), (expected, expected_trap), "{number}");
        }
    }

    #[test]
    fn a_guest_status_keeps_its_low_byte() {
        assert_eq!([0, 7, 255, 256, -1].map(guest_status), [0, 7, 255, 0, 255]);
    }
}
