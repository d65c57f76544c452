//! Microsoft's own pages, for what has no public API. They are opened outside of Kontor, and only here is an address written.

/// "Your products" of the admin center: quantities, partner of record.
pub const YOUR_PRODUCTS: &str = "https://go.microsoft.com/fwlink/p/?linkid=842054";

/// Who has a partner relationship with the tenant, and which roles it delegates.
pub const PARTNER_RELATIONSHIPS: &str = "https://go.microsoft.com/fwlink/p/?linkid=2074649";

/// "Purchase services" of the admin center.
pub const PURCHASE_SERVICES: &str = "https://go.microsoft.com/fwlink/p/?linkid=868433";

/// Where a page may be.
const HOSTS: &[&str] = &["admin.microsoft.com", "entra.microsoft.com", "go.microsoft.com"];

/// Whether an address is one of Microsoft's administration pages, which may be opened outside.
pub fn is_known(address: &str) -> bool {
    let Ok(url) = url::Url::parse(address) else {
        return false;
    };
    url.scheme() == "https"
        && url.username().is_empty()
        && url.password().is_none()
        && url.port().is_none()
        && url.host_str().is_some_and(|host| HOSTS.contains(&host))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_microsofts_pages_are_opened() {
        for known in [
            YOUR_PRODUCTS,
            PARTNER_RELATIONSHIPS,
            PURCHASE_SERVICES,
            "https://admin.microsoft.com/Adminportal/Home#/Domains",
        ] {
            assert!(is_known(known), "{known}");
        }
        for other in [
            "http://admin.microsoft.com/",
            "https://admin.microsoft.com.example.org/",
            "https://admin.microsoft.com@example.org/",
            "https://somebody@admin.microsoft.com/",
            "https://admin.microsoft.com:8443/",
            "file:///etc/passwd",
            "javascript:alert(1)",
            "",
        ] {
            assert!(!is_known(other), "{other}");
        }
    }
}
