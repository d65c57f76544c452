//! A proxy that says yes to everything and passes on no write.

use crate::another::{TheKey, another};
use crate::outbox::member;
use crate::sync::synced;
use async_trait::async_trait;
use kontor_cloud::{Broken, Https, Method, Request, Response, Transport};
use kontor_core::Connector;
use kontor_core::operations::Wish;
use kontor_core::outbox::{Pace, discard, drain, queue};
use kontor_model::{Hold, State};
use serde_json::json;
use std::sync::Arc;
use std::time::Duration;

struct YesMan(Https);

#[async_trait]
impl Transport for YesMan {
    async fn send(&self, request: Request) -> Result<Response, Broken> {
        if request.method == Method::GET {
            return self.0.send(request).await;
        }
        Ok(Response {
            status: 202,
            headers: Vec::new(),
            body: Vec::new(),
        })
    }
}

#[tokio::test]
async fn an_acceptance_that_is_not_microsofts_is_none_and_a_mail_goes_out_once() {
    let house = synced(100).await;
    let user = member(&house).await;
    house.kontor.stop();
    let way: Connector = Arc::new(|_| Ok(Arc::new(YesMan(Https::new(None)?))));
    let kontor = another(&house, Arc::new(TheKey), way);
    let session = kontor.session(house.tenant.id).await.unwrap();
    let ask = |operation: &str, input| {
        let wish = Wish {
            operation: operation.to_owned(),
            id: user.id.clone(),
            input,
        };
        queue(&session, wish).unwrap().id
    };
    let now = |id| session.store.operation(id).unwrap().unwrap();
    let mail = ask(
        "send-mail",
        json!({"subject": "Hei", "body": "Passordet ditt utløper snart."}),
    );
    drain(&session, Pace::Settle).await.unwrap();
    let held = now(mail);
    assert_eq!(
        (held.state, held.hold),
        (State::Held, Some(Hold::OutcomeUnknown)),
        "{held:#?}"
    );
    assert_eq!(held.attempts, 1);
    discard(&session, mail).unwrap();

    // What may go again does, and then a person is asked.
    let edit = ask("update-user", json!({"jobTitle": "Los"}));
    while !now(edit).state.is_final() && now(edit).state != State::Held {
        assert!(now(edit).attempts < 50, "it goes on for ever");
        drain(&session, Pace::Settle).await.unwrap();
        house.pass(Duration::from_secs(60)).await;
    }
    let held = now(edit);
    assert_eq!(
        (held.state, held.hold),
        (State::Held, Some(Hold::OutcomeUnknown)),
        "{held:#?}"
    );
    assert!(held.attempts > 1, "{held:#?}");
    assert!(house.cloud.lock().await.effects().is_empty());
}
