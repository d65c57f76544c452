//! The files of the built UI, with the window's content security policy.

use axum::{
    extract::Request,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde_json::Value;
use std::{
    error::Error,
    path::{Component, Path, PathBuf},
};

/// The desktop's own configuration, so that a browser holds the window to the same policy.
const DESKTOP: &str = include_str!("../../../tauri.conf.json");

/// The desktop's content security policy, but for the way to the host: here that is the page's own origin.
///
/// # Errors
/// What of the configuration is no policy.
pub fn policy() -> Result<HeaderValue, Box<dyn Error>> {
    let desktop: Value = serde_json::from_str(DESKTOP)?;
    let directives = desktop.pointer("/app/security/csp").and_then(Value::as_object);
    let mut directives = directives.cloned().ok_or("tauri.conf.json has no app.security.csp")?;
    directives.insert("connect-src".to_owned(), "'self'".into());
    let written = |(name, sources): (&String, &Value)| Some(format!("{name} {}", sources.as_str()?));
    let written: Option<Vec<String>> = directives.iter().map(written).collect();
    Ok(written
        .ok_or("a source list of the policy is no text")?
        .join("; ")
        .parse()?)
}

pub async fn serve(ui: PathBuf, policy: HeaderValue, request: Request) -> Response {
    let path = request.uri().path().trim_start_matches('/');
    let path = Path::new(if path.is_empty() { "index.html" } else { path });
    if !path.components().all(|part| matches!(part, Component::Normal(_))) {
        return StatusCode::NOT_FOUND.into_response();
    }
    // Small files on the developer's own disk: waiting for them here is fine.
    match std::fs::read(ui.join(path)) {
        Ok(bytes) => {
            let headers = [
                (header::CONTENT_TYPE, HeaderValue::from_static(kind(path))),
                (header::CONTENT_SECURITY_POLICY, policy),
            ];
            (headers, bytes).into_response()
        }
        Err(_) => StatusCode::NOT_FOUND.into_response(),
    }
}

fn kind(path: &Path) -> &'static str {
    match path.extension().and_then(|extension| extension.to_str()) {
        Some("html") => "text/html; charset=utf-8",
        Some("js") => "text/javascript",
        Some("css") => "text/css",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("woff2") => "font/woff2",
        _ => "application/octet-stream",
    }
}
