//! Lists, page by page, as Graph, ARM and Partner Center give them.

use crate::{Cloud, Fault, FaultKind, Headers, ReadOptions, Reply};
use chrono::{DateTime, Utc};
use kontor_model::{Api, Object};
use serde_json::Value;

/// One page of a list. An empty one with `next_link` is normal.
#[derive(Clone, Debug, PartialEq)]
pub struct Page {
    pub items: Vec<Object>,
    /// Opaque; goes back into [`Cloud::page`] as it is.
    pub next_link: Option<String>,
    /// Headers the next page needs besides the caller's own (Partner Center's continuation token).
    pub next_headers: Headers,
    /// Only on the last page of a delta round. Opaque.
    pub delta_link: Option<String>,
    /// The size of the whole list, where asked for. Graph tells it on the first page only.
    pub count: Option<u64>,
    pub request_id: Option<String>,
    /// The server's own time (`Date`).
    pub date: Option<DateTime<Utc>>,
}

impl Cloud {
    /// One page of a list, by path or by the `next_link` or `delta_link` of an earlier page. A page that is repeated
    /// is asked for with the very same link, so it goes on from the last good answer.
    ///
    /// # Errors
    /// As [`Cloud::get`], and `Malformed` when the answer is not a list of objects.
    pub async fn page(&self, api: Api, path_or_link: &str, options: &ReadOptions) -> Result<Page, Fault> {
        let reply = self.get(api, path_or_link, options).await?;
        let request_id = reply.request_id.clone();
        read(reply).ok_or_else(|| {
            let mut fault = Fault::new(FaultKind::Malformed, "Microsoft's answer is not the list it documents.");
            fault.error = fault.error.with_request_id(request_id);
            fault
        })
    }
}

fn read(reply: Reply) -> Option<Page> {
    let Value::Object(mut body) = reply.body else {
        return None;
    };
    let items = match body.remove("value").or_else(|| body.remove("items")) {
        Some(Value::Array(items)) => items,
        // Some lists are documented in two ways, as a list and as the one object that there can be.
        None if is_entity(&body) => vec![Value::Object(std::mem::take(&mut body))],
        _ => return None,
    };
    let items = items
        .into_iter()
        .map(|item| {
            if let Value::Object(object) = item {
                Some(object)
            } else {
                None
            }
        })
        .collect::<Option<Vec<_>>>()?;
    let (mut next_link, mut next_headers) = (link(&body, &["@odata.nextLink", "nextLink"])?, Headers::new());
    if let Some(next) = body
        .get("links")
        .and_then(|links| links.get("next"))
        .filter(|next| !next.is_null())
    {
        next_link = Some(below_version(next.get("uri")?.as_str()?));
        for header in next.get("headers").and_then(Value::as_array).into_iter().flatten() {
            next_headers.push((
                header.get("key")?.as_str()?.to_owned(),
                header.get("value")?.as_str()?.to_owned(),
            ));
        }
    }
    Some(Page {
        items,
        next_link,
        next_headers,
        delta_link: link(&body, &["@odata.deltaLink"])?,
        count: ["@odata.count", "totalCount"]
            .iter()
            .find_map(|name| body.get(*name)?.as_u64()),
        request_id: reply.request_id,
        date: reply.date,
    })
}

/// Whether Graph marks an answer as a single object.
fn is_entity(body: &Object) -> bool {
    let context = body.get("@odata.context").and_then(Value::as_str);
    context.is_some_and(|context| context.ends_with("$entity")) && body.get("id").is_some_and(Value::is_string)
}

/// The first of these links that is there. `None` if it is not text: going on without it would lose the rest.
fn link(body: &Object, names: &[&str]) -> Option<Option<String>> {
    match names.iter().find_map(|name| body.get(*name)) {
        None | Some(Value::Null) => Some(None),
        Some(Value::String(link)) => Some(Some(link.clone()).filter(|link| !link.is_empty())),
        Some(_) => None,
    }
}

/// Partner Center's links are relative to its version.
fn below_version(uri: &str) -> String {
    if uri.contains("://") || uri.starts_with("/v1/") {
        uri.to_owned()
    } else {
        format!("/v1/{}", uri.trim_start_matches('/').trim_start_matches("v1/"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn page(body: Value) -> Option<Page> {
        read(Reply {
            status: 200,
            body,
            request_id: None,
            date: None,
            headers: Headers::new(),
        })
    }

    #[test]
    fn the_links_of_all_three_services_are_found() {
        let graph = page(json!({"@odata.count": 7, "value": [], "@odata.nextLink": "https://g/n"})).unwrap();
        assert_eq!(
            (graph.items.len(), graph.next_link.as_deref(), graph.count),
            (0, Some("https://g/n"), Some(7))
        );
        let last = page(json!({"value": [{"id": null}], "@odata.deltaLink": "https://g/d"})).unwrap();
        assert_eq!(
            (last.next_link, last.delta_link.as_deref()),
            (None, Some("https://g/d"))
        );
        let arm = page(json!({"value": [{}], "nextLink": "https://a/n"})).unwrap();
        assert_eq!(arm.next_link.as_deref(), Some("https://a/n"));
        assert_eq!(page(json!({"value": [], "nextLink": ""})).unwrap().next_link, None);
        let partner = page(
            json!({"totalCount": 2, "items": [{}], "links": {"next": {"uri": "/customers?size=1",
            "method": "GET", "headers": [{"key": "MS-ContinuationToken", "value": "t"}]}}}),
        )
        .unwrap();
        assert_eq!(partner.next_link.as_deref(), Some("/v1/customers?size=1"));
        assert_eq!(
            partner.next_headers,
            [("MS-ContinuationToken".to_owned(), "t".to_owned())]
        );
    }

    #[test]
    fn one_object_marked_as_such_is_a_list_of_one() {
        let one = json!({"@odata.context": "https://g/v1.0/$metadata#directory/onPremisesSynchronization/$entity", "id": "a"});
        assert_eq!(page(one).unwrap().items.len(), 1);
        assert_eq!(
            page(json!({"id": "a", "message": "Sign in to the guest network"})),
            None
        );
    }

    #[test]
    fn what_is_not_a_list_of_objects_is_no_page() {
        for body in [
            json!(null),
            json!([]),
            json!({}),
            json!({"value": null}),
            json!({"value": [1]}),
            json!({"value": [null]}),
            json!({"value": [], "@odata.nextLink": 7}),
            json!({"items": [], "links": {"next": {"uri": 7}}}),
        ] {
            assert_eq!(page(body.clone()), None, "{body}");
        }
    }
}
