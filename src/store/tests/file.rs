//! Faults of a file: damage, permissions, full disks, processes killed in the middle.

use std::path::{Path, PathBuf};

use sqlx::Executor;

use super::*;

fn path_of(home: &Home) -> PathBuf {
    home.folder.as_ref().unwrap().path().join("state/store.db")
}

#[cfg(unix)]
fn mode(path: &Path) -> u32 {
    use std::os::unix::fs::PermissionsExt;
    std::fs::metadata(path).unwrap().permissions().mode() & 0o7777
}

#[cfg(unix)]
#[tokio::test]
async fn nobody_else_may_read_it() {
    let home = Home::file().await;
    home.store.run_create(&new_run("private", 1)).await.unwrap();
    let _guard = home
        .store
        .lock("x", std::time::Duration::ZERO, "ann")
        .await
        .unwrap();
    let path = path_of(&home);
    let mut seen = 0;
    for folder in [path.parent().unwrap(), &path.with_extension("db.locks")] {
        assert_eq!(mode(folder), 0o700, "{}", folder.display());
        for entry in std::fs::read_dir(folder).unwrap() {
            let entry = entry.unwrap().path();
            if entry.is_file() {
                assert_eq!(mode(&entry), 0o600, "{}", entry.display());
                seen += 1;
            }
        }
    }
    assert!(seen >= 5, "store, -wal, -shm, lock and holder");
}

#[tokio::test]
async fn the_settings_hold_on_every_connection() {
    let home = Home::file().await;
    for _ in ["the first", "one in its place"] {
        let mut connection = home.store.pool.acquire().await.unwrap();
        // A connection learns the journal's mode when it first reads the file.
        connection
            .execute("select count(*) from runs")
            .await
            .unwrap();
        for (pragma, wanted) in [
            ("pragma synchronous", 2),
            ("pragma foreign_keys", 1),
            ("pragma busy_timeout", 5_000),
        ] {
            let found: i64 = sqlx::query_scalar(pragma)
                .fetch_one(&mut *connection)
                .await
                .unwrap();
            assert_eq!(found, wanted, "{pragma}");
        }
        let journal: String = sqlx::query_scalar("pragma journal_mode")
            .fetch_one(&mut *connection)
            .await
            .unwrap();
        assert_eq!(journal, "wal");
        connection.close().await.unwrap();
    }
}

#[tokio::test]
async fn odd_names_are_fine() {
    let folder = tempfile::tempdir().unwrap();
    for name in ["a b#c.db", "100%25.db", "数据.db", "q'uote\".db"] {
        let path = folder.path().join(name);
        Store::open(&format!("sqlite:{}", path.display()))
            .await
            .unwrap()
            .close()
            .await;
        assert!(path.is_file(), "{name}");
    }
}

#[tokio::test]
async fn a_killed_process_leaves_its_intent() {
    let home = Home::file().await;
    let mut process = child::start("intend", &home.address);
    process.wait_for("intended");
    process.kill();
    let run = home
        .store
        .runs_named(ACCOUNT, "killed")
        .await
        .unwrap()
        .remove(0);
    let batches = home.store.batches(run.id).await.unwrap();
    assert_eq!(
        (batches[0].state, batches[1].state),
        (BatchState::Intended, BatchState::Planned)
    );
    home.store
        .batch_intend(&batches[0], None, at(2))
        .await
        .unwrap();
}

#[tokio::test]
async fn ten_processes_make_one_store() {
    let folder = tempfile::tempdir().unwrap();
    let address = format!(
        "sqlite:{}",
        folder.path().join("deep/er/store.db").display()
    );
    let mut processes: Vec<_> = (0..10).map(|_| child::start("create", &address)).collect();
    for process in &mut processes {
        process.wait_for("created");
        process.end();
    }
    assert_eq!(
        Store::open(&address)
            .await
            .unwrap()
            .runs_all(None)
            .await
            .unwrap()
            .len(),
        10
    );
}

#[tokio::test]
async fn a_damaged_file_is_named_and_kept() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("store.db");
    let garbage = b"this is no database, and longer than its header would be: ".repeat(100);
    std::fs::write(&path, &garbage).unwrap();
    let error = Store::open(&format!("sqlite:{}", path.display()))
        .await
        .unwrap_err();
    assert!(matches!(error, Error::Damaged { .. }), "{error:?}");
    assert!(error.to_string().contains("store.db"));
    assert_eq!(std::fs::read(&path).unwrap(), garbage);
}

#[tokio::test]
async fn damage_inside_is_noticed() {
    let home = Home::file().await;
    for number in 0..50 {
        home.store
            .run_create(&new_run(&format!("run-{number}"), 3))
            .await
            .unwrap();
    }
    let path = path_of(&home);
    let address = home.address.clone();
    home.store.close().await;
    let mut bytes = std::fs::read(&path).unwrap();
    let page = 4096;
    for byte in &mut bytes[2 * page..] {
        *byte = 0xa5;
    }
    std::fs::write(&path, &bytes).unwrap();
    let error = match Store::open(&address).await {
        Ok(store) => store.runs_all(None).await.unwrap_err(),
        Err(error) => error,
    };
    assert!(matches!(error, Error::Damaged { .. }), "{error:?}");
    assert_eq!(std::fs::read(&path).unwrap(), bytes);
}

#[tokio::test]
async fn a_newer_schema_is_refused() {
    let home = Home::file().await;
    home.store
        .pool
        .execute("insert into _sqlx_migrations (version, description, success, checksum, execution_time) values (9999, 'later', true, x'00', 0)")
        .await
        .unwrap();
    let error = Store::open(&home.address).await.unwrap_err();
    assert!(
        matches!(error, Error::Newer { found: 9999, .. }),
        "{error:?}"
    );
}

#[tokio::test]
async fn a_full_disk_is_said() {
    let home = Home::file().await;
    let store = &home.store;
    // A file has one connection, so this is the one that will write.
    let full = "pragma max_page_count = 1";
    store.pool.execute(full).await.unwrap();
    let error = store
        .run_create(&NewRun {
            summary: "x".repeat(1 << 20),
            ..new_run("full", 1)
        })
        .await
        .unwrap_err();
    assert!(matches!(error, Error::Full { .. }), "{error:?}");
    assert!(store.runs_all(None).await.unwrap().is_empty());
}

#[cfg(unix)]
#[tokio::test]
async fn what_cannot_be_written_is_said_at_once() {
    use std::os::unix::fs::{MetadataExt, PermissionsExt};
    use std::os::unix::process::CommandExt;

    let home = Home::file().await;
    let root = home.folder.as_ref().unwrap().path().to_owned();
    let path = path_of(&home);
    let missing = format!("sqlite:{}", root.join("new/store.db").display());
    home.store.close().await;
    let is_superuser = std::fs::metadata(&root).unwrap().uid() == 0;
    let set = |path: &Path, mode| {
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
    };
    let say = |address: &str| {
        let mut command = child::command("say", address);
        if is_superuser {
            // The superuser may write everything.
            command.uid(65534).gid(65534);
        }
        let mut process = child::spawn(command);
        process.wait_for("Err(ReadOnly");
        process.end();
    };
    if is_superuser {
        for file in ["", "-wal", "-shm"] {
            let file = path.with_extension(format!("db{file}"));
            if file.exists() {
                std::os::unix::fs::chown(file, Some(65534), None).unwrap();
            }
        }
    }
    for folder in [
        &root,
        &path.parent().unwrap().to_owned(),
        &path.with_extension("db.locks"),
    ] {
        set(folder, 0o555);
    }
    set(&path, 0o400);
    say(&home.address);
    say(&missing);
    // The file alone may be written: the log beside it cannot be made.
    set(&path, 0o600);
    say(&home.address);
    set(&root, 0o755);
    set(path.parent().unwrap(), 0o755);
}

#[tokio::test]
async fn a_writer_waits_for_another() {
    let home = Home::file().await;
    let other = home.neighbour().await;
    let mut transaction = other.begin().await.unwrap();
    other.next_id(&mut transaction, "runs").await.unwrap();
    let writing = tokio::spawn({
        let store = home.store.clone();
        async move { store.run_create(&new_run("patient", 1)).await }
    });
    tokio::time::sleep(std::time::Duration::from_millis(300)).await;
    assert!(!writing.is_finished());
    other.commit(transaction).await.unwrap();
    writing.await.unwrap().unwrap();
}

#[tokio::test]
async fn a_current_store_is_opened_without_writing() {
    let home = Home::file().await;
    let path = path_of(&home);
    let bytes =
        || [path.clone(), path.with_extension("db-wal")].map(|file| std::fs::read(file).unwrap());
    let before = bytes();
    let other = home.neighbour().await;
    other.runs_all(None).await.unwrap();
    assert!(bytes() == before);
    other.close().await;
    assert!(bytes() == before);
}
