//! What a piece of work costs this process. Linux tells it in `/proc`; elsewhere only the time is known.

use serde_json::{Value, json};
use std::fs;
use std::time::{Duration, Instant};

pub struct Cost {
    pub elapsed: Duration,
    /// Processor time of this process alone, in seconds: other work on the machine disturbs it least.
    pub cpu: Option<f64>,
    /// The most memory that was resident meanwhile, in MB.
    pub resident: Option<f64>,
    /// Handed to the disk, in MB.
    pub written: Option<f64>,
}

impl Cost {
    pub async fn of<E>(work: impl Future<Output = Result<(), E>>) -> Result<Self, E> {
        // "5" makes the peak begin anew; where that is refused, the peak is the one since the start.
        let _ = fs::write("/proc/self/clear_refs", "5");
        let (cpu, written, began) = (cpu(), written(), Instant::now());
        work.await?;
        let since = |after: Option<f64>, before: Option<f64>| after.zip(before).map(|(after, before)| after - before);
        Ok(Self {
            elapsed: began.elapsed(),
            cpu: since(self::cpu(), cpu),
            resident: resident("VmHWM:"),
            written: since(self::written(), written),
        })
    }

    pub fn json(&self) -> Value {
        json!({
            "seconds": self.elapsed.as_secs_f64(),
            "cpu_seconds": self.cpu,
            "resident_mb": self.resident,
            "written_mb": self.written,
        })
    }
}

/// A line of `/proc/self/status`, in MB.
pub fn resident(line: &str) -> Option<f64> {
    number("/proc/self/status", line).map(|kilobytes| kilobytes / 1_024.0)
}

fn written() -> Option<f64> {
    number("/proc/self/io", "write_bytes:").map(|bytes| bytes / 1_048_576.0)
}

fn number(file: &str, line: &str) -> Option<f64> {
    let text = fs::read_to_string(file).ok()?;
    let rest = text.lines().find_map(|found| found.strip_prefix(line))?;
    rest.split_whitespace().next()?.parse().ok()
}

/// User and system time; Linux counts them in hundredths for every reader.
fn cpu() -> Option<f64> {
    let text = fs::read_to_string("/proc/self/stat").ok()?;
    // The second field is the program's name, which may have anything in it but ends with the last parenthesis.
    let fields: Vec<&str> = text.rsplit_once(')')?.1.split_whitespace().collect();
    let ticks = |place: usize| fields.get(place)?.parse::<f64>().ok();
    Some((ticks(11)? + ticks(12)?) / 100.0)
}
