//! A disk that takes no more. A limit on the size of files stands for it: SQLite hears the same refusal, at the same calls.

use super::*;

impl Place {
    /// Runs `kontor --json` where no file may grow beyond `kilobytes`.
    fn run_confined(&self, kilobytes: u32, arguments: &[&str]) -> Ran {
        let kontor = self.command(&self.data(), &[arguments, &["--json"]].concat());
        let mut shell = Command::new("/bin/bash");
        // Without the trap the signal would end it before it hears of the refusal.
        shell.args([
            "-c",
            &format!("trap '' XFSZ; ulimit -f {kilobytes}; exec \"$0\" \"$@\""),
        ]);
        shell.arg(kontor.get_program()).args(kontor.get_args()).env_clear();
        shell.envs(kontor.get_envs().filter_map(|(name, value)| Some((name, value?))));
        ran(shell)
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn case_32_what_is_told_to_be_queued_is_in_the_outbox_and_nothing_else() {
    let place = Place::synced().await;
    let users: Vec<Json> = place.people().take(12).collect();
    let (mut queued, mut refused) = (Vec::new(), 0);
    for (number, user) in users.iter().enumerate() {
        // From no room at all to enough, over every point at which it can end.
        let room = 12 * number as u32;
        let ran = place.run_confined(
            room,
            &["run", "update-user", "--id", id(user), "--job-title", "Kaptein"],
        );
        if ran.code == 0 {
            queued.push(ran.ok()["item"]["id"].clone());
        } else {
            assert_eq!(ran.failed(), (1, "not-saved".into()), "{room} KB: {}", ran.stdout);
            refused += 1;
        }
        let outbox: Vec<Json> = place
            .items(&["outbox", "list"])
            .iter()
            .map(|one| one["id"].clone())
            .collect();
        assert_eq!(outbox, queued, "{room} KB");
    }
    assert!(
        refused > 0 && !queued.is_empty(),
        "{refused} refused, {} queued",
        queued.len()
    );
    let titled = place.items(&["list", "users", "--filter", "pending=jobTitle"]);
    assert_eq!(titled.len(), queued.len());
    assert_eq!(place.run(&["outbox", "send"]).ok()["counts"]["done"], queued.len());
    place.run(&["sync"]).ok();
    place.assert_same_users(&[]);
}

#[tokio::test(flavor = "multi_thread")]
async fn case_32_a_sync_that_finds_no_room_says_so_and_leaves_the_copy_as_it_was() {
    let place = Place::synced().await;
    let before = place.items(&["list", "users"]);
    place.sim.mutate(3, 1_000);
    let ran = place.run_confined(40, &["sync", "--full"]);
    assert_eq!(ran.failed(), (1, "not-saved".into()), "{}", ran.stdout);
    assert_eq!(place.items(&["list", "users"]), before);
    place.run(&["sync"]).ok();
    place.assert_same_users(&[]);
}
