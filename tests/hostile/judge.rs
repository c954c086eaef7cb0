//! What every run has to keep to, whatever its case says, and how its outcome is compared.

use crate::case::Step;
use crate::child::Ended;

/// Bytes of messages: a hostile module is not to fill a log.
const MAX_STDERR_BYTES: usize = 64 << 10;
/// What is shown of a stream in a failure.
const SHOWN_CHARS: usize = 1500;

/// Fails for a panic, for what would spoil a terminal, and for messages without end.
pub(crate) fn printed(ended: &Ended) -> Result<(), String> {
    let stderr = String::from_utf8_lossy(&ended.stderr);
    if stderr.contains("panicked") {
        return Err(format!("it panicked\n{}", shown(ended)));
    }
    if let Some(why) = &ended.killed {
        return Err(format!("{why}\n{}", shown(ended)));
    }
    if ended.status.is_none() {
        return Err(format!("it was ended by a signal\n{}", shown(ended)));
    }
    if stderr.len() > MAX_STDERR_BYTES {
        return Err(format!("{} bytes on stderr\n{}", stderr.len(), shown(ended)));
    }
    match std::str::from_utf8(&ended.stderr).map(|text| text.chars().find(|c| is_harmful(*c))) {
        Ok(None) => Ok(()),
        Ok(Some(c)) => Err(format!("stderr has {c:?}\n{}", shown(ended))),
        Err(_) => Err(format!("stderr is not UTF-8\n{}", shown(ended))),
    }
}

/// Control characters but the line break, and what nobody sees: it changes the direction of text,
/// annotates it, or hides what follows (categories Cf, Zl and Zp of Unicode).
pub(crate) fn is_harmful(c: char) -> bool {
    let invisible = [
        0xad..=0xad,
        0x600..=0x605,
        0x61c..=0x61c,
        0x6dd..=0x6dd,
        0x70f..=0x70f,
        0x890..=0x891,
        0x8e2..=0x8e2,
        0x180e..=0x180e,
        0x200b..=0x200f,
        0x2028..=0x202e,
        0x2060..=0x2064,
        0x2066..=0x206f,
        0xfeff..=0xfeff,
        0xfff9..=0xfffb,
        0x1_10bd..=0x1_10bd,
        0x1_10cd..=0x1_10cd,
        0x1_3430..=0x1_343f,
        0x1_bca0..=0x1_bca3,
        0x1_d173..=0x1_d17a,
        0xe_0001..=0xe_0001,
        0xe_0020..=0xe_007f,
    ];
    (c.is_control() && c != '\n') || invisible.iter().any(|range| range.contains(&u32::from(c)))
}

/// Compares what the program did with what the case says.
pub(crate) fn program(ended: &Ended, step: &Step) -> Result<(), String> {
    let status = exit_status(&step.expected)?;
    if ended.status != Some(status) {
        let found = ended.status;
        return Err(format!("exit status {found:?}, expected {status}\n{}", shown(ended)));
    }
    let stderr = String::from_utf8_lossy(&ended.stderr);
    if step.expected.contains('[') && !stderr.lines().any(|line| line.starts_with(&step.expected)) {
        return Err(format!("no line begins with {}\n{}", step.expected, shown(ended)));
    }
    let both = format!("{}{stderr}", String::from_utf8_lossy(&ended.stdout));
    says(&both, &step.says).map_err(|why| format!("{why}\n{}", shown(ended)))
}

/// The exit status of the program for what a case expects.
fn exit_status(expected: &str) -> Result<i32, String> {
    if let Some(status) = expected.strip_prefix("exit ") {
        return status.parse().map_err(|_| format!("`{expected}` is no status"));
    }
    Ok(match (expected, expected.starts_with("trap")) {
        ("ok", _) => 0,
        ("", _) => return Err("the case does not say what it expects".to_owned()),
        (it, _) if it.contains("5011") || it.contains("5021") => 124,
        (it, true) if ["5002", "5006", "5017", "5018", "5023"].iter().any(|c| it.contains(c)) => {
            134
        }
        (it, _) if it.contains("5025") => 2,
        _ => 1,
    })
}

/// Compares the one answer of a host.
pub(crate) fn answer(ended: &Ended, expected: &str, parts: &[String]) -> Result<(), String> {
    let stdout = String::from_utf8_lossy(&ended.stdout);
    if ended.status != Some(0) {
        return Err(format!("the host ended with {:?}\n{}", ended.status, shown(ended)));
    }
    if let Some(c) = stdout.chars().find(|c| is_harmful(*c)) {
        return Err(format!("the error has {c:?}\n{}", shown(ended)));
    }
    if stdout.len() > MAX_STDERR_BYTES {
        return Err(format!("an error of {} bytes\n{}", stdout.len(), shown(ended)));
    }
    if !stdout.starts_with(expected) {
        return Err(format!("expected {expected}\n{}", shown(ended)));
    }
    says(&stdout, parts).map_err(|why| format!("{why}\n{}", shown(ended)))
}

/// Compares the answers to calls, line by line: each begins as the case says.
pub(crate) fn answers(ended: &Ended, calls: &[(String, String)]) -> Result<(), String> {
    answer(ended, "", &[])?;
    let stdout = String::from_utf8_lossy(&ended.stdout);
    let lines: Vec<_> = stdout.lines().collect();
    for (idx, (call, expected)) in calls.iter().enumerate() {
        let line = lines.get(idx).copied().unwrap_or("(nothing)");
        let answer = line.strip_prefix(&format!("{call} -> ")).unwrap_or(line);
        // A number is whole: 1 is not the beginning of 12.
        let is_same = match expected.contains('[') {
            true => answer.starts_with(expected.as_str()),
            false => answer == expected,
        };
        if !is_same {
            return Err(format!("`{call}` -> {answer}, expected {expected}\n{}", shown(ended)));
        }
    }
    Ok(())
}

fn says(text: &str, parts: &[String]) -> Result<(), String> {
    match parts.iter().find(|part| !text.contains(part.as_str())) {
        None => Ok(()),
        Some(part) => Err(format!("nothing says `{part}`")),
    }
}

fn shown(ended: &Ended) -> String {
    let clip = |bytes: &[u8]| {
        let text = String::from_utf8_lossy(bytes);
        text.chars().take(SHOWN_CHARS).collect::<String>().escape_debug().to_string()
    };
    let lines = |bytes: &[u8]| clip(bytes).replace("\\n", "\n    ");
    format!(
        "  status {:?}, {} MiB, {:?}\n  stdout: {}\n  stderr: {}",
        ended.status,
        ended.rss_mib,
        ended.took,
        lines(&ended.stdout),
        lines(&ended.stderr)
    )
}
