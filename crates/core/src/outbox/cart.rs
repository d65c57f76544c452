//! The cart that is made just before it is checked out. Alone it costs nobody anything, so that one whose answer was lost is left to run
//! out, and another is made.

use super::end::{fail, hold};
use super::send::{Step, unread};
use super::{Note, advance};
use crate::kontor::new_uuid;
use crate::operations::{Cart, Change, refusal_of_line};
use crate::session::Session;
use kontor_cloud::{Fault, FaultKind, Method, Written};
use kontor_model::{Api, Code, Error, Hold, Operation, Result};
use kontor_store::Fresh;
use serde_json::{Value, json};

/// Gives the operation the cart that it needs, if it needs one. Otherwise tells what came of it.
pub(super) async fn provide(session: &Session, operation: &mut Operation, change: &dyn Change) -> Result<Option<Step>> {
    // That of an attempt whose outcome nobody knows is the one thing that cannot be paid for twice.
    if operation.sent_at.is_some() && operation.cart.is_some() {
        return Ok(None);
    }
    let Some(wanted) = change.cart(operation)? else {
        return Ok(None);
    };
    let unmade = match make(session, operation, &wanted).await? {
        Made::Cart(id) => {
            operation.cart = Some(id);
            // Another cart is another request.
            operation.request_key = None;
            return Ok(None);
        }
        Made::Denied(error) => hold(session, operation.clone(), Hold::Denied, Some(error)),
        Made::Refused(error) => fail(session, operation.clone(), error),
        Made::Nothing(fault) => unread(session, operation.clone(), fault),
    };
    unmade.map(Some)
}

enum Made {
    Cart(String),
    Denied(Error),
    /// What is wanted is not to be had.
    Refused(Error),
    /// There may be one, and nobody knows which.
    Nothing(Fault),
}

async fn make(session: &Session, operation: &Operation, wanted: &Cart) -> Result<Made> {
    // It leaves traces at the service, so that it stands in the journal before it goes.
    let client_request_id = new_uuid(&*session.random).to_string();
    let request = format!("{} {}", Method::POST, wanted.path);
    let detail = json!({ "request": request, "body": wanted.body, "clientRequestId": client_request_id });
    let note = Note::new("cart", detail);
    advance(session, &[operation.state], operation, Fresh::Unread, note)?;
    let headers = [("client-request-id".to_owned(), client_request_id)];
    let written = session
        .cloud
        .write(
            Api::PartnerCenter,
            Method::POST,
            &wanted.path,
            Some(&wanted.body),
            &headers,
        )
        .await;
    Ok(match written {
        Written::Answered(reply) if reply.request_id.is_some() => match (line_error(&reply.body), id(&reply.body)) {
            (Some(error), _) => Made::Refused(error.with_request_id(reply.request_id)),
            (None, Some(id)) => Made::Cart(id),
            (None, None) => Made::Nothing(unnamed()),
        },
        Written::Answered(_) => Made::Nothing(unnamed()),
        Written::Refused(fault) if fault.kind == FaultKind::Denied => Made::Denied(fault.error),
        Written::Refused(fault) => Made::Refused(fault.error),
        Written::Unknown { why } => Made::Nothing(why.into()),
        Written::NotSent(fault) => Made::Nothing(fault),
    })
}

/// Partner Center makes a cart also of what it will not sell, and says so at the line.
fn line_error(cart: &Value) -> Option<Error> {
    let lines = cart.get("lineItems")?.as_array()?;
    let error = lines
        .iter()
        .find_map(|line| line.get("error").filter(|error| error.is_object()))?;
    Some(refusal_of_line(error))
}

fn id(cart: &Value) -> Option<String> {
    cart.get("id")?.as_str().filter(|id| !id.is_empty()).map(str::to_owned)
}

fn unnamed() -> Fault {
    let why = "The answer names no cart of Partner Center's. Nothing was bought, and another cart is asked for.";
    Error::new(Code::Malformed, why).into()
}
