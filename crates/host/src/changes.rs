//! What a window hears when something has changed.

use kontor_core::Changed;
use serde_json::{Value, json};
use tokio::sync::broadcast::{Receiver, error::RecvError};

/// Waits for the next change. `null` stands for "anything may have changed": some were missed. None at the end.
pub async fn next_change(events: &mut Receiver<Changed>) -> Option<Value> {
    match events.recv().await {
        Ok(Changed { tenant, tags }) => Some(json!({ "tenant": tenant, "tags": tags })),
        Err(RecvError::Lagged(_)) => Some(Value::Null),
        Err(RecvError::Closed) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kontor_model::Tag;
    use tokio::sync::broadcast;

    #[tokio::test]
    async fn a_listener_that_was_too_slow_is_told_that_anything_may_have_changed() {
        let (sender, mut events) = broadcast::channel(1);
        let change = || Changed {
            tenant: None,
            tags: vec![Tag::SETTINGS],
        };
        sender.send(change()).unwrap();
        assert_eq!(
            next_change(&mut events).await,
            Some(json!({ "tenant": null, "tags": ["settings"] }))
        );
        sender.send(change()).unwrap();
        sender.send(change()).unwrap();
        assert_eq!(next_change(&mut events).await, Some(Value::Null));
        assert!(next_change(&mut events).await.is_some_and(|change| change.is_object()));
        drop(sender);
        assert_eq!(next_change(&mut events).await, None);
    }
}
