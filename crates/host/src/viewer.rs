//! Another program that shows a file.

use kontor_model::{Code, Error, Result};
use std::path::Path;
use std::time::Duration;

/// What starts a program fails at once or not at all; one that stays in its foreground is not waited for.
const PATIENCE: Duration = Duration::from_secs(5);

/// Hands a file to the program that this system has for such files.
///
/// # Errors
/// [`Code::NotFound`] when there is none.
pub async fn open_file(path: &Path) -> Result<()> {
    let path = path.to_owned();
    let opened = tokio::task::spawn_blocking(move || open::that_detached_with_timeout(path, PATIENCE)).await;
    match opened {
        Ok(Ok(())) => Ok(()),
        _ => {
            let why = "This computer has no program that opens such a file. Save it instead.";
            Err(Error::new(Code::NotFound, why))
        }
    }
}
