//! Graph's `$batch`: up to 20 requests in one, each answered on its own.

use crate::{Cloud, Fault, Headers, Method, ReadOptions, Written};
use serde_json::Value;

/// One request of a batch. `url` is relative and without the version: `/users/{id}`.
#[derive(Clone, Debug)]
pub struct BatchItem {
    /// Chosen by the caller, unique in the call.
    pub id: String,
    pub method: Method,
    pub url: String,
    pub headers: Headers,
    pub body: Option<Value>,
    /// Ids of items that must succeed first; all of one chain must fit in one batch of 20.
    pub depends_on: Vec<String>,
}

/// What became of one item. A `GET` is never [`Written::Unknown`].
#[derive(Clone, Debug)]
pub struct BatchReply {
    pub id: String,
    pub outcome: Written,
}

impl Cloud {
    /// Sends the items in batches of 20 and answers in their order. Only failed `GET` items are repeated, each after
    /// its own `Retry-After`; writes never are.
    ///
    /// # Errors
    /// Only before anything was sent: ids that occur twice, dependencies outside one batch.
    pub async fn batch(&self, items: Vec<BatchItem>, options: &ReadOptions) -> Result<Vec<BatchReply>, Fault> {
        let _ = (items, options);
        todo!()
    }
}
