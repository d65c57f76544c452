//! Files behind a presigned link: the link itself is the permission, so that no token goes along.

use crate::{Cloud, Fault, FaultKind, Method, ReadOptions, Request};
use kontor_model::Api;
use url::{Host, Url};

impl Cloud {
    /// What a link leads to that `api` has handed out. One attempt, without a token: the link may be anywhere, but only
    /// over https, or on this machine where the service itself is.
    ///
    /// # Errors
    /// `Malformed` for a link that must not be followed or a file of more than `largest` bytes; `Refused` when the store
    /// behind the link does not give it out.
    pub async fn download(
        &self,
        api: Api,
        link: &str,
        largest: usize,
        options: &ReadOptions,
    ) -> Result<Vec<u8>, Fault> {
        let url = presigned(self.endpoints.base(api), link)?;
        let request = Request {
            method: Method::GET,
            url,
            headers: Vec::new(),
            body: None,
        };
        let response = tokio::select! {
            biased;
            () = options.cancel.cancelled() => return Err(Fault::cancelled()),
            response = self.transport.send(request) => response?,
        };
        match response.status {
            200 if response.body.len() <= largest => Ok(response.body),
            200 => Err(Fault::new(
                FaultKind::Malformed,
                format!("The file is larger than {} MB and was not kept.", largest / 1_000_000),
            )),
            status => Err(Fault::new(
                if status >= 500 {
                    FaultKind::Server
                } else {
                    FaultKind::Refused
                },
                format!("Microsoft's store of files did not give it out (status {status})."),
            )),
        }
    }
}

fn presigned(base: &Url, link: &str) -> Result<Url, Fault> {
    let refused = || {
        Fault::new(
            FaultKind::Malformed,
            "Microsoft named a link to the file that must not be followed.",
        )
    };
    let url = Url::parse(link).map_err(|_| refused())?;
    let safe = match url.scheme() {
        "https" => true,
        "http" => base.scheme() == "http" && is_here(&url),
        _ => false,
    };
    if !safe || url.host().is_none() || !url.username().is_empty() || url.password().is_some() {
        return Err(refused());
    }
    Ok(url)
}

fn is_here(url: &Url) -> bool {
    match url.host() {
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_presigned_link_is_followed_over_https_or_on_this_machine_only() {
        let real = Url::parse("https://management.azure.com").unwrap();
        let here = Url::parse("http://127.0.0.1:9").unwrap();
        assert!(presigned(&real, "https://store.example/a.pdf?sig=b").is_ok());
        assert!(presigned(&here, "http://127.0.0.1:10/a.pdf?sig=b").is_ok());
        for (base, link) in [
            (&real, "http://store.example/a.pdf"),
            (&real, "http://127.0.0.1/a.pdf"),
            (&here, "http://store.example/a.pdf"),
            (&real, "https://user:word@store.example/a.pdf"),
            (&real, "file:///etc/passwd"),
            (&real, "/a.pdf"),
            (&real, ""),
        ] {
            assert_eq!(presigned(base, link).unwrap_err().kind, FaultKind::Malformed, "{link}");
        }
    }
}
