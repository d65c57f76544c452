//! Files that somebody else may have written: change requests, the addresses of a cloud, profiles and settings.

use crate::draw::Draw;
use crate::house::House;
use crate::objects;
use kontor_cloud::endpoints;
use kontor_core::operations::{Effect, Kind, OPERATIONS};
use kontor_core::outbox::{accept_request, open_request};
use kontor_model::{Api, Code, Hold, Object, State};
use kontor_store::Which;
use ring::signature::{Ed25519KeyPair, KeyPair};
use serde_json::{Value, json};

pub fn run(bytes: &[u8]) {
    let mut draw = Draw::new(bytes);
    House::with(Draw::new(&[]), |house| match draw.byte() % 8 {
        0 => cloud(house, &mut draw),
        1 => settings(house, &mut draw),
        2 => profile(house, &mut draw),
        3 => anything(house, &mut draw),
        _ => request(house, &mut draw),
    });
}

/// A request that is signed, whatever it asks for; then the same with something altered.
fn request(house: &mut House, draw: &mut Draw) {
    house.is_used = true;
    let text = signed(&content(house, draw), draw);
    let opened = open_request(&house.session, &text);
    let taken = accept_request(&house.session, &text);
    assert_eq!(
        opened.is_ok(),
        taken.is_ok(),
        "what can be opened can be accepted: {opened:?} {taken:?}"
    );
    if let Ok(request) = &opened {
        for one in &request.operations {
            let kind = Kind::find(&one.operation).expect("a kind that there is");
            assert!(
                !kind.has_secrets()
                    && matches!(
                        kind.effect,
                        Effect::Sets | Effect::Once { .. } | Effect::Moves { .. } | Effect::Destroys
                    )
            );
            assert_eq!(kind.collection.name, one.target.collection);
        }
        assert_eq!(
            request.operations.iter().map(|one| one.id).collect::<Vec<_>>().len(),
            request.operations.len()
        );
    }
    let stored = house.session.store.operations(Which::All).expect("the outbox is read");
    assert_eq!(
        stored.len(),
        taken.as_ref().map_or(0, Vec::len),
        "all that was taken, or nothing"
    );
    for one in &stored {
        assert_eq!(
            (one.state, one.hold, one.attempts),
            (State::Held, Some(Hold::Review), 0),
            "held until approved"
        );
        assert_eq!(one.tenant, house.session.tenant.tenant_id);
    }
    if taken.is_ok() {
        assert_eq!(
            accept_request(&house.session, &text).map(|taken| taken.len()),
            Ok(0),
            "once"
        );
    }
    tampered(house, draw, &text);
    assert_eq!(
        house
            .session
            .store
            .verify_journal()
            .expect("the journal is read")
            .broken_at,
        None
    );
}

/// One character of the file is another: it is refused, or says what it said.
fn tampered(house: &House, draw: &mut Draw, text: &str) {
    let mut letters: Vec<char> = text.chars().collect();
    let at = (usize::from(draw.byte()) * 256 + usize::from(draw.byte())) % letters.len();
    letters[at] = char::from(draw.byte());
    let altered: String = letters.into_iter().collect();
    if open_request(&house.session, &altered).is_ok() {
        let said = |text: &str| -> Value { serde_json::from_str(text).expect("what was opened is JSON") };
        let (before, after) = (said(text), said(&altered));
        assert_eq!(before["content"], after["content"], "what was signed is what is opened");
    }
}

fn content(house: &House, draw: &mut Draw) -> Value {
    let operations: Vec<Value> = (0..1 + draw.below(3)).map(|at| requested(house, draw, at)).collect();
    let mut content = json!({
        "tenant": house.session.tenant.tenant_id,
        "from": draw.text(),
        "madeAt": "2026-11-02T09:00:00Z",
        "operations": operations,
    });
    if draw.byte() >= 224 {
        content[draw.one_of(&["tenant", "from", "madeAt", "operations", "more"])] = draw.value();
    }
    content
}

fn requested(house: &House, draw: &mut Draw, at: usize) -> Value {
    let kind: &Kind = draw.one_of(OPERATIONS);
    let (id, server) = house.some_object(draw, kind.collection.name);
    let input = objects::input(draw, kind);
    let base: Object = match draw.byte() {
        0..200 => input
            .as_object()
            .into_iter()
            .flatten()
            .map(|(name, _)| (name.clone(), server.get(name).cloned().unwrap_or_default()))
            .collect(),
        _ => draw.object(),
    };
    let mut one = json!({
        "id": format!("7d9f2c1e-0000-4000-8000-00000000000{}", if draw.byte() >= 240 { 0 } else { at }),
        "operation": kind.name,
        "target": { "collection": kind.collection.name, "id": id, "name": draw.text() },
        "input": input,
        "base": base,
        "changes": [],
    });
    if draw.byte() >= 224 {
        one[draw.one_of(&["id", "operation", "target", "input", "base", "changes", "more"])] = draw.value();
    }
    one
}

/// The file as another Kontor would write it.
fn signed(content: &Value, draw: &mut Draw) -> String {
    let key = Ed25519KeyPair::from_seed_unchecked(&[7; 32]).expect("a key");
    let content = content.to_string();
    let hex = |bytes: &[u8]| bytes.iter().map(|byte| format!("{byte:02x}")).collect::<String>();
    let mut file = json!({
        "format": "kontor-change-request-1",
        "content": content,
        "publicKey": hex(key.public_key().as_ref()),
        "signature": hex(key.sign(content.as_bytes()).as_ref()),
    });
    if draw.byte() >= 240 {
        file[draw.one_of(&["format", "content", "publicKey", "signature", "more"])] = draw.value();
    }
    file.to_string()
}

fn anything(house: &House, draw: &mut Draw) {
    let text = match draw.flag() {
        true => draw.value().to_string(),
        false => String::from_utf8_lossy(&draw.bytes(255)).into_owned(),
    };
    let error = open_request(&house.session, &text).expect_err("nobody has signed it");
    assert_eq!(error.code, Code::Invalid);
}

/// Every address that is taken is https, or on this very machine, and carries nothing besides.
fn cloud(house: &House, draw: &mut Draw) {
    const ADDRESSES: &[&str] = &[
        "https://login.example",
        "http://127.0.0.1:8080/login",
        "http://[::1]:2",
        "http://localhost:1",
        "https://user@login.example",
        "https://login.example?x#y",
        "HTTPS://\u{212a}.example",
        "http://0x7f.1",
        "file:///x",
        "https:login.example",
    ];
    let mut lines: Vec<String> = Vec::new();
    for name in ["login", "graph", "arm", "partner_center", "ca"] {
        let address = match draw.byte() {
            0..160 => draw.one_of(ADDRESSES).to_owned(),
            160..224 => format!("{}{}", draw.one_of(ADDRESSES), draw.text()),
            _ => draw.text(),
        };
        match draw.byte() % 8 {
            0 => lines.push(String::from_utf8_lossy(&draw.bytes(64)).into_owned()),
            1 => {}
            2 => lines.push(format!("{name} = '''{address}'''")),
            _ => lines.push(format!("{name} = {}", json!(address))),
        }
    }
    let path = house.folder.path().join("cloud.toml");
    std::fs::write(&path, lines.join("\n")).expect("the file is written");
    let Ok(endpoints) = endpoints::load(path.to_str().expect("a plain path")) else {
        return;
    };
    for api in [Api::Login, Api::Graph, Api::Arm, Api::PartnerCenter] {
        let url = endpoints.base(api);
        let here = ["127.0.0.1", "[::1]"].contains(&url.host_str().expect("a host"));
        assert!(url.scheme() == "https" || (url.scheme() == "http" && here), "{url}");
        assert!(url.username().is_empty() && url.password().is_none(), "{url}");
        assert!(url.query().is_none() && url.fragment().is_none(), "{url}");
    }
    assert!(endpoints.ca.is_none_or(|ca| ca.is_absolute()));
}

/// Settings that can be read are written so that they read the same.
fn settings(house: &mut House, draw: &mut Draw) {
    house.is_used = true;
    let mut settings = Object::new();
    settings.insert("language".into(), json!(draw.one_of(&["en", "nb", "xx"])));
    settings.insert(
        "theme".into(),
        json!(draw.one_of(&["light", "dark", "high-contrast", "xx"])),
    );
    write(house, "settings.json", settings, draw);
    let folder = house.kontor.folder();
    match folder.settings() {
        Ok(settings) => {
            folder.save_settings(&settings).expect("they are written");
            assert_eq!(folder.settings(), Ok(settings), "they read the same");
        }
        Err(error) => assert_eq!(error.code, Code::Corrupt),
    }
    let _ = house.kontor.locale();
}

/// A profile that can be read is written so that it reads the same; one that cannot is never passed over.
fn profile(house: &mut House, draw: &mut Draw) {
    house.is_used = true;
    let file = format!("tenants/{}/tenant.json", house.tenant.0);
    let text = std::fs::read(house.folder.path().join(&file)).expect("the profile");
    let mut profile: Object = serde_json::from_slice(&text).expect("the profile is JSON");
    for name in [
        "id",
        "name",
        "tenantId",
        "tenant_id",
        "auth",
        "clientId",
        "endpoints",
        "demo",
    ] {
        if draw.byte() >= 224 {
            profile.insert(name.to_owned(), draw.value());
        }
    }
    write(house, &file, profile, draw);
    let folder = house.kontor.folder();
    match folder.tenants() {
        Ok(tenants) => {
            assert_eq!(tenants.len(), 1, "never passed over");
            if tenants[0].id == house.tenant {
                folder.save(&tenants[0]).expect("it is written");
                assert_eq!(folder.tenants(), Ok(tenants), "it reads the same");
            }
        }
        Err(error) => assert_eq!(error.code, Code::Corrupt),
    }
    let _ = house.kontor.find(Some("Test"));
}

/// Writes the file, now and then broken off or with something else in it.
fn write(house: &House, name: &str, mut content: Object, draw: &mut Draw) {
    if draw.byte() >= 200 {
        content.insert(draw.name(), draw.value());
    }
    let mut text = Value::Object(content).to_string().into_bytes();
    match draw.byte() {
        0..200 => {}
        200..224 => text.truncate(draw.below(256)),
        _ => text = draw.bytes(128),
    }
    std::fs::write(house.folder.path().join(name), text).expect("the file is written");
}
