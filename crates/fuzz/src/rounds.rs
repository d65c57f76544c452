//! What the cloud says, all the way: through a sync into the mirror, and through the sending of an operation.

use crate::draw::Draw;
use crate::house::House;
use crate::objects;
use crate::words::SECRET;
use kontor_cloud::{Method, Response};
use kontor_core::collections::{COLLECTIONS, Collection, Source};
use kontor_core::commands::dispatch;
use kontor_core::operations::{Kind, OPERATIONS, Wish as Asked};
use kontor_core::outbox::{Pace, drain, queue, send_now};
use kontor_core::sync::{Wish, sync};
use kontor_model::{Code, Object, State};
use kontor_store::{Query, Which};
use serde_json::{Value, json};
use std::collections::HashMap;

pub fn run(bytes: &[u8]) {
    let mut draw = Draw::new(bytes);
    let collection = draw.one_of(COLLECTIONS);
    let full = draw.flag();
    let kind: &Kind = draw.one_of(OPERATIONS);
    let wanted = draw.byte();
    let input = objects::input(&mut draw, kind);
    House::with(draw, |house| {
        house.is_used = true;
        let (listed, targets) = (house.mirrored(collection.name), house.mirrored(kind.collection.name));
        let mut known = Known::default();
        listed.iter().for_each(|item| known.learn(&item.id, &item.server));
        let id = match targets.as_slice() {
            _ if kind.creates() => String::new(),
            [] => return,
            all => all[usize::from(wanted) % all.len()].id.clone(),
        };
        let stands = listed.into_iter().chain(targets).map(|item| (item.id, item.server));
        house.wire.stands(&house.session.tenant.tenant_id, stands);
        // Half of the inputs are about reading, half about sending.
        match wanted % 2 {
            0 => read(house, collection, full, &mut known),
            _ => send(house, kind, id, input),
        }
        for request in house.wire.asked() {
            assert_eq!(request.url.origin(), house.base.origin(), "no link leads away");
        }
        for name in ["home", "outbox"] {
            let shown = house.wait(dispatch(
                &house.kontor,
                &house.host,
                name,
                json!({ "tenant": house.tenant }),
            ));
            assert!(shown.is_ok(), "{name} can be shown: {shown:?}");
        }
    });
}

/// Every value that was ever said of a property of an object.
#[derive(Default)]
struct Known(HashMap<(String, String), Vec<Value>>);

impl Known {
    fn learn(&mut self, id: &str, object: &Object) {
        for (name, value) in object {
            self.0
                .entry((id.to_owned(), name.clone()))
                .or_default()
                .push(value.clone());
        }
    }

    fn listen(&mut self, response: &Response) {
        let body = response.body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&response.body);
        let body: Value = serde_json::from_slice(body).unwrap_or_default();
        let listed = body
            .get("value")
            .or_else(|| body.get("items"))
            .cloned()
            .unwrap_or(json!([body]));
        for object in listed.as_array().into_iter().flatten().filter_map(Value::as_object) {
            if let Some(id) = object.get("id").and_then(Value::as_str) {
                self.learn(id, object);
            }
        }
    }
}

fn read(house: &House, collection: &'static Collection, full: bool, known: &mut Known) {
    let wish = Wish {
        full,
        only: vec![collection.name.to_owned()],
    };
    let synced = house
        .wait(sync(&house.session, &wish))
        .expect("the store does its part");
    for (_, done) in &synced.collections {
        assert!(
            done.as_ref().err().is_none_or(|error| error.code != Code::Internal),
            "{done:?}"
        );
    }
    house.wire.answered().iter().for_each(|response| known.listen(response));
    let mirrored = house.mirrored(collection.name);
    // What these say is put together here, from a table of Kontor's own or from several answers.
    let composed = matches!(
        collection.source,
        Source::Catalog { .. }
            | Source::SubscriptionOwners
            | Source::PartnerLink { .. }
            | Source::CustomerSubscriptions { .. }
            | Source::Customers { .. }
            | Source::PartnerCatalog { .. }
    );
    for item in mirrored.iter().filter(|_| !composed) {
        for (name, value) in &item.server {
            let said = known.0.get(&(item.id.clone(), name.clone()));
            // Of what is kept and shown no longer, some is not known from then on.
            let forgotten = value.is_null() && matches!(collection.source, Source::Kept { .. });
            assert!(
                forgotten || said.is_some_and(|said| said.contains(value)),
                "{name} of {} is {value}, which nobody said",
                item.id
            );
        }
    }
    let rules = house.session.rules(collection).expect("the facts are read");
    for order in collection.shape.orders {
        let query = Query {
            order: Some(order.name),
            descending: full,
            limit: 1_000,
            ..Query::default()
        };
        let sorted = house.session.store.list(&rules, &query).expect("a list in this order");
        assert_eq!(
            sorted.items.len(),
            mirrored.len(),
            "no object is lost by {}",
            order.name
        );
    }
}

fn send(house: &House, kind: &Kind, id: String, input: Value) {
    let asked = Asked {
        operation: kind.name.to_owned(),
        id,
        input,
    };
    let Ok(queued) = queue(&house.session, asked) else {
        return;
    };
    send_now(&house.session).expect("the undo hold ends");
    let drained = house
        .wait(drain(&house.session, Pace::Settle))
        .expect("the store does its part");
    let writes = house
        .wire
        .asked()
        .iter()
        .filter(|request| request.method != Method::GET)
        .count();
    let journal = house
        .session
        .store
        .journal_all(None, 10_000)
        .expect("the journal is read");
    for one in house.session.store.operations(Which::All).expect("the outbox is read") {
        assert_eq!(one.id, queued.id, "nothing was put in");
        assert!(
            one.state != State::Done || one.evidence.is_some(),
            "done is what was seen"
        );
        assert!(one.state == State::Done || drained.done == 0);
        assert!(
            writes as u32 <= one.attempts,
            "each request is counted: {writes} of {}",
            one.attempts
        );
        // One that was refused, or never left, has done nothing.
        let idle = journal
            .iter()
            .filter(|row| ["not-sent", "refused"].contains(&row.entry.step.as_str()));
        assert!(
            kind.may_repeat() || writes <= 1 + idle.count(),
            "what makes or moves goes once"
        );
        assert!(one.sent_at.is_none() || one.attempts > 0);
    }
    assert!(!format!("{journal:?}").contains(SECRET), "no secret in the journal");
}
