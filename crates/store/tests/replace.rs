//! One operation in the place of another, in one transaction.
#![allow(clippy::unwrap_used)] // the clippy setting for tests does not know of their own functions

mod common;

use common::*;
use kontor_model::{Code, Operation, Secret, State};
use kontor_store::{Fresh, Which};
use serde_json::json;

#[test]
fn what_is_replaced_goes_as_the_new_one_comes() {
    for state in State::ALL {
        let (dir, store) = fresh();
        two(&store);
        let old = change(1, "1", "department", json!("A"));
        let secrets = [("password", &secret()), ("code", &Secret::new("0000"))];
        store.enqueue(&RULES, &old, &secrets, queued(&old), None).unwrap();
        if state != State::Queued {
            let moved = store.transition(&RULES, &State::ALL, &now(&old, state), Fresh::Unread, &[]);
            assert!(moved.unwrap());
        }
        let new = change(2, "1", "department", json!("Z"));
        let replaced = now(&old, State::Replaced);
        let seq = store.commit_seq().unwrap();
        let result = store.enqueue(
            &RULES,
            &new,
            &[("code", &Secret::new("9999"))],
            queued(&new),
            Some((&replaced, entry(&replaced, "replaced"))),
        );
        if [
            State::Queued,
            State::Held,
            State::Conflict,
            State::Guided,
            State::Failed,
        ]
        .contains(&state)
        {
            result.unwrap();
            assert_eq!(store.operation(old.id).unwrap(), Some(replaced));
            assert_eq!(store.journal_of(old.id).unwrap().last().unwrap().step, "replaced");
            assert_eq!(store.journal_of(new.id).unwrap(), [queued(&new)]);
            let handed_on = (state != State::Failed).then(secret);
            assert_eq!(store.secret(new.id, "password").unwrap(), handed_on, "{state:?}");
            assert_eq!(store.secret(new.id, "code").unwrap(), Some(Secret::new("9999")));
            for name in ["password", "code"] {
                assert_eq!(store.secret(old.id, name).unwrap(), None);
            }
            assert!(!texts(&dir.path().join("ledger.db")).contains("Ok(\"0000\")"));
            assert_eq!(store.show(&RULES, "1").unwrap().unwrap().pending, [new]);
            assert_eq!(by_department(&store), ["2", "1"], "C before Z");
        } else {
            assert_eq!(result.unwrap_err().code, Code::WrongState, "{state:?}");
            assert_eq!(store.commit_seq().unwrap(), seq);
            assert_eq!(store.operation(new.id).unwrap(), None);
            assert_eq!(store.operation(old.id).unwrap(), Some(now(&old, state)));
        }
    }
}

#[test]
fn what_was_never_queued_cannot_be_replaced() {
    let (_dir, store) = fresh();
    two(&store);
    let old = Operation {
        state: State::Replaced,
        ..change(1, "1", "department", json!("A"))
    };
    let new = change(2, "1", "department", json!("Z"));
    let replaces = Some((&old, entry(&old, "replaced")));
    let refused = store.enqueue(&RULES, &new, &[], queued(&new), replaces).unwrap_err();
    assert_eq!(refused.code, Code::WrongState);
    assert_eq!(store.operations(Which::All).unwrap(), []);
    assert_eq!(store.journal_all(None, 9).unwrap(), []);
}

#[test]
fn the_new_one_stands_where_the_old_one_stood() {
    let (_dir, store) = fresh();
    two(&store);
    let (first, second) = (change(1, "1", "a", json!(1)), change(2, "1", "b", json!(2)));
    for op in [&first, &second] {
        store.enqueue(&RULES, op, &[], queued(op), None).unwrap();
    }
    let (edited, replaced) = (change(3, "1", "a", json!(3)), now(&first, State::Replaced));
    let replaces = Some((&replaced, entry(&replaced, "replaced")));
    store.enqueue(&RULES, &edited, &[], queued(&edited), replaces).unwrap();
    assert_eq!(store.operations(Which::Active).unwrap(), [edited, second]);
}
