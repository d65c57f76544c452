//! Where each cloud is reached, and by which name its services are known to Entra.

use kontor_model::{Api, Endpoints, Error};
use std::path::Path;
use url::{Host, Url};

/// Login, Graph, ARM, Partner Center.
const GLOBAL: [&str; 4] = [
    "https://login.microsoftonline.com",
    "https://graph.microsoft.com",
    "https://management.azure.com",
    "https://api.partnercenter.microsoft.com",
];
/// GCC High. Tenants of plain GCC live in the worldwide cloud.
const US_GOVERNMENT: [&str; 4] = [
    "https://login.microsoftonline.us",
    "https://graph.microsoft.us",
    "https://management.usgovcloudapi.net",
    "https://api.partnercenter.microsoft.com",
];
const CHINA: [&str; 4] = [
    "https://login.chinacloudapi.cn",
    "https://microsoftgraph.chinacloudapi.cn",
    "https://management.chinacloudapi.cn",
    "https://partner.partnercenterapi.microsoftonline.cn",
];
/// Hosts of national clouds whose services are known to Entra by their own origin.
const NATIONAL: [&str; 6] = [
    "graph.microsoft.us",
    "dod-graph.microsoft.us",
    "management.usgovcloudapi.net",
    "microsoftgraph.chinacloudapi.cn",
    "management.chinacloudapi.cn",
    "partner.partnercenterapi.microsoftonline.cn",
];
const KEYS: [&str; 5] = ["login", "graph", "arm", "partner_center", "ca"];

/// `global`, `usgov`, `usgov-high`, `china`, or the path of a `FILE.toml` with `login`, `graph`, `arm`,
/// `partner_center` and optionally `ca` (a PEM file, relative to that file).
///
/// # Errors
/// `Invalid` (field `cloud`, or the entry of the file) when the name is not known, the file cannot be read, or a URL
/// is not https. Plain http is accepted for 127.0.0.1 and ::1 only.
pub fn load(cloud: &str) -> Result<Endpoints, Error> {
    match cloud {
        "global" => preset(GLOBAL),
        "usgov" | "usgov-high" => preset(US_GOVERNMENT),
        "china" => preset(CHINA),
        file if file.ends_with(".toml") => read(Path::new(file)),
        _ => Err(Error::invalid(
            "cloud",
            "The cloud must be global, usgov, usgov-high, china, or the path of a .toml file with its addresses.",
        )),
    }
}

fn preset(urls: [&str; 4]) -> Result<Endpoints, Error> {
    let [login, graph, arm, partner_center] = urls.map(|text| base("cloud", text));
    Ok(Endpoints {
        login: login?,
        graph: graph?,
        arm: arm?,
        partner_center: partner_center?,
        ca: None,
    })
}

fn read(file: &Path) -> Result<Endpoints, Error> {
    let bad = |why: String| Error::invalid("cloud", format!("{} {why}.", file.display()));
    let text = std::fs::read_to_string(file).map_err(|error| bad(format!("cannot be read: {error}")))?;
    let table: toml::Table = text
        .parse()
        .map_err(|error: toml::de::Error| bad(format!("is not TOML: {}", error.message())))?;
    if let Some(key) = table.keys().find(|key| !KEYS.contains(&key.as_str())) {
        return Err(bad(format!("has an entry that is not known: {key:?}")));
    }
    let text = |name: &str| match table.get(name) {
        Some(toml::Value::String(text)) => Ok(text.as_str()),
        _ => Err(bad(format!("needs {name:?}, a text"))),
    };
    let ca = match table.contains_key("ca") {
        true => {
            let path = file.parent().unwrap_or(Path::new("")).join(text("ca")?);
            Some(std::path::absolute(&path).map_err(|error| bad(format!("names a ca that cannot be used: {error}")))?)
        }
        false => None,
    };
    Ok(Endpoints {
        login: base("login", text("login")?)?,
        graph: base("graph", text("graph")?)?,
        arm: base("arm", text("arm")?)?,
        partner_center: base("partner_center", text("partner_center")?)?,
        ca,
    })
}

fn base(name: &str, text: &str) -> Result<Url, Error> {
    let bad = |why: &str| Error::invalid(name, format!("The address of {name} {why}."));
    let url = Url::parse(text).map_err(|_| bad("is not a URL"))?;
    let here = matches!(url.host(), Some(Host::Ipv4(address)) if address == std::net::Ipv4Addr::LOCALHOST)
        || matches!(url.host(), Some(Host::Ipv6(address)) if address == std::net::Ipv6Addr::LOCALHOST);
    match url.scheme() {
        "https" => {}
        "http" if here => {}
        "http" => return Err(bad("must begin with https; plain http is for 127.0.0.1 and ::1 only")),
        _ => return Err(bad("must begin with https")),
    }
    if !url.username().is_empty() || url.password().is_some() || url.query().is_some() || url.fragment().is_some() {
        return Err(bad(
            "must be a plain base address without a user name, a query or a fragment",
        ));
    }
    Ok(url)
}

/// A scope of a service by its whole name.
pub fn scope(endpoints: &Endpoints, api: Api, name: &str) -> String {
    format!("{}/{name}", resource(api, endpoints.base(api)))
}

/// The name a service has in a scope. A service at any address is still Microsoft's worldwide one to Entra, unless
/// the address is a known national one: those are named by their own origin.
pub(crate) fn resource(api: Api, base: &Url) -> String {
    if base.scheme() == "https" && base.host_str().is_some_and(|host| NATIONAL.contains(&host)) {
        return base.origin().ascii_serialization();
    }
    let [login, graph, arm, partner_center] = GLOBAL;
    match api {
        Api::Login => login,
        Api::Graph => graph,
        Api::Arm => arm,
        Api::PartnerCenter => partner_center,
    }
    .to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(text: &str) -> Result<Endpoints, Error> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("cloud.toml");
        std::fs::write(&path, text).unwrap();
        load(path.to_str().unwrap())
    }

    fn with_login(login: &str) -> Result<Endpoints, Error> {
        file(&format!(
            "login='{login}'\ngraph='http://[::1]:2'\narm='https://a.example/x'\npartner_center='https://p.example'"
        ))
    }

    #[test]
    fn presets_name_their_services_to_entra() {
        let scope = |cloud: &str, api| {
            let endpoints = load(cloud).unwrap();
            resource(api, endpoints.base(api))
        };
        assert_eq!(scope("global", Api::Arm), "https://management.azure.com");
        assert_eq!(scope("usgov", Api::Graph), "https://graph.microsoft.us");
        assert_eq!(
            scope("usgov-high", Api::PartnerCenter),
            "https://api.partnercenter.microsoft.com"
        );
        assert_eq!(scope("china", Api::Arm), "https://management.chinacloudapi.cn");
        let anywhere = with_login("http://127.0.0.1:1/login").unwrap();
        assert_eq!(
            resource(Api::Graph, anywhere.base(Api::Graph)),
            "https://graph.microsoft.com"
        );
        for cloud in ["", "mars", "GLOBAL"] {
            assert_eq!(load(cloud).unwrap_err().field.as_deref(), Some("cloud"), "{cloud}");
        }
    }

    #[test]
    fn plain_http_is_for_this_machine_only() {
        assert!(with_login("http://127.0.0.1:8080").is_ok());
        for login in [
            "http://login.example",
            "http://localhost:1",
            "http://127.0.0.2",
            "http://127.0.0.1.example",
            "ftp://127.0.0.1",
            "file:///x",
            "login",
            "https://user@login.example",
            "https://login.example?x=1",
            "https://login.example#x",
        ] {
            assert_eq!(
                with_login(login).unwrap_err().field.as_deref(),
                Some("login"),
                "{login}"
            );
        }
    }

    #[test]
    fn a_file_must_hold_what_is_needed_and_nothing_else() {
        assert_eq!(
            load("/nowhere/at/all.toml").unwrap_err().field.as_deref(),
            Some("cloud")
        );
        for text in ["", "login=", "login=7", "login='https://l'\ngraf='https://g'"] {
            assert_eq!(file(text).unwrap_err().field.as_deref(), Some("cloud"), "{text}");
        }
        let rest = "login='https://l'\ngraph='https://g'\narm='https://a'\npartner_center='https://p'\n";
        let ca = file(&format!("{rest}ca='root.pem'")).unwrap().ca.unwrap();
        assert!(ca.is_absolute() && ca.ends_with("root.pem"));
    }
}
