//! Graph's `$batch`: up to 20 requests in one, each answered on its own.

use crate::{
    Cloud, Fault, FaultKind, Headers, Method, ReadOptions, Written,
    answer::{Body, judge_parts, written},
    cloud::priority_header,
    retry::Patience,
};
use kontor_model::{Api, Code, Error};
use serde_json::{Map, Value, json};
use std::collections::HashMap;

const LARGEST: usize = 20;

/// One request of a batch. `url` is relative and without the version: `/users/{id}`.
#[derive(Clone, Debug)]
pub struct BatchItem {
    /// Chosen by the caller, unique in the call.
    pub id: String,
    pub method: Method,
    pub url: String,
    pub headers: Headers,
    pub body: Option<Value>,
    /// Ids of items that must succeed first; all that hang together must fit in one batch of 20.
    pub depends_on: Vec<String>,
}

/// What became of one item. A `GET` is never [`Written::Unknown`]; one that may be tried later is
/// [`Written::NotSent`].
#[derive(Clone, Debug)]
pub struct BatchReply {
    pub id: String,
    pub outcome: Written,
}

/// How one item fared in one round: a fault of a `GET` that passes is kept apart, to be tried again.
enum Round {
    Over(Written),
    Again(Fault),
}

impl Cloud {
    /// Sends the items in batches of 20 and answers in the order given. Only failed `GET` items are repeated, after
    /// the longest `Retry-After` among them; writes never are. Patience counts for each batch anew. A batch with
    /// writes that is on its way is not cut off by `cancel`.
    ///
    /// # Errors
    /// Only before anything was sent: ids that occur twice, dependencies that are unknown or do not fit in one batch.
    pub async fn batch(&self, items: Vec<BatchItem>, options: &ReadOptions) -> Result<Vec<BatchReply>, Fault> {
        let mut outcomes: HashMap<String, Written> = HashMap::with_capacity(items.len());
        for group in groups(&items)? {
            self.one_batch(group, options, &mut outcomes).await;
        }
        let lost = || Written::NotSent(Fault::cancelled());
        let reply = |item: BatchItem| {
            let outcome = outcomes.remove(&item.id).unwrap_or_else(lost);
            BatchReply { id: item.id, outcome }
        };
        Ok(items.into_iter().map(reply).collect())
    }

    async fn one_batch(
        &self,
        mut group: Vec<&BatchItem>,
        options: &ReadOptions,
        outcomes: &mut HashMap<String, Written>,
    ) {
        let mut patience = Patience::new(&*self.clock, &self.dice, options.patience);
        while !options.cancel.is_cancelled() {
            let rounds = match group.iter().all(|item| item.method == Method::GET) {
                true => tokio::select! {
                    biased;
                    () = options.cancel.cancelled() => return,
                    rounds = self.round(&group, options) => rounds,
                },
                false => self.round(&group, options).await,
            };
            let mut again: HashMap<&str, Fault> = HashMap::new();
            for (item, round) in group.iter().zip(rounds) {
                match round {
                    Round::Over(outcome) => drop(outcomes.insert(item.id.clone(), outcome)),
                    Round::Again(fault) => drop(again.insert(&item.id, fault)),
                }
            }
            if again.is_empty() {
                return;
            }
            let wait = again.values().filter_map(|fault| fault.retry_after).max();
            let waited = tokio::select! {
                biased;
                () = options.cancel.cancelled() => false,
                waited = patience.wait(wait) => waited,
            };
            if !waited {
                outcomes.extend(
                    again
                        .into_iter()
                        .map(|(id, fault)| (id.to_owned(), Written::NotSent(fault))),
                );
                return;
            }
            group.retain(|item| again.contains_key(item.id.as_str()));
        }
    }

    /// Sends these once and tells how each fared, in their order.
    async fn round(&self, group: &[&BatchItem], options: &ReadOptions) -> Vec<Round> {
        let requests: Vec<Value> = group.iter().map(|item| request(item, group)).collect();
        let mut headers = options.headers.clone();
        headers.extend(priority_header(Api::Graph, options.priority));
        let body = json!({ "requests": requests });
        let whole = self
            .write(Api::Graph, Method::POST, "/v1.0/$batch", Some(&body), &headers)
            .await;
        let mut answers = match &whole {
            Written::Answered(reply) => answers(&reply.body),
            _ => HashMap::new(),
        };
        let mut rounds: Vec<Round> = Vec::with_capacity(group.len());
        for item in group {
            let is_read = item.method == Method::GET;
            rounds.push(match answers.remove(item.id.as_str()) {
                Some(answer) => self.judge_item(is_read, answer),
                None => unanswered(is_read, &whole),
            });
        }
        self.follow_dependencies(group, &mut rounds);
        rounds
    }

    fn judge_item(&self, is_read: bool, answer: &Map<String, Value>) -> Round {
        let status = answer
            .get("status")
            .and_then(Value::as_u64)
            .and_then(|status| u16::try_from(status).ok());
        let body = Body::Value(answer.get("body").cloned().unwrap_or_default());
        let judged = judge_parts(status.unwrap_or_default(), item_headers(answer), body, self.clock.now());
        match judged {
            Err(fault) if is_read && fault.passes() => Round::Again(fault),
            Err(fault) if is_read && fault.status != Some(424) => Round::Over(Written::Refused(fault)),
            judged => Round::Over(written(judged)),
        }
    }

    /// A read that failed (424) only because of one that is tried again is tried again too.
    fn follow_dependencies(&self, group: &[&BatchItem], rounds: &mut [Round]) {
        let mut changed = true;
        while changed {
            changed = false;
            for (at, item) in group.iter().enumerate() {
                let waits_for_again = |id: &String| {
                    group
                        .iter()
                        .zip(&*rounds)
                        .any(|(other, round)| other.id == *id && matches!(round, Round::Again(_)))
                };
                if let Round::Over(Written::NotSent(fault)) = &rounds[at]
                    && fault.status == Some(424)
                    && item.method == Method::GET
                    && item.depends_on.iter().any(waits_for_again)
                {
                    rounds[at] = Round::Again(fault.clone());
                    changed = true;
                }
            }
        }
    }
}

fn request(item: &BatchItem, group: &[&BatchItem]) -> Value {
    let mut request = Map::new();
    request.insert("id".to_owned(), json!(item.id));
    request.insert("method".to_owned(), json!(item.method.as_str()));
    request.insert("url".to_owned(), json!(item.url));
    let mut headers: Map<String, Value> = item
        .headers
        .iter()
        .map(|(name, value)| (name.clone(), json!(value)))
        .collect();
    if let Some(body) = &item.body {
        // Graph refuses an item with a body and no content type.
        if !headers.keys().any(|name| name.eq_ignore_ascii_case("content-type")) {
            headers.insert("Content-Type".to_owned(), json!("application/json"));
        }
        request.insert("body".to_owned(), body.clone());
    }
    if !headers.is_empty() {
        request.insert("headers".to_owned(), Value::Object(headers));
    }
    // What was answered in an earlier round is not in this one.
    let depends_on: Vec<_> = item
        .depends_on
        .iter()
        .filter(|id| group.iter().any(|other| other.id == **id))
        .collect();
    if !depends_on.is_empty() {
        request.insert("dependsOn".to_owned(), json!(depends_on));
    }
    Value::Object(request)
}

fn answers(body: &Value) -> HashMap<&str, &Map<String, Value>> {
    let answers = body
        .get("responses")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        .filter_map(Value::as_object);
    answers
        .filter_map(|answer| Some((answer.get("id")?.as_str()?, answer)))
        .collect()
}

fn item_headers(answer: &Map<String, Value>) -> Headers {
    let headers = answer.get("headers").and_then(Value::as_object).into_iter().flatten();
    let text = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    headers.map(|(name, value)| (name.clone(), text(value))).collect()
}

/// What an item without an answer of its own learns from the whole.
fn unanswered(is_read: bool, whole: &Written) -> Round {
    let missing = || {
        Error::new(
            Code::Malformed,
            "Microsoft's answer to several requests lacks this one.",
        )
    };
    match whole {
        Written::NotSent(fault) if is_read && fault.passes() => Round::Again(fault.clone()),
        Written::NotSent(_) | Written::Refused(_) => Round::Over(whole.clone()),
        Written::Answered(_) if !is_read => Round::Over(Written::Unknown { why: missing() }),
        Written::Unknown { why } if !is_read => Round::Over(Written::Unknown { why: why.clone() }),
        Written::Answered(_) => Round::Again(Fault {
            error: missing(),
            ..Fault::new(FaultKind::Malformed, "")
        }),
        Written::Unknown { why } => Round::Again(Fault {
            error: why.clone(),
            ..Fault::new(FaultKind::Server, "")
        }),
    }
}

/// Splits into batches; what hangs together by `depends_on` stays together.
fn groups(items: &[BatchItem]) -> Result<Vec<Vec<&BatchItem>>, Fault> {
    let refused = |why: &str| Fault {
        error: Error::new(Code::Internal, why),
        ..Fault::new(FaultKind::Refused, "")
    };
    let mut place = HashMap::new();
    for (at, item) in items.iter().enumerate() {
        if place.insert(item.id.as_str(), at).is_some() {
            return Err(refused("Two requests of one batch have the same id."));
        }
    }
    // The first item of what hangs together stands for all of it.
    let mut first: Vec<usize> = (0..items.len()).collect();
    for (at, item) in items.iter().enumerate() {
        for id in &item.depends_on {
            let other = *place
                .get(id.as_str())
                .ok_or_else(|| refused("A request depends on one that is not there."))?;
            let (keep, gone) = (first[at].min(first[other]), first[at].max(first[other]));
            first
                .iter_mut()
                .filter(|entry| **entry == gone)
                .for_each(|entry| *entry = keep);
        }
    }
    let mut chains: Vec<Vec<&BatchItem>> = vec![Vec::new(); items.len()];
    for (item, first) in items.iter().zip(first) {
        chains[first].push(item);
    }
    let mut groups: Vec<Vec<&BatchItem>> = Vec::new();
    for chain in chains.into_iter().filter(|chain| !chain.is_empty()) {
        if chain.len() > LARGEST {
            return Err(refused(
                "More than 20 requests hang together; a batch cannot hold them.",
            ));
        }
        match groups.last_mut() {
            Some(group) if group.len() + chain.len() <= LARGEST => group.extend(chain),
            _ => groups.push(chain),
        }
    }
    Ok(groups)
}
