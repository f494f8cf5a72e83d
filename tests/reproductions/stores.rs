//! 5.1, 5.2, 6: files that are no store or are open to others; limits of the machine; two paths of one store.

use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _, symlink};
use std::os::unix::net::UnixListener;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use sqlx::Connection as _;

use crate::world::wire::{Harm, fault};
use crate::world::{BINARY, Outcome, TO_OPENIDS, TO_TAG, World, argument, finish, signal};
use crate::{accepted, text};

fn set(path: &Path, mode: u32) {
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
}

fn mode(path: &Path) -> u32 {
    std::fs::metadata(path).unwrap().permissions().mode() & 0o7777
}

fn on(world: &World, store: &Path, arguments: &[&str]) -> Outcome {
    world.wx_with(arguments, |command| {
        command.env("WXMASS_STATE", format!("sqlite:{}", store.display()));
    })
}

/// The tests of a file that another user owns need the right to make one.
fn is_superuser(world: &World) -> bool {
    std::fs::metadata(world.path("home")).unwrap().uid() == 0
}

#[test]
fn a_store_that_others_can_read_is_narrowed_and_that_is_said() {
    for wide in [0o666, 0o644, 0o640, 0o604, 0o777] {
        let world = World::on_a_file();
        let store = world.path("w.db");
        std::fs::write(&store, "").unwrap();
        set(&store, wide);
        let outcome = on(&world, &store, &["token"]).exits(0);
        outcome
            .says("w.db")
            .says(&format!("{wide:04o}"))
            .says("0600");
        assert_eq!(mode(&store) & 0o077, 0, "{wide:o}");
        let quiet = on(&world, &store, &["token"]).exits(0);
        assert!(!quiet.stderr.contains("0600"), "once is enough");
        // As `cp` restores it, with its log beside it.
        for end in ["", "-wal", "-shm"] {
            let file = world.path(&format!("w.db{end}"));
            if !file.exists() {
                std::fs::write(&file, "").unwrap();
            }
            set(&file, 0o644);
        }
        on(&world, &store, &["token"]).exits(0).says("0644");
        for end in ["", "-wal", "-shm"] {
            let file = world.path(&format!("w.db{end}"));
            assert!(!file.exists() || mode(&file) == 0o600, "w.db{end}");
        }
        let chinese = on(&world, &store, &["--lang", "zh", "token"]).exits(0);
        assert!(!chinese.stderr.contains("0600"));
    }
}

#[test]
fn a_folder_that_others_may_write_is_refused_with_the_fix() {
    let world = World::on_a_file();
    let folder = world.path("open");
    std::fs::create_dir_all(folder.join("inner")).unwrap();
    for (wide, inside) in [(0o777, "w.db"), (0o757, "w.db"), (0o777, "inner/w.db")] {
        set(&folder, wide);
        set(&folder.join("inner"), 0o755);
        let outcome = on(&world, &folder.join(inside), &["token"]).exits(2);
        let words = outcome.says("chmod go-w").says(argument(&folder)).stderr;
        assert!(!words.contains("report it"), "{words}");
        on(&world, &folder.join(inside), &["--lang", "zh", "token"])
            .exits(2)
            .says("其他用户可以写入文件夹");
        assert!(!folder.join(inside).exists(), "nothing was made");
    }
    assert!(world.calls().is_empty(), "{:?}", world.paths());
    // Where others may add files and not replace ours, as in /tmp.
    set(&folder, 0o1777);
    on(&world, &folder.join("w.db"), &["token"]).exits(0);
    set(&folder, 0o755);
    on(&world, &folder.join("w.db"), &["token"]).exits(0);
}

#[test]
fn a_file_of_another_user_is_refused() {
    let world = World::on_a_file();
    if !is_superuser(&world) {
        return;
    }
    let folder = world.path("shared");
    std::fs::create_dir(&folder).unwrap();
    let store = folder.join("w.db");
    for (folder_mode, file_mode) in [(0o1777, 0o600), (0o1777, 0o666), (0o755, 0o666)] {
        set(&folder, folder_mode);
        std::fs::write(&store, "").unwrap();
        set(&store, file_mode);
        std::os::unix::fs::chown(&store, Some(65_534), Some(65_534)).unwrap();
        on(&world, &store, &["token"])
            .exits(2)
            .says("belongs to another user");
        assert_eq!(mode(&store), file_mode, "left as it was");
        std::fs::remove_file(&store).unwrap();
        // The same of the log, which holds pages of the store.
        on(&world, &store, &["token"]).exits(0);
        let log = folder.join("w.db-wal");
        std::fs::write(&log, "").unwrap();
        set(&log, 0o666);
        std::os::unix::fs::chown(&log, Some(65_534), Some(65_534)).unwrap();
        on(&world, &store, &["token"])
            .exits(2)
            .says("belongs to another user");
        for end in ["", "-wal", "-shm"] {
            let _ = std::fs::remove_file(folder.join(format!("w.db{end}")));
        }
    }
    assert!(world.calls().len() < 4, "{:?}", world.paths());
}

#[test]
fn what_is_no_file_is_no_store() {
    let world = World::on_a_file();
    let made = Command::new("mkfifo").arg(world.path("fifo")).status();
    assert!(made.unwrap().success());
    std::fs::create_dir(world.path("folder")).unwrap();
    let _socket = UnixListener::bind(world.path("socket")).unwrap();
    symlink(world.path("circle"), world.path("circle")).unwrap();
    std::fs::write(world.path("plain"), "").unwrap();
    let inside = world.path("plain").join("w.db");
    std::fs::write(world.path("twice"), "").unwrap();
    std::fs::hard_link(world.path("twice"), world.path("second")).unwrap();
    for (store, words) in [
        (world.path("fifo"), "pipe"),
        (world.path("folder"), "folder"),
        (world.path("socket"), "device or a socket"),
        ("/dev/null".into(), "device or a socket"),
        ("/dev/full".into(), "device or a socket"),
        (world.path("circle"), "circle"),
        (inside, "plain"),
        (world.path("twice"), "hard link"),
    ] {
        for arguments in [&["token"] as &[_], &["runs"], &["--json", "runs"]] {
            let outcome = on(&world, &store, arguments).exits(2);
            let said = outcome.stderr + &outcome.stdout;
            assert!(said.contains(words), "{}: {said}", store.display());
            assert!(!said.contains("report it"), "{}: {said}", store.display());
        }
        let chinese = on(&world, &store, &["--lang", "zh", "runs"]).exits(2);
        assert!(chinese.stderr.contains("存储"), "{chinese:?}");
    }
    assert!(world.calls().is_empty(), "{:?}", world.paths());
}

fn make_database(path: &Path, statements: &[&'static str]) {
    sqlx::any::install_default_drivers();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    runtime.block_on(async {
        let url = format!("sqlite:{}?mode=rwc", path.display());
        let mut connection = sqlx::AnyConnection::connect(&url).await.unwrap();
        for statement in statements {
            let query = sqlx::query(*statement);
            query.execute(&mut connection).await.unwrap();
        }
        connection.close().await.unwrap();
    });
}

#[test]
fn a_database_of_another_program_is_left_as_it_is() {
    const MIGRATED: &str = "create table _sqlx_migrations (version bigint primary key, description text not null, installed_on timestamp, success boolean not null, checksum blob not null, execution_time bigint not null)";
    for (number, statements) in [
        &["create table songs (id integer)"] as &[_],
        &[
            "create table runs (id integer)",
            "create table batches (id integer)",
        ],
        &[
            MIGRATED,
            "insert into _sqlx_migrations values (4, 'theirs', null, true, x'00', 1)",
            "create table songs (id integer)",
        ],
        &[
            MIGRATED,
            "insert into _sqlx_migrations values (20240101000000, 'theirs', null, true, x'00', 1)",
        ],
    ]
    .into_iter()
    .enumerate()
    {
        let world = World::on_a_file();
        let store = world.path("theirs.db");
        make_database(&store, statements);
        set(&store, 0o644);
        let before = std::fs::read(&store).unwrap();
        on(&world, &store, &["token"])
            .exits(2)
            .says("another program")
            .says("theirs.db");
        on(&world, &store, &["--lang", "zh", "runs"])
            .exits(2)
            .says("其他程序的数据库");
        assert!(std::fs::read(&store).unwrap() == before, "number {number}");
        assert_eq!(mode(&store), 0o644, "number {number}");
    }
}

#[test]
fn a_file_where_the_locks_should_be_is_named() {
    let world = World::on_a_file();
    let store = world.path("w.db");
    on(&world, &store, &["runs"]).exits(0);
    let locks = world.path("w.db.locks");
    std::fs::remove_dir_all(&locks).unwrap();
    std::fs::write(&locks, "a file").unwrap();
    let campaign = text(&world, "hello");
    let outcome = on(&world, &store, &["send", argument(&campaign), "--yes"]).exits(2);
    outcome.says("w.db.locks").says("not a folder");
    assert_eq!(accepted(&world), 0);
    std::fs::remove_file(&locks).unwrap();
    on(&world, &store, &["send", argument(&campaign), "--yes"]).exits(0);
    assert_eq!(accepted(&world), 1);
}

/// `ulimit -f` counts 512 bytes: the store cannot be made, or cannot grow in the middle of a send.
#[test]
fn a_limit_on_the_size_of_files_is_told_and_loses_nothing() {
    let world = World::on_a_file();
    let campaign = text(&world, "hello");
    let file = argument(&campaign);
    let mut codes = Vec::new();
    for blocks in [
        0, 1, 8, 64, 128, 192, 224, 240, 256, 272, 288, 304, 336, 400, 600, 4_000,
    ] {
        let line = format!("ulimit -f {blocks}; exec wxmass send '{file}' --yes -q");
        let before = accepted(&world);
        let outcome = world.shell(&line, |command| {
            command.stdout(Stdio::piped());
        });
        let now = accepted(&world) - before;
        let allowed: &[i32] = if now > 0 { &[0, 7] } else { &[0, 2] };
        assert!(allowed.contains(&outcome.code), "{blocks}: {outcome:?}");
        codes.push(outcome.code);
    }
    assert!(codes.contains(&2) && codes.ends_with(&[0]), "{codes:?}");
    assert_eq!(accepted(&world), 1);
}

#[test]
fn a_full_stdout_is_a_fault_of_the_place_and_undoes_no_send() {
    let world = World::on_a_file();
    let campaign = text(&world, "hello");
    let file = argument(&campaign);
    for lang in ["en", "zh"] {
        let outcome = world.shell(&format!("wxmass --lang {lang} themes > /dev/full"), |_| ());
        let outcome = outcome.exits(2);
        assert!(!outcome.stderr.contains("report it"), "{outcome:?}");
        let words = if lang == "en" {
            "stdout"
        } else {
            "标准输出"
        };
        outcome.says(words);
    }
    for more in ["", "--json"] {
        let sent = world.shell(
            &format!("wxmass send '{file}' --yes {more} > /dev/full"),
            |_| (),
        );
        sent.exits(0).says("cannot write to stdout");
    }
    assert_eq!(accepted(&world), 1);
}

#[test]
fn two_paths_of_one_store_are_one_lock() {
    let world = World::on_a_file();
    let campaign = text(&world, "hello");
    let folder = world.path("real");
    std::fs::create_dir(&folder).unwrap();
    symlink(&folder, world.path("by-folder")).unwrap();
    symlink(folder.join("w.db"), world.path("by-file.db")).unwrap();
    symlink("real/w.db", world.path("by-words.db")).unwrap();
    let stores = ["real/w.db", "by-folder/w.db", "by-file.db", "by-words.db"];
    world.plant(fault(TO_TAG, Harm::Late(Duration::from_millis(600))));
    let children: Vec<_> = stores
        .iter()
        .map(|store| {
            let store = world.path(store);
            world.start_with(["send", argument(&campaign), "--yes"], |command| {
                command.env("WXMASS_STATE", format!("sqlite:{}", store.display()));
            })
        })
        .collect();
    for child in children {
        finish(child).exits(0);
    }
    assert_eq!(accepted(&world), 1);
    assert!(!world.path("by-file.db.locks").exists());
}

/// As SIGTERM, unless it is ignored from the start, as under `nohup`.
#[cfg(target_os = "linux")]
#[test]
fn a_hangup_is_heard_unless_it_is_ignored() {
    for (before, code, states) in [
        ("", 130, ["accepted", "planned"]),
        ("trap '' HUP; ", 0, ["accepted", "accepted"]),
    ] {
        let world = World::on_a_file();
        let campaign = world.campaign("guests").for_openids(10_001).write();
        world.plant(fault(TO_OPENIDS, Harm::Late(Duration::from_secs(1))));
        let script = format!(
            "{before}exec '{BINARY}' send '{}' --yes",
            campaign.display()
        );
        let child = world.start_shell(&script, |_| ());
        world.wait_for(TO_OPENIDS, 1);
        signal(&child, "-HUP");
        finish(child).exits(code);
        assert_eq!(world.batch_states(), states);
        world.send(&campaign).exits(0);
        assert_eq!(accepted(&world), 2);
    }
}
