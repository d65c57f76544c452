//! The partner that the account's own work is credited to: one object, read alike by a round and by the outbox.

use super::{Session, Stop, ended, options, store_whole};
use crate::collections::partner_link::{OWN, object};
use crate::derivation::Rules;
use chrono::{DateTime, Utc};
use kontor_cloud::{Fault, FaultKind, ReadOptions};
use kontor_model::{Api, Code, Error, Object};
use serde_json::Value;
use tokio_util::sync::CancellationToken;

pub(super) async fn link(
    session: &Session,
    rules: &Rules,
    path: &str,
    cancel: &CancellationToken,
) -> Result<u64, Stop> {
    let (object, ..) = read(session, path, &options(cancel)).await?;
    Ok(store_whole(
        session,
        rules,
        vec![(OWN.to_owned(), object)],
        ended(true),
    )?)
}

/// The link with Microsoft's id of the request and the server's time.
pub(crate) async fn read(
    session: &Session,
    path: &str,
    options: &ReadOptions,
) -> Result<(Object, Option<String>, Option<DateTime<Utc>>), Fault> {
    match session.cloud.get(Api::Arm, path, options).await {
        Ok(reply) => match &reply.body {
            Value::Object(answer) => Ok((object(Some(answer)), reply.request_id, reply.date)),
            _ => Err(Error::new(Code::Malformed, "Microsoft's answer is not an object.").into()),
        },
        // That is how ARM says that there is none; what does not say that it is Microsoft's may be a proxy's.
        Err(fault) if fault.kind == FaultKind::NotFound && fault.error.request_id.is_some() => {
            Ok((object(None), fault.error.request_id, fault.date))
        }
        Err(fault) => Err(fault),
    }
}
