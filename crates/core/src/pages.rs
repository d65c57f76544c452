//! Microsoft's own pages, for what has no public API. They are opened outside of Kontor, and only here is an address written.

/// "Your products" of the admin center: quantities, partner of record.
pub const YOUR_PRODUCTS: &str = "https://go.microsoft.com/fwlink/p/?linkid=842054";

/// "Bills & payments" of the admin center.
pub const BILLS: &str = "https://admin.microsoft.com/Adminportal/Home#/billoverview/invoice-list";

/// Mailboxes: shared ones, forwarding, and every address of each, which Graph shows and cannot change.
pub const MAILBOXES: &str = "https://admin.exchange.microsoft.com/#/mailboxes";

/// Guest users of the admin center, where they are invited.
pub const GUEST_USERS: &str = "https://admin.microsoft.com/Adminportal/Home#/GuestUsers";

/// "Password reset" of Entra: whom the tenant lets reset a forgotten password, and how.
pub const PASSWORD_RESET: &str =
    "https://entra.microsoft.com/#view/Microsoft_AAD_IAM/PasswordResetMenuBlade/~/Properties";

/// Where anybody changes the password they know. It stands in mails, and Kontor does not open it.
pub const OWN_PASSWORD: &str = "https://myaccount.microsoft.com/";

/// Where anybody registers how they sign in and reset a forgotten password. It stands in mails, and Kontor does not open it.
pub const OWN_SECURITY_INFO: &str = "https://mysignins.microsoft.com/security-info";

/// Microsoft's admin centers, each under the name that it goes by, and where licences are bought.
pub const NAMED: &[(&str, &str)] = &[
    ("microsoft365", "https://admin.microsoft.com/"),
    ("entra", "https://entra.microsoft.com/"),
    ("exchange", "https://admin.exchange.microsoft.com/"),
    ("teams", "https://admin.teams.microsoft.com/"),
    ("sharepoint", "https://go.microsoft.com/fwlink/?linkid=2185219"),
    ("intune", "https://intune.microsoft.com/"),
    ("security", "https://security.microsoft.com/"),
    ("purview", "https://purview.microsoft.com/"),
    ("power-platform", "https://admin.powerplatform.microsoft.com/"),
    ("purchase", PURCHASE_SERVICES),
];

/// Pages for what no operation does, by name.
pub const ELSEWHERE: &[(&str, &str)] = &[
    ("mailboxes", MAILBOXES),
    ("guest-users", GUEST_USERS),
    ("bills", BILLS),
    ("partner-relationships", PARTNER_RELATIONSHIPS),
];

/// Who has a partner relationship with the tenant, and which roles it delegates.
pub const PARTNER_RELATIONSHIPS: &str = "https://go.microsoft.com/fwlink/p/?linkid=2074649";

/// "Purchase services" of the admin center.
pub const PURCHASE_SERVICES: &str = "https://go.microsoft.com/fwlink/p/?linkid=868433";

/// Where a page may be.
const HOSTS: &[&str] = &[
    "admin.microsoft.com",
    "entra.microsoft.com",
    "go.microsoft.com",
    "admin.exchange.microsoft.com",
    "admin.teams.microsoft.com",
    "intune.microsoft.com",
    "security.microsoft.com",
    "purview.microsoft.com",
    "admin.powerplatform.microsoft.com",
];

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
        let named = NAMED.iter().chain(ELSEWHERE).map(|(_, address)| *address);
        let own = [YOUR_PRODUCTS, BILLS, PASSWORD_RESET, PARTNER_RELATIONSHIPS];
        for known in own
            .into_iter()
            .chain(named)
            .chain(["https://admin.microsoft.com/Adminportal/Home#/Domains"])
        {
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
