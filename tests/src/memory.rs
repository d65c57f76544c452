//! How much memory the program in the window takes, its web view's processes included. Told by Linux alone.

use std::{fs, path::Path};

/// MB that belong to the processes that work on a data folder and to what they started: shared pages count for each by its share.
/// None where that cannot be read.
pub fn proportional_mb(data_dir: &Path) -> Option<f64> {
    let processes: Vec<(u32, u32)> = fs::read_dir("/proc")
        .ok()?
        .filter_map(|entry| {
            let id = entry.ok()?.file_name().to_str()?.parse().ok()?;
            Some((id, parent(id)?))
        })
        .collect();
    let mut family: Vec<u32> = processes
        .iter()
        .map(|(id, _)| *id)
        .filter(|id| works_on(*id, data_dir))
        .collect();
    let mut place = 0;
    while let Some(id) = family.get(place).copied() {
        let children = processes
            .iter()
            .filter(|(child, parent)| *parent == id && !family.contains(child));
        let children: Vec<u32> = children.map(|(child, _)| *child).collect();
        family.extend(children);
        place += 1;
    }
    let kilobytes: Vec<f64> = family.into_iter().filter_map(proportional_kb).collect();
    (!kilobytes.is_empty()).then(|| kilobytes.iter().sum::<f64>() / 1_024.0)
}

fn works_on(id: u32, data_dir: &Path) -> bool {
    let arguments = fs::read(format!("/proc/{id}/cmdline")).unwrap_or_default();
    arguments
        .split(|byte| *byte == 0)
        .any(|argument| argument == data_dir.as_os_str().as_encoded_bytes())
}

fn parent(id: u32) -> Option<u32> {
    let text = fs::read_to_string(format!("/proc/{id}/stat")).ok()?;
    // The program's name may have anything in it, but ends with the last parenthesis.
    text.rsplit_once(')')?.1.split_whitespace().nth(1)?.parse().ok()
}

fn proportional_kb(id: u32) -> Option<f64> {
    let text = fs::read_to_string(format!("/proc/{id}/smaps_rollup")).ok()?;
    let line = text.lines().find_map(|line| line.strip_prefix("Pss:"))?;
    line.split_whitespace().next()?.parse().ok()
}
