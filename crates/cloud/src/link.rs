//! Where a path or a link leads: only to the service it belongs to, since the bearer token goes with it.

use crate::{Fault, FaultKind};
use serde_json::Value;
use url::Url;

/// A path is appended to the base URL (which may have a path of its own). A link must have the base's scheme, host
/// and port.
pub(crate) fn resolve(base: &Url, path_or_link: &str) -> Result<Url, Fault> {
    let url = if path_or_link.starts_with('/') {
        // Two slashes would name a host to a URL parser; here they are part of the path.
        Url::parse(&format!("{}{path_or_link}", base.as_str().trim_end_matches('/')))
    } else {
        Url::parse(path_or_link)
    };
    let refused = || {
        Fault::new(
            FaultKind::Malformed,
            "A link leads away from Microsoft's service and was not followed.",
        )
    };
    let url = url.map_err(|_| refused())?;
    // A URL parser takes them out, escaped or not: what is meant for the object of that id would go to its collection.
    let path = path_or_link.split(['?', '#']).next().unwrap_or_default();
    let is_dots = |segment: &str| matches!(&*segment.to_lowercase().replace("%2e", "."), "." | "..");
    if path.split('/').any(is_dots) {
        return Err(refused());
    }
    let same = url.scheme() == base.scheme()
        && url.host() == base.host()
        && url.port_or_known_default() == base.port_or_known_default();
    // A fragment is never sent: an id with an unescaped # would silently name another object.
    if !same || !url.username().is_empty() || url.password().is_some() || url.fragment().is_some() {
        return Err(refused());
    }
    Ok(url)
}

/// A body that names another object of the service by a path (`@odata.id`), with the whole address in its place, as Graph wants it.
pub fn referring(base: &Url, mut body: Value) -> Value {
    if let Some(Value::String(path)) = body.get_mut("@odata.id")
        && path.starts_with('/')
    {
        path.insert_str(0, base.as_str().trim_end_matches('/'));
    }
    body
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_object_is_named_at_the_configured_service() {
        let base = Url::parse("https://graph.microsoft.us/").unwrap();
        let referred = referring(
            &base,
            serde_json::json!({"@odata.id": "/v1.0/users/1", "city": "/Bergen"}),
        );
        assert_eq!(referred["@odata.id"], "https://graph.microsoft.us/v1.0/users/1");
        assert_eq!(referred["city"], "/Bergen");
    }

    #[test]
    fn only_the_configured_service_is_ever_reached() {
        let base = Url::parse("https://graph.microsoft.com").unwrap();
        assert_eq!(
            resolve(&base, "/v1.0/users?$top=1").unwrap().as_str(),
            "https://graph.microsoft.com/v1.0/users?$top=1"
        );
        assert!(resolve(&base, "https://GRAPH.microsoft.com:443/v1.0/users?$skiptoken=a%2Bb").is_ok());
        assert_eq!(
            resolve(&base, "//evil.example/x").unwrap().host_str(),
            Some("graph.microsoft.com")
        );
        for link in [
            "https://evil.example/v1.0/users",
            "http://graph.microsoft.com/v1.0/users",
            "https://graph.microsoft.com:8443/x",
            "https://graph.microsoft.com.evil.example/x",
            "https://graph.microsoft.com@evil.example/x",
            "https://user:pw@graph.microsoft.com/x",
            "file:///etc/passwd",
            "users",
            "",
            "/v1.0/users/a_b.com#EXT#@c.com",
            "/v1.0/users/..",
            "/v1.0/users/%2E%2e?$select=id",
            "https://graph.microsoft.com/v1.0/./users",
        ] {
            assert_eq!(resolve(&base, link).unwrap_err().kind, FaultKind::Malformed, "{link}");
        }
    }

    #[test]
    fn a_base_may_have_a_port_and_a_path() {
        let base = Url::parse("http://127.0.0.1:9/graph/").unwrap();
        assert_eq!(
            resolve(&base, "/v1.0/me").unwrap().as_str(),
            "http://127.0.0.1:9/graph/v1.0/me"
        );
        assert!(resolve(&base, "http://127.0.0.1:9/graph/v1.0/users?$skiptoken=x").is_ok());
        assert!(resolve(&base, "http://127.0.0.1:10/graph/v1.0/users").is_err());
    }
}
