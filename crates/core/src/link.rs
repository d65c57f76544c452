//! Addresses of objects, `kontor://ORGANISATION/COLLECTION/ID`: they say which object, and hold nothing of it.

use crate::collections::users::segment;
use crate::{Kontor, Session};
use kontor_model::{Code, Error, Result, Tenant};
use percent_encoding::percent_decode_str;
use std::fmt;
use url::Url;

/// Where an object is. The organisation goes by Entra's id, so that a colleague's Kontor finds it too.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    pub organisation: String,
    /// A collection or a view of one.
    pub collection: String,
    pub id: String,
}

impl Link {
    /// Reads a link.
    ///
    /// # Errors
    /// [`Code::Usage`] when it is none, or names a collection that there is not.
    pub fn parse(text: &str) -> Result<Self> {
        let parts = Url::parse(text.trim()).ok().and_then(|url| {
            let plain = url.scheme() == "kontor" && url.query().is_none() && url.fragment().is_none();
            let mut parts = url.path_segments()?.map(decoded);
            let (collection, id) = (parts.next()??, parts.next()??);
            let whole = plain && parts.next().is_none() && !id.is_empty();
            whole.then(|| (url.host_str().unwrap_or_default().to_owned(), collection, id))
        });
        let (organisation, collection, id) = parts.ok_or_else(|| {
            let why = "That is no link of Kontor's. One begins with kontor:// and names an organisation, a collection and an object.";
            Error::new(Code::Usage, why)
        })?;
        Session::named(&collection)?;
        Ok(Self {
            organisation,
            collection,
            id,
        })
    }

    /// The link to an object of a tenant.
    pub fn to(tenant: &Tenant, collection: &str, id: &str) -> Self {
        Self {
            organisation: tenant.tenant_id.clone(),
            collection: collection.to_owned(),
            id: id.to_owned(),
        }
    }

    /// The connected tenant that it leads to. Of two connections of one organisation it is the first by name.
    ///
    /// # Errors
    /// [`Code::TenantUnknown`] when none is connected.
    pub fn tenant(&self, kontor: &Kontor) -> Result<Tenant> {
        let tenants = kontor.folder().tenants()?;
        let of = |tenant: &Tenant| tenant.tenant_id.eq_ignore_ascii_case(&self.organisation);
        tenants.into_iter().find(of).ok_or_else(|| {
            let why = "That link leads to an organisation that is not connected here. Connect its tenant, then open the link again.";
            Error::new(Code::TenantUnknown, why)
        })
    }
}

impl fmt::Display for Link {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (collection, id) = (segment(&self.collection), segment(&self.id));
        write!(f, "kontor://{}/{collection}/{id}", self.organisation)
    }
}

fn decoded(part: &str) -> Option<String> {
    percent_decode_str(part).decode_utf8().ok().map(Into::into)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_comes_back_as_it_was_made() {
        for id in [
            "7d5f0b0e-0000-4000-8000-000000000001",
            "Microsoft 365 suite",
            "a/b?c#d%e",
            "æøå@example.com",
        ] {
            let link = Link {
                organisation: "0a1b2c3d-0000-4000-8000-000000000009".to_owned(),
                collection: "service-health".to_owned(),
                id: id.to_owned(),
            };
            assert_eq!(Link::parse(&link.to_string()).unwrap(), link, "{link}");
        }
    }

    #[test]
    fn what_is_no_link_or_names_no_collection_is_refused() {
        for text in [
            "",
            "kontor:",
            "kontor://org",
            "kontor://org/users",
            "kontor://org/users/",
            "kontor://org/users/1/2",
            "kontor://org/users/1?send=all",
            "kontor://org/users/1#x",
            "kontor://org/users/%ff",
            "kontor://org/wishes/1",
            "https://org/users/1",
            "kontor://org/users/..",
        ] {
            assert_eq!(Link::parse(text).unwrap_err().code, Code::Usage, "{text}");
        }
    }
}
