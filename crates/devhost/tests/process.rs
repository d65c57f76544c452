//! The development host as a process: what it prints, what it serves, whom it refuses, how it ends.
#![allow(clippy::unwrap_used)] // A test may stop where it stands, its helpers too.

use reqwest::{Client, StatusCode};
use serde_json::{Value, json};
use std::{
    fs,
    io::{BufRead, BufReader},
    process::{Child, Command, Stdio},
};
use tempfile::TempDir;

struct Running {
    process: Child,
    url: String,
    _folder: TempDir,
}

impl Running {
    fn start() -> Self {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("secret.txt"), "secret").unwrap();
        fs::create_dir(folder.path().join("ui")).unwrap();
        fs::write(folder.path().join("ui/index.html"), "<!doctype html>").unwrap();
        let mut process = Command::new(env!("CARGO_BIN_EXE_kontor-devhost"))
            .args(["--port", "0", "--data-dir"])
            .arg(folder.path().join("data"))
            .arg("--ui")
            .arg(folder.path().join("ui"))
            .env("KONTOR_KEY", "5".repeat(64))
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(process.stdout.take().unwrap())
            .read_line(&mut line)
            .unwrap();
        let url = serde_json::from_str::<Value>(&line).unwrap()["url"]
            .as_str()
            .unwrap()
            .to_owned();
        Self {
            process,
            url,
            _folder: folder,
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.process.kill().unwrap();
        self.process.wait().unwrap();
    }
}

fn client() -> Client {
    // The first of a process chooses the cryptography; the client refuses to start without.
    let _ = rustls::crypto::ring::default_provider().install_default();
    Client::builder().no_proxy().build().unwrap()
}

#[tokio::test]
async fn commands_are_answered_with_their_output_or_their_error() {
    let host = Running::start();
    let call = async |name: &str, input: Value| {
        let answer = client()
            .post(format!("{}/call/{name}", host.url))
            .json(&input)
            .send()
            .await
            .unwrap();
        (answer.status(), answer.json::<Value>().await.unwrap())
    };
    let (status, state) = call("state", json!({})).await;
    assert_eq!((status, &state["tenants"]), (StatusCode::OK, &json!([])));
    let (status, error) = call("no_such_command", json!({})).await;
    assert_eq!((status, &error["code"]), (StatusCode::BAD_REQUEST, &json!("usage")));
}

#[tokio::test]
async fn changes_are_told_as_they_happen() {
    let host = Running::start();
    let mut events = client().get(format!("{}/events", host.url)).send().await.unwrap();
    let settings = json!({ "language": "nb", "theme": null });
    let saved = client()
        .post(format!("{}/call/save_settings", host.url))
        .json(&settings)
        .send()
        .await
        .unwrap();
    assert_eq!(saved.status(), StatusCode::OK);
    let told = events.chunk().await.unwrap().unwrap();
    assert_eq!(told, "data: {\"tenant\":null,\"tags\":[\"settings\"]}\n\n".as_bytes());
}

#[tokio::test]
async fn only_the_files_of_the_ui_are_served_and_only_to_its_own_page() {
    let host = Running::start();
    let get = async |path: &str, header: (&str, &str)| {
        let request = client().get(format!("{}{path}", host.url)).header(header.0, header.1);
        request.send().await.unwrap().status()
    };
    let nothing = ("accept", "*/*");
    assert_eq!(get("/", nothing).await, StatusCode::OK);
    for path in ["/missing.js", "/..%2fsecret.txt", "/%2e%2e/secret.txt", "//etc/passwd"] {
        assert_eq!(get(path, nothing).await, StatusCode::NOT_FOUND, "{path}");
    }
    assert_eq!(get("/", ("host", "example.com")).await, StatusCode::FORBIDDEN);
    assert_eq!(get("/", ("origin", "https://example.com")).await, StatusCode::FORBIDDEN);
    assert_eq!(get("/", ("origin", &host.url)).await, StatusCode::OK);
}

#[tokio::test]
async fn the_page_is_held_to_the_policy_of_the_desktop() {
    let host = Running::start();
    let answer = client().get(&host.url).send().await.unwrap();
    let policy = answer.headers()["content-security-policy"].to_str().unwrap();
    let desktop: Value = serde_json::from_str(include_str!("../../../tauri.conf.json")).unwrap();
    let directives = desktop["app"]["security"]["csp"].as_object().unwrap();
    assert!(directives.len() > 5);
    for (name, sources) in directives {
        let sources = if name == "connect-src" {
            "'self'"
        } else {
            sources.as_str().unwrap()
        };
        assert!(
            policy.split("; ").any(|one| one == format!("{name} {sources}")),
            "{name} {sources} is not in {policy}"
        );
    }
}

#[cfg(unix)]
#[tokio::test]
async fn it_ends_when_it_is_asked_to() {
    let mut host = Running::start();
    let asked = Command::new("kill")
        .arg(host.process.id().to_string())
        .status()
        .unwrap();
    assert!(asked.success());
    assert!(host.process.wait().unwrap().success());
}
