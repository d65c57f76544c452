//! What a partner's customers have subscribed to: Partner Center names the customers, and tells of each what it has. All of it is asked
//! for in the name of the partner, whose tenant this is; a customer's own sign-in means nothing there.

use super::{Cursor, Progress, Session, Stop, ended, options, store_whole};
use crate::collections::CONTRACTS;
use crate::collections::customer_subscriptions::{object, parts};
use crate::collections::field::text;
use crate::derivation::Rules;
use crate::operations::Server;
use crate::service::Service;
use chrono::{DateTime, Utc};
use kontor_cloud::{Fault, FaultKind, Headers, ReadOptions};
use kontor_model::{Api, Code, Error, Object, Result as Outcome};
use kontor_store::Query;
use serde_json::{Value, json};
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

/// Reads what every customer has.
pub(super) async fn subscriptions(
    session: &Session,
    rules: &Rules,
    path: &str,
    cancel: &CancellationToken,
) -> Result<u64, Stop> {
    if !has_customers(session).map_err(|stop| *stop)? {
        return Ok(store_whole(session, rules, Vec::new(), ended(true))?);
    }
    let first = format!("{path}?size=500");
    let customers = all(session, &first, cancel).await.map_err(in_words)?;
    let (mut found, mut refused) = (Vec::new(), None);
    for (done, customer) in customers.iter().enumerate() {
        session.set_progress(Some(Progress {
            collection: rules.collection.name.to_owned(),
            done: done as u64,
            total: Some(customers.len() as u64),
        }));
        let Some(id) = text(customer, "id").filter(|id| Uuid::parse_str(id).is_ok()) else {
            continue;
        };
        let name = customer.get("companyProfile").and_then(|of| of["companyName"].as_str());
        match all(session, &format!("/v1/customers/{id}/subscriptions"), cancel).await {
            Ok(theirs) => found.extend(theirs.into_iter().filter_map(|one| object(&id, name, one))),
            // A customer that has ended the relation has nothing from this partner any more.
            Err(fault) if fault.kind == FaultKind::NotFound && fault.error.request_id.is_some() => {}
            // One that this person does not reach hides nothing of the others.
            Err(fault) if is_about_one(fault.kind) => refused = Some(fault),
            Err(fault) => {
                // Many customers, many requests: what was read by now stays read.
                let next_link = first;
                store_whole(session, rules, found, Cursor::More { next_link })?;
                return Err(in_words(fault).into());
            }
        }
    }
    // What a customer has that could not be asked stays as it was.
    let count = store_whole(session, rules, found, ended(refused.is_none()))?;
    match refused {
        Some(fault) => Err(in_words(fault).into()),
        None => Ok(count),
    }
}

/// Whether there is anybody to ask about.
///
/// # Errors
/// [`Code::Denied`] when that is not known, since there is no leave to ask.
pub(super) fn has_customers(session: &Session) -> Result<bool, Box<Stop>> {
    is_partner(session).map_err(Stop::from)?.ok_or_else(|| {
        let why = "Leave to use Partner Center is asked for on its own: sign in for the partner's service.";
        Box::new(Fault::from(Error::new(Code::Denied, why)).into())
    })
}

/// Whether it is a partner: a tenant without contracts is no partner, and its people need no leave for Partner Center.
/// None when that is not known.
fn is_partner(session: &Session) -> Outcome<Option<bool>> {
    if Service::Partner.is_given(session)? {
        return Ok(Some(true));
    }
    if !session.store.sync_state(CONTRACTS.name)?.complete {
        return Ok(None);
    }
    let one = Query {
        limit: 1,
        mirror_only: true,
        ..Query::default()
    };
    let listed = session.store.list(&session.rules(&CONTRACTS)?, &one)?;
    Ok(Some(!listed.items.is_empty()))
}

pub(super) fn is_about_one(kind: FaultKind) -> bool {
    matches!(kind, FaultKind::Denied | FaultKind::Refused)
}

/// A refusal with what to do about it first.
pub(super) fn in_words(mut fault: Fault) -> Fault {
    let is_entras = |code: &String| code.starts_with("AADSTS");
    if fault.kind == FaultKind::Denied {
        let words = &fault.error.message;
        fault.error.message = match fault.error.server_code.as_ref().is_some_and(is_entras) {
            true => format!(
                "Leave to use Partner Center is asked for on its own: sign in for the partner's service. {words}"
            ),
            false => format!(
                "Partner Center refuses this account. It needs the role Admin agent or Sales agent there, and a sign-in with a second factor. {words}"
            ),
        };
    }
    fault
}

pub(super) async fn all(session: &Session, first: &str, cancel: &CancellationToken) -> Result<Vec<Object>, Fault> {
    let mut items = Vec::new();
    let mut next = Some((first.to_owned(), Headers::new()));
    while let Some((link, headers)) = next {
        let asked = ReadOptions {
            headers,
            ..options(cancel)
        };
        let page = session.cloud.page(Api::PartnerCenter, &link, &asked).await?;
        items.extend(page.items);
        next = page.next_link.map(|link| (link, page.next_headers));
    }
    Ok(items)
}

/// The customer and the subscription that such an id names, fit for a path.
///
/// # Errors
/// [`Code::Invalid`] for an id that no reading gave.
pub(crate) fn ids(id: &str) -> Outcome<(&str, &str)> {
    let are_ids = |(customer, own): &(&str, &str)| [customer, own].iter().all(|id| Uuid::parse_str(id).is_ok());
    parts(id)
        .filter(are_ids)
        .ok_or_else(|| Error::new(Code::Invalid, "That is not the id of a customer's subscription."))
}

/// What a single reading brings; that there is no such subscription is an answer too.
pub(crate) type Read = (Option<Object>, Option<String>, Option<DateTime<Utc>>);

/// One subscription with Microsoft's id of the request and the server's time.
pub(crate) async fn read(session: &Session, id: &str, options: &ReadOptions) -> Result<Read, Fault> {
    let (customer, own) = ids(id)?;
    let path = format!("/v1/customers/{customer}/subscriptions/{own}");
    match session.cloud.get(Api::PartnerCenter, &path, options).await {
        Ok(reply) => match reply.body {
            Value::Object(answer) => {
                let read = object(customer, None, answer).map(|(_, object)| object);
                Ok((read, reply.request_id, reply.date))
            }
            _ => Err(Error::new(Code::Malformed, "Microsoft's answer is not an object.").into()),
        },
        // What does not say that it is Microsoft's may be a proxy's.
        Err(fault) if fault.kind == FaultKind::NotFound && fault.error.request_id.is_some() => {
            Ok((None, fault.error.request_id, fault.date))
        }
        Err(fault) => Err(fault),
    }
}

/// A customer, and besides it the orders that were ever placed for it.
pub(crate) async fn read_customer(
    session: &Session,
    id: &str,
    options: &ReadOptions,
) -> Result<(Server, Answered), Fault> {
    let path = format!("/v1/customers/{}", customer_id(id)?);
    let (object, request_id, date) = match session.cloud.get(Api::PartnerCenter, &path, options).await {
        Ok(reply) => match reply.body {
            Value::Object(object) => (object, reply.request_id, reply.date),
            _ => return Err(Error::new(Code::Malformed, "Microsoft's answer is not an object.").into()),
        },
        Err(fault) if fault.kind == FaultKind::NotFound && fault.error.request_id.is_some() => {
            return Ok((Server::default(), (fault.error.request_id, fault.date)));
        }
        Err(fault) => return Err(fault),
    };
    let orders = all(session, &format!("{path}/orders"), &options.cancel).await?;
    let server = Server {
        object: Some(object),
        elsewhere: Some(Object::from_iter([(ORDERS.to_owned(), json!(orders))])),
    };
    Ok((server, (request_id, date)))
}

/// Microsoft's id of a request, and the server's time.
pub(crate) type Answered = (Option<String>, Option<DateTime<Utc>>);

/// Where a reading of a customer keeps the orders.
pub(crate) const ORDERS: &str = "orders";

/// The id of a customer, fit for a path.
///
/// # Errors
/// [`Code::Internal`] for an id that no reading gave.
pub(crate) fn customer_id(id: &str) -> Outcome<Uuid> {
    Uuid::parse_str(id).map_err(|_| Error::new(Code::Internal, "That is not the id of a customer."))
}
