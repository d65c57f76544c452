//! What must hold after each kill. The judge believes the cloud's own log and state, and what the program prints about its files;
//! it never asks the program what it thinks of an effect.

use crate::{
    Result,
    place::Place,
    wishes::{Asked, BUYS, text},
};
use serde_json::Value;
use std::collections::{BTreeMap, HashMap, HashSet};

/// A promise that was broken, in words. Whatever else goes wrong is another error.
pub type Broken = String;

/// What a person must see to.
#[derive(Debug, PartialEq, Eq)]
pub enum Undecided {
    /// The cloud's log has no trace: it may go.
    Missing(String),
    /// A mail that went, which nobody but the log can know.
    Gone(String),
}

/// Operations that nobody may send again by guess.
const ONCE: [&str; 8] = [
    "create-user",
    "send-mail",
    "delete-user",
    "restore-user",
    "purge-user",
    "assign-role",
    "remove-role",
    BUYS,
];

/// Who wrote what the programs here did not.
const OTHERS: [&str; 2] = ["another admin", "the directory"];

/// What stands on the disk and in the cloud once nothing is in hand any more.
pub struct Case {
    listed: Vec<Value>,
    journal: Vec<Value>,
    effects: Vec<Value>,
}

impl Case {
    pub async fn read(place: &Place<'_>) -> Result<Self> {
        // The chain of hashes is whole, or this fails.
        place.kontor(&["journal", "check"]).await?;
        Ok(Self {
            listed: place.items(&["outbox", "list"]).await?,
            journal: place.journal().await?,
            effects: place.cloud("effects").await?,
        })
    }

    /// Holds every operation against the log; names what is left to a person.
    ///
    /// # Errors
    /// The first promise that was broken.
    pub fn judge(&self, asked: &[Asked]) -> std::result::Result<Vec<Undecided>, Broken> {
        let mut sent_for: HashMap<&str, &str> = HashMap::new();
        for entry in &self.journal {
            if let (Some(request), Some(operation)) =
                (entry["detail"]["clientRequestId"].as_str(), entry["operation"].as_str())
            {
                sent_for.insert(request, operation);
            }
        }
        let mut own: HashMap<&str, Vec<&Value>> = HashMap::new();
        for effect in &self.effects {
            if OTHERS.iter().any(|other| effect["actor"] == *other) {
                continue;
            }
            let request = effect["clientRequestId"].as_str().unwrap_or_default();
            let operation = sent_for.get(request);
            let operation = operation.ok_or_else(|| format!("a write stands in no journal: {effect}"))?;
            // A cart alone costs nobody anything.
            if text(effect, "path").ends_with("/carts") {
                continue;
            }
            own.entry(operation).or_default().push(effect);
        }
        let mut undecided = Vec::new();
        let mut firsts: BTreeMap<String, Vec<u64>> = BTreeMap::new();
        for asked in asked {
            let listed = self.listed.iter().find(|one| one["id"] == asked.id.as_str());
            let listed = listed.ok_or_else(|| format!("{} {} is not listed any more", asked.kind, asked.id))?;
            let own = own.remove(asked.id.as_str()).unwrap_or_default();
            let end = one(asked, listed, &own).and_then(|end| self.not_by_guess(asked).map(|()| end));
            undecided.extend(end.map_err(|why| self.with_evidence(&why, listed, &own))?);
            if let Some(number) = own.first().and_then(|effect| effect["number"].as_u64()) {
                firsts.entry(text(&listed["target"], "id")).or_default().push(number);
            }
        }
        if let Some((operation, effects)) = own.into_iter().next() {
            return Err(format!("{operation} was never asked for: {effects:?}"));
        }
        match firsts.into_iter().find(|(_, numbers)| !numbers.is_sorted()) {
            Some((target, _)) => Err(format!("what was asked for {target} took effect out of order")),
            None => Ok(undecided),
        }
    }

    /// What nobody may send again by guess went again only after a person's word, or when it had surely not taken effect.
    fn not_by_guess(&self, asked: &Asked) -> std::result::Result<(), Broken> {
        let mut may_go = true;
        for entry in self
            .journal
            .iter()
            .filter(|entry| entry["operation"] == asked.id.as_str())
        {
            match text(entry, "step").as_str() {
                "approved" | "not-sent" | "refused" => may_go = true,
                "attempt" if ONCE.contains(&asked.kind) && !may_go => {
                    return Err(format!(
                        "{} {} was sent again, and nobody had let it",
                        asked.kind, asked.id
                    ));
                }
                "attempt" => may_go = false,
                _ => {}
            }
        }
        Ok(())
    }

    fn with_evidence(&self, why: &str, listed: &Value, own: &[&Value]) -> Broken {
        let steps = self
            .journal
            .iter()
            .filter(|entry| entry["operation"] == listed["id"])
            .map(|entry| {
                format!(
                    "\n    {} {}: {}",
                    text(entry, "at"),
                    text(entry, "step"),
                    entry["detail"]
                )
            });
        let effects = own.iter().map(|effect| format!("\n    {effect}"));
        let steps = steps.collect::<String>();
        let effects = effects.collect::<String>();
        format!("{why}\n  listed: {listed}\n  journal:{steps}\n  the cloud's log:{effects}")
    }
}

/// One operation against its effects.
fn one(asked: &Asked, listed: &Value, own: &[&Value]) -> std::result::Result<Option<Undecided>, Broken> {
    let state = text(listed, "state");
    let attempts = listed["attempts"].as_u64().unwrap_or_default();
    let named = format!("{} {} ({state}, {attempts} attempts)", asked.kind, asked.id);
    // Nobody else writes to these objects and replicas have long caught up: there is no reason for a second time.
    if own.len() > 1 {
        return Err(format!("{named} took effect {} times", own.len()));
    }
    for effect in own {
        let is_it = match &asked.mark {
            Some((place, value)) => effect.pointer(place) == Some(value),
            None => effect["objectId"] == listed["target"]["id"],
        };
        if !is_it {
            return Err(format!("{named} has another effect than was asked for"));
        }
    }
    let had_effect = !own.is_empty();
    match state.as_str() {
        "done" if had_effect => Ok(None),
        "done" => Err(format!("{named} is shown as done and had no effect")),
        "discarded" if asked.given_up => Ok(None),
        // It stands behind one that a person must see to.
        "queued" if listed["waitsFor"].is_string() && !had_effect => Ok(None),
        "held" if listed["hold"] == "outcome-unknown" && attempts > 0 && ONCE.contains(&asked.kind) => {
            match (asked.kind, had_effect) {
                ("send-mail", true) => Ok(Some(Undecided::Gone(asked.id.clone()))),
                // Whoever looks sees that it is there.
                (_, true) => Err(format!("{named} is held as unknown, and its effect can be seen")),
                (_, false) => Ok(Some(Undecided::Missing(asked.id.clone()))),
            }
        }
        _ => Err(format!("{named} is not what may come of it")),
    }
}

/// After a sync the mirror holds what the cloud holds, and nothing else.
pub async fn mirror_is_cloud(place: &Place<'_>) -> Result {
    for (collection, truth) in [("users", "state/users"), ("deleted-users", "state/deleted-users")] {
        let mirror = place.items(&["list", collection, "--mirror"]).await?;
        let truth = place.cloud(truth).await?;
        same(collection, &mirror, &truth)?;
    }
    Ok(())
}

fn same(collection: &str, mirror: &[Value], truth: &[Value]) -> std::result::Result<(), Broken> {
    let mut mirrored: HashMap<String, &Value> = mirror.iter().map(|one| (text(one, "id"), one)).collect();
    if mirrored.len() != mirror.len() {
        return Err(format!("{collection} has somebody twice"));
    }
    // A property that was never set is left out by delta: it counts as null.
    let fields: HashSet<&String> = mirror
        .iter()
        .filter_map(Value::as_object)
        .flat_map(|one| one.keys())
        .collect();
    for user in truth {
        let id = text(user, "id");
        let mine = mirrored.remove(&id).ok_or_else(|| format!("{collection} lacks {id}"))?;
        for field in &fields {
            let (is, should) = (&mine[field.as_str()], &user[field.as_str()]);
            // Sign-ins are read apart, once a day: until then those of a new user are not known.
            if is != should && !(*field == "signInActivity" && is.is_null()) {
                return Err(format!("{collection} {id}: {field} is {is} and should be {should}"));
            }
        }
    }
    match mirrored.into_keys().next() {
        Some(ghost) => Err(format!("{collection} has {ghost}, who is not in the cloud")),
        None => Ok(()),
    }
}
