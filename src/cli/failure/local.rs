//! What this machine refuses, in words: files, addresses to listen at, the sandbox.

use std::fmt::Display;
use std::io;
use std::path::Path;

use super::{Exit, Failure};
use crate::report::{Lang, say};
use crate::sandbox::Error;

impl Failure {
    /// A file that cannot be read.
    pub(crate) fn unreadable(lang: Lang, path: &Path, error: &io::Error) -> Self {
        Self::new(
            Exit::Input,
            say!(
                lang,
                "cannot read `{p}`: {e}",
                "无法读取 `{p}`：{e}",
                p = path.display(),
                e = error
            ),
            say!(
                lang,
                "check that it exists and that you may read it",
                "请确认文件存在且可读"
            ),
        )
    }

    /// A file or folder that cannot be written.
    pub(crate) fn unwritable(lang: Lang, path: &Path, error: &io::Error) -> Self {
        Self::new(
            Exit::Input,
            say!(
                lang,
                "cannot write `{p}`: {e}",
                "无法写入 `{p}`：{e}",
                p = path.display(),
                e = error
            ),
            say!(
                lang,
                "name a place that is there and that you may write to",
                "请换一个存在且可写的位置"
            ),
        )
    }

    /// A sandbox that cannot be had.
    pub fn of_sandbox(lang: Lang, error: &Error) -> Self {
        let (message, advice) = match error {
            Error::Busy(folder) => (
                say!(
                    lang,
                    "another wxmass is using the sandbox in `{f}`",
                    "另一个 wxmass 正在使用沙箱 `{f}`",
                    f = folder.display()
                ),
                say!(
                    lang,
                    "wait for it to end, or give XDG_STATE_HOME another folder",
                    "请等待其结束，或让 XDG_STATE_HOME 指向另一个文件夹"
                ),
            ),
            Error::Served { folder, address } => (
                say!(
                    lang,
                    "a sandbox is being served from `{f}` already, at {a}",
                    "已有沙箱在使用 `{f}`，地址 {a}",
                    f = folder.display(),
                    a = address
                ),
                say!(
                    lang,
                    "use that one, end it, or take `--memory`",
                    "请使用该沙箱、先将其停止，或加 `--memory`"
                ),
            ),
            Error::Bind { address, error } => return Self::of_bind(lang, address, error),
            Error::Folder { folder, error } => (
                say!(
                    lang,
                    "cannot use the sandbox's folder `{f}`: {e}",
                    "无法使用沙箱文件夹 `{f}`：{e}",
                    f = folder.display(),
                    e = error
                ),
                say!(
                    lang,
                    "make it yours to write to, or give XDG_STATE_HOME another folder",
                    "请确保其可写，或让 XDG_STATE_HOME 指向另一个文件夹"
                ),
            ),
        };
        Self::new(Exit::Input, message, advice)
    }

    /// An address that cannot be listened at.
    pub(crate) fn of_bind(lang: Lang, address: impl Display, error: &io::Error) -> Self {
        Self::new(
            Exit::Input,
            say!(
                lang,
                "cannot listen on {a}: {e}",
                "无法监听 {a}：{e}",
                a = address,
                e = error
            ),
            say!(
                lang,
                "name a free port with `--port`; 0 takes any",
                "请用 `--port` 指定空闲端口；0 表示任意端口"
            ),
        )
    }
}
