//! What another user of the same machine gets to see: nothing.

use super::secrets::sha256;
use super::*;
use std::os::unix::fs::{PermissionsExt, chown};
use std::os::unix::process::CommandExt;

const PASSWORD: &str = "Trollstigen-1936-and-a-half";

/// Who owns nothing.
const NOBODY: u32 = 65_534;

/// Whether this can be tried; only root can work as somebody else.
fn can_be_another() -> bool {
    let root = rustix::process::geteuid().is_root();
    if !root {
        println!("skipped: only root can work as another user");
    }
    root
}

/// Every path of the data folder, with the folder itself.
fn paths(folder: &Path) -> Vec<PathBuf> {
    let below = std::fs::read_dir(folder).unwrap().flat_map(|entry| {
        let path = entry.unwrap().path();
        if path.is_dir() { paths(&path) } else { vec![path] }
    });
    std::iter::once(folder.to_owned()).chain(below).collect()
}

fn set_mode(path: &Path, mode: u32) {
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
}

fn mode(path: &Path) -> u32 {
    path.metadata().unwrap().permissions().mode() & 0o777
}

/// Lists a folder or reads a file as another user; none when that is denied.
fn as_another(path: &Path) -> Option<Vec<u8>> {
    let program = if path.is_dir() { "ls" } else { "cat" };
    let output = Command::new(program)
        .arg(path)
        .uid(NOBODY)
        .gid(NOBODY)
        .current_dir("/")
        .output()
        .unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    if output.status.success() {
        return Some(output.stdout);
    }
    assert!(said.contains("Permission denied"), "{said}");
    None
}

/// Runs `kontor` where files are made for everybody, unless a program says otherwise.
fn with_open_umask(place: &Place, arguments: &[&str]) -> Ran {
    let kontor = place.command(&place.data(), arguments);
    let mut shell = Command::new("sh");
    shell
        .args(["-c", "umask 0 && exec \"$0\" \"$@\""])
        .arg(kontor.get_program())
        .args(kontor.get_args());
    let set = kontor.get_envs().filter_map(|(name, value)| Some((name, value?)));
    shell.env_clear().envs(set);
    ran(shell)
}

#[tokio::test(flavor = "multi_thread")]
async fn another_user_can_neither_list_nor_read_anything_that_is_kept() {
    let place = Place::new(Options {
        tls: true,
        ..Options::default()
    })
    .await;
    set_mode(place.folder.path(), 0o755);
    let cloud = place.cloud();
    let add = ["tenant", "add", "Fjordlys", "--auth", "token", "--cloud", &cloud];
    for arguments in [&add[..], &["sync"]] {
        let ran = with_open_umask(&place, arguments);
        assert_eq!(ran.code, 0, "{}", ran.stderr);
    }
    let kept = paths(&place.data());
    for name in [
        "ledger.db",
        "mirror.db",
        "tenant.json",
        "ca.pem",
        "in-use.lock",
        "open.lock",
    ] {
        assert!(kept.iter().any(|path| path.ends_with(name)), "{name} in {kept:?}");
    }
    let private = || {
        for path in paths(&place.data()) {
            let expected = if path.is_dir() { 0o700 } else { 0o600 };
            assert_eq!(mode(&path), expected, "{}", path.display());
        }
    };
    private();

    // As a copy from another machine comes out of an archive.
    for path in &kept {
        set_mode(path, if path.is_dir() { 0o755 } else { 0o644 });
    }
    let in_sight = |paths: &[PathBuf]| paths.iter().filter(|path| as_another(path).is_some()).count();
    if can_be_another() {
        assert_eq!(in_sight(&kept), kept.len(), "it is seen where it may be");
    }
    place.run(&["list", "users"]).ok();
    private();
    if can_be_another() {
        assert_eq!(in_sight(&kept), 0);
        // Each file by itself, too: had somebody opened the folders again.
        let folders = kept.iter().filter(|path| path.is_dir());
        folders.for_each(|path| set_mode(path, 0o755));
        let files: Vec<PathBuf> = kept.iter().filter(|path| path.is_file()).cloned().collect();
        assert_eq!(in_sight(&files), 0);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_data_folder_in_somebody_elses_place_is_refused_and_stays_as_it_was() {
    if !can_be_another() {
        return;
    }
    let place = Place::new(Options::default()).await;
    let theirs = place.folder.path().join("theirs");
    std::fs::create_dir(&theirs).unwrap();
    set_mode(&theirs, 0o777);
    chown(&theirs, Some(NOBODY), Some(NOBODY)).unwrap();
    std::os::unix::fs::symlink(&theirs, place.data()).unwrap();
    for folder in [&theirs, &place.data()] {
        let refused = ran(place.command(folder, &["tenant", "list", "--json"]));
        assert_eq!(refused.failed(), (1, "not-private".into()), "{}", refused.stdout);
        assert!(refused.stdout.contains("belongs to another user"), "{}", refused.stdout);
    }
    assert_eq!(std::fs::read_dir(&theirs).unwrap().count(), 0);
    assert_eq!(mode(&theirs), 0o777);
}

#[cfg(target_os = "linux")]
#[tokio::test(flavor = "multi_thread")]
async fn the_list_of_processes_shows_no_secret() {
    let place = Place::synced().await;
    let user = place.somebody();
    let reset = ["run", "reset-password", "--id", id(&user), "--password-stdin", "--json"];
    let mut command = place.command(&place.data(), &reset);
    // It waits for its standard input.
    let mut child = command.stdin(Stdio::piped()).spawn().unwrap();
    let mut input = child.stdin.take().unwrap();
    let process = PathBuf::from(format!("/proc/{}", child.id()));
    // For a moment after its start a process has no arguments.
    let mut shown = String::new();
    while shown.is_empty() {
        shown = std::fs::read_to_string(process.join("cmdline")).unwrap();
    }
    assert!(shown.contains("\0reset-password\0"), "{shown}");
    input.write_all(PASSWORD.as_bytes()).unwrap();
    if can_be_another() {
        assert_eq!(as_another(&process.join("cmdline")).unwrap(), shown.as_bytes());
        assert_eq!(as_another(&process.join("environ")), None);
    }
    let environment = String::from_utf8(std::fs::read(process.join("environ")).unwrap()).unwrap();
    assert!(environment.contains(KEY), "it was given there: {environment}");
    for secret in [KEY, &place.sim.token(), PASSWORD] {
        assert!(!shown.contains(secret), "{shown}");
    }
    drop(input);
    read(child.wait_with_output().unwrap()).ok();
    place.run(&["outbox", "send"]).ok();
    let sent = &place.writes(id(&user))[0].body["passwordProfile"]["password"];
    assert_eq!(*sent, sha256(PASSWORD), "that was the password");
}
