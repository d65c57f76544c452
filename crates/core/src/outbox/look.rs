//! Reading what an operation is about, before and after it is sent.

use super::due::{are_apart, part_of};
use crate::collections::{Source, users};
use crate::operations::{Change, Effect, Kind, OPERATIONS, Reading, Server};
use crate::session::Session;
use crate::sync::{partner_center, partner_link};
use chrono::{DateTime, TimeDelta, Utc};
use kontor_cloud::{Fault, FaultKind, ReadOptions};
use kontor_model::{Api, Code, Error, Evidence, Object, Operation, Result, State};
use kontor_store::Which;
use serde_json::Value;
use std::collections::BTreeSet;
use std::time::Duration;

/// Replicas may lag this long behind a write (Microsoft names one to two minutes).
pub(super) const REPLICAS_LAG: TimeDelta = TimeDelta::minutes(2);

/// The target as the server has it now.
pub(super) struct Sight {
    pub server: Server,
    pub request_id: Option<String>,
    /// By the server's clock where it told, so that a wrong clock here does not matter.
    pub at: DateTime<Utc>,
}

/// Reads the target of an operation.
pub(super) async fn look(
    session: &Session,
    operation: &Operation,
    change: &dyn Change,
) -> std::result::Result<Sight, Fault> {
    let collection = Kind::find(&operation.operation)?.collection;
    if let (Reading::Target, Source::PartnerLink { path }) = (change.reading(operation), &collection.source) {
        let (object, request_id, at) = partner_link::read(session, path, &quick(session)).await?;
        return Ok(sight(session, Some(object), request_id, at));
    }
    if let (Reading::Target, Source::CustomerSubscriptions { .. }) = (change.reading(operation), &collection.source) {
        let (object, request_id, at) = partner_center::read(session, &operation.target.id, &quick(session)).await?;
        return Ok(sight(session, object, request_id, at));
    }
    if let (Reading::Target, Source::Customers { .. }) = (change.reading(operation), &collection.source) {
        let (server, (request_id, at)) =
            partner_center::read_customer(session, &operation.target.id, &quick(session)).await?;
        let seen = sight(session, None, request_id, at);
        return Ok(Sight { server, ..seen });
    }
    let (first, second, both) = match change.reading(operation) {
        Reading::Target => (of_collection(operation)?, None, false),
        Reading::At(path) => (path, None, false),
        Reading::Either(first, second) => (first, Some(second), false),
        Reading::With(path) => (of_collection(operation)?, Some(path), true),
        Reading::Nowhere => {
            return Ok(sight(session, None, None, None));
        }
    };
    let mut sight = one(session, &first).await?;
    if sight.server.object.is_some() == both
        && let Some(second) = second
    {
        let other = one(session, &second).await?;
        sight.server.elsewhere = other.server.object;
        (sight.request_id, sight.at) = (other.request_id, other.at);
    }
    session.saw(Ok(()));
    Ok(sight)
}

fn of_collection(operation: &Operation) -> Result<String> {
    match Kind::find(&operation.operation)?.collection.source {
        Source::Delta { one, select, .. } => Ok(format!("{one}{}{select}", users::segment(&operation.target.id))),
        _ => Err(Error::new(
            Code::Internal,
            "This collection has no single objects to read.",
        )),
    }
}

/// One object; that it is not there is an answer.
async fn one(session: &Session, path: &str) -> std::result::Result<Sight, Fault> {
    let (object, request_id, at) = match session.cloud.get(Api::Graph, path, &quick(session)).await {
        Ok(reply) => match reply.body {
            Value::Object(mut object) => {
                // OData's own remarks are about the answer, not about the object.
                object.retain(|name, _| !name.starts_with("@odata."));
                users::settle_manager(&mut object);
                (Some(object), reply.request_id, reply.date)
            }
            _ => return Err(Error::new(Code::Malformed, "Microsoft's answer is not an object.").into()),
        },
        Err(fault) if fault.kind == FaultKind::NotFound => (None, fault.error.request_id, fault.date),
        Err(fault) => return Err(fault),
    };
    Ok(sight(session, object, request_id, at))
}

fn sight(session: &Session, object: Option<Object>, request_id: Option<String>, at: Option<DateTime<Utc>>) -> Sight {
    Sight {
        server: Server {
            object,
            elsewhere: None,
        },
        request_id,
        at: at.unwrap_or_else(|| session.now()),
    }
}

/// Whether Kontor itself has written to this target so lately that a replica may still show what stood there before: then
/// a reading that speaks against going on is not believed yet. `now` is the server's, as are the times of evidence.
pub(super) fn just_written(session: &Session, operation: &Operation, now: DateTime<Utc>) -> Result<bool> {
    let lately = |evidence: &Evidence| (now - evidence.at).abs() < REPLICAS_LAG;
    let part = part_of(session, operation)?;
    for collection in homes(&operation.target.collection) {
        let id = &operation.target.id;
        for other in session.store.operations(Which::Of { collection, id })? {
            let counts =
                other.state == State::Done && other.attempts > 0 && other.evidence.as_ref().is_some_and(lately);
            if counts && !are_apart(part.as_ref(), part_of(session, &other)?.as_ref()) {
                return Ok(true);
            }
        }
    }
    Ok(false)
}

/// The collections between which an object of this one moves.
fn homes(collection: &str) -> BTreeSet<&str> {
    let mut homes = BTreeSet::from([collection]);
    for kind in OPERATIONS {
        if let Effect::Moves { to, .. } = kind.effect
            && (kind.collection.name == collection || to.name == collection)
        {
            homes.extend([kind.collection.name, to.name]);
        }
    }
    homes
}

/// What stands there of the object itself.
pub(super) fn known(server: &Server) -> Object {
    server.object.clone().unwrap_or_default()
}

/// For reads that somebody waits for.
pub(super) fn quick(session: &Session) -> ReadOptions {
    ReadOptions {
        priority: kontor_cloud::Priority::High,
        patience: Duration::from_secs(20),
        cancel: session.stop.clone(),
        ..ReadOptions::default()
    }
}
