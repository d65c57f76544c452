//! Where each cloud is reached.

use kontor_model::{Endpoints, Error};

/// `global`, `usgov`, `usgov-high`, `china`, or the path of a `FILE.toml` with `login`, `graph`, `arm`,
/// `partner_center` and optionally `ca`.
///
/// # Errors
/// `Invalid` (field `cloud`) when the name is not known, the file cannot be read, or a URL is not https (plain http
/// is accepted for 127.0.0.1 and ::1 only).
pub fn load(cloud: &str) -> Result<Endpoints, Error> {
    let _ = cloud;
    todo!()
}
