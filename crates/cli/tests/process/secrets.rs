//! Secrets are in no output and in no file.

use super::*;

const PASSWORD: &str = " Trollstigen-1936 ";
const CLIENT_SECRET: &str = "client-secret-that-nobody-may-see";

/// Every byte of every file below a folder.
pub fn bytes(folder: &Path) -> Vec<u8> {
    let mut all = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        all.extend(if path.is_dir() {
            bytes(&path)
        } else {
            std::fs::read(&path).unwrap()
        });
    }
    all
}

pub fn holds(bytes: &[u8], text: &str) -> bool {
    bytes.windows(text.len()).any(|window| window == text.as_bytes())
}

#[tokio::test(flavor = "multi_thread")]
async fn no_secret_is_in_any_file_or_output() {
    let place = Place::synced().await;
    let (tenant, cloud) = (place.sim.tenant_id(), place.cloud());
    let mut outputs = Vec::new();
    let mut keep = |ran: Ran| {
        outputs.extend([ran.stdout.clone(), ran.stderr.clone()]);
        ran
    };
    let add = [
        "tenant",
        "add",
        "App",
        "--auth",
        "client-secret",
        "--client-id",
        "app",
        "--tenant-id",
        &tenant,
    ];
    let mut command = place.command(&place.data(), &[&add[..], &["--cloud", &cloud]].concat());
    command.env("KONTOR_CLIENT_SECRET", CLIENT_SECRET);
    assert_eq!(keep(ran(command)).code, 0);

    let user = place.somebody();
    let reset = [
        "--tenant",
        "Fjordlys",
        "run",
        "reset-password",
        "--id",
        id(&user),
        "--password-stdin",
    ];
    let queued = keep(place.run_with(&format!("{PASSWORD}\r\nnot this\n"), &reset)).ok();
    assert_eq!(queued["item"]["state"], "queued");
    let in_between = bytes(&place.data());
    for arguments in [
        vec!["outbox", "list"],
        vec!["list", "users"],
        vec!["outbox", "send"],
        vec!["outbox", "list"],
        vec!["changes", "list"],
    ] {
        keep(place.say(&[&["--tenant", "Fjordlys"], arguments.as_slice()].concat()));
    }
    // The server has the password with its spaces and without the line's end; it keeps only the hash.
    let sent = place.writes(id(&user));
    assert_eq!(sent.len(), 1);
    let hash = sent[0].body["passwordProfile"]["password"].as_str().unwrap();
    assert_eq!(hash, sha256(PASSWORD));

    let wrong = [
        "--tenant",
        "Fjordlys",
        "run",
        "reset-password",
        "--id",
        id(&user),
        "--password",
        PASSWORD,
    ];
    assert_eq!(keep(place.say(&wrong)).code, 2);
    let files = [in_between, bytes(&place.data())].concat();
    assert!(
        holds(&files, "Fjordlys"),
        "the profile is in the clear, so the search finds what is there"
    );
    for secret in [PASSWORD, PASSWORD.trim(), CLIENT_SECRET, &place.sim.token(), KEY] {
        assert!(!holds(&files, secret));
        assert!(!outputs.iter().any(|output| output.contains(secret)), "{outputs:?}");
    }
}

pub fn sha256(text: &str) -> String {
    use sha2::{Digest, Sha256};
    let digest = Sha256::digest(text.as_bytes());
    format!(
        "sha256:{}",
        digest.iter().map(|byte| format!("{byte:02x}")).collect::<String>()
    )
}
