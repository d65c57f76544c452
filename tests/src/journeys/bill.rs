//! A bill's PDF: fetched, kept encrypted, shown in another program from a copy in the clear, which goes when Kontor is locked.

use super::{browser::Browser, go_to, lock, open_demo};
use crate::{Result, desk::Desk, report::Report};
use std::{
    fs,
    path::{Path, PathBuf},
};

pub async fn run(desk: &Desk, report: &mut Report) -> Result {
    let viewer = Browser::of(desk)?;
    let window = open_demo(desk, "bill").await?;
    go_to(&window, "Bills & payments").await?;
    window.click("row", "Overdue").await?;
    window.click("button", "Fetch the PDF").await?;
    window.see("panel", "kept encrypted on this computer since").await?;
    window.click("button", "Open").await?;
    let path = PathBuf::from(viewer.next()?);
    window.see("panel", "Opened in another program").await?;
    window.picture(report, "opened-bill").await?;
    let content = fs::read(&path)?;
    if !content.starts_with(b"%PDF-") {
        return Err(format!("what was opened is no PDF: {}", path.display()).into());
    }
    only_for_its_owner(&path)?;
    if let Some(kept) = kept_in_the_clear(&window.data_dir, &path)? {
        return Err(format!("{} has the bill in the clear too", kept.display()).into());
    }
    report.line("  The other program was handed a PDF that nobody else on this computer may read.")?;
    lock::press_lock(&window).await?;
    lock::turn_on(&window).await?;
    lock::press_lock(&window).await?;
    window.see("heading", "Kontor is locked").await?;
    if path.exists() {
        return Err(format!("{} is still there, and Kontor is locked", path.display()).into());
    }
    report.line("  Locking Kontor took the copy away.")?;
    window.close().await
}

/// A file of the data folder, beside the one that was opened, that begins as a PDF does.
fn kept_in_the_clear(folder: &Path, opened: &Path) -> Result<Option<PathBuf>> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let found = match path.is_dir() {
            true => kept_in_the_clear(&path, opened)?,
            false => (path != opened && fs::read(&path)?.windows(5).any(|some| some == b"%PDF-")).then_some(path),
        };
        if found.is_some() {
            return Ok(found);
        }
    }
    Ok(None)
}

#[cfg(unix)]
fn only_for_its_owner(path: &Path) -> Result {
    use std::os::unix::fs::PermissionsExt;
    let mode = fs::metadata(path)?.permissions().mode();
    match mode & 0o077 {
        0 => Ok(()),
        _ => Err(format!("others may read {} ({mode:o})", path.display()).into()),
    }
}
