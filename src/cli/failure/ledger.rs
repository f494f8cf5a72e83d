//! The store's failures in words, and the exit code of each.
//!
//! An English text is the error's own; the Chinese one beside it says the same. Neither names a password or an address with
//! one in it.

use super::{Exit, Failure, report_it};
use crate::report::{Lang, beijing};
use crate::store::{Error, Unfit};

impl Failure {
    /// The store's failure.
    pub fn of_store(lang: Lang, error: &Error) -> Self {
        let exit = match error {
            Error::Other { .. } | Error::Transition { .. } | Error::Missing { .. } => Exit::Defect,
            Error::Held { .. } | Error::Lost { .. } | Error::Unreachable { .. } => Exit::Network,
            _ => Exit::Input,
        };
        let words = words(lang, error);
        let (message, advice) = match error {
            Error::Held { .. } => (
                words.as_str(),
                lang.pick(
                    "wait until that process has ended, then run the same command again",
                    "请待该进程结束后运行同一条命令",
                ),
            ),
            _ if exit == Exit::Defect => (words.as_str(), &*report_it(lang)),
            // What to do stands last.
            _ => words
                .rsplit_once(lang.pick("; ", "；"))
                .unwrap_or((&words, "")),
        };
        Self::new(exit, message, advice)
    }
}

/// Errors of the store, with what to do.
pub(super) fn words(lang: Lang, error: &Error) -> String {
    if lang == Lang::En {
        return error.to_string();
    }
    match error {
        // Why is in the words of those who read it.
        Error::Address { why } => {
            let why = why.replace('`', "\"");
            format!("无法理解存储地址（`{why}`）；请写 sqlite:路径 或 postgres://用户@主机/数据库")
        }
        Error::Damaged { place, why } => format!(
            "存储 {place} 已损坏（{why}）；文件原样保留，因为其中的账本用于防止重复群发：请恢复备份或修复（`sqlite3 FILE .recover`）后再群发"
        ),
        Error::ReadOnly { place, why } => {
            format!(
                "存储 {place} 不可写（{why}）；请给文件与目录（或数据表）写权限，或改用其他存储"
            )
        }
        Error::Unfit { place, why } => format!("不使用存储 {place}：{}", unfit(why)),
        Error::Disk { place, why } => format!(
            "系统无法读写存储 {place}（{why}）；请检查磁盘、配额与文件大小限制（`ulimit -f`）后运行同一条命令"
        ),
        Error::Full { place, why } => {
            format!("存储 {place} 空间已满（{why}）；请腾出空间后运行同一条命令")
        }
        Error::Locked { place, why } => {
            format!("存储 {place} 被其他进程锁定（{why}）；请待其结束后运行同一条命令")
        }
        Error::Newer {
            place,
            found,
            known,
        } => format!(
            "存储 {place} 由更新版本的 wxmass 写入（结构版本 {found}，本版本为 {known}）；请使用该版本或其他存储"
        ),
        Error::Unreachable { place, why } => {
            format!("无法连接存储 {place}（{why}）；请检查地址、网络、用户与 TLS（sslmode）")
        }
        Error::Held {
            name,
            holder,
            since,
        } => {
            let since = since
                .map(|at| format!("，自 {}", beijing(at)))
                .unwrap_or_default();
            format!("`{name}` 正由 {holder} 占用{since}")
        }
        Error::Lost { name } => {
            format!("锁 `{name}` 已失去：数据库未能及时连上，或本进程曾停顿；请运行同一条命令")
        }
        Error::Transition {
            run, number, state, ..
        } => format!("运行 {run} 的第 {number} 批状态为 {state}，不允许此操作"),
        Error::Missing { what } => format!("账本中没有 {what}"),
        Error::RunExists { name, attempt } => {
            format!("账本中已有此次运行（`{name}` 的第 {attempt} 次）")
        }
        Error::Other { place, why } => format!("存储 {place} 出错：{why}"),
    }
}

/// Why a file is no store, in Chinese; the English words are the error's own.
fn unfit(why: &Unfit) -> String {
    match why {
        Unfit::Folder => "它是一个文件夹；请指定其中的文件".to_owned(),
        Unfit::Pipe => "它是一个管道（FIFO）；请指定普通文件".to_owned(),
        Unfit::Device => "它是设备或套接字，无法保存内容；请指定普通文件".to_owned(),
        Unfit::Link => "它的附属文件是一个链接；请删除该链接，或改用其他存储".to_owned(),
        Unfit::SecondName => {
            "该文件有第二个名称（硬链接），用那个名称找不到它的日志；请删除其中一个名称（`find / -samefile 文件`）"
                .to_owned()
        }
        Unfit::OtherProgram { tables } if tables.is_empty() => {
            "它是其他程序的数据库；请指定其他文件".to_owned()
        }
        Unfit::OtherProgram { tables } => {
            format!("它是其他程序的数据库（含表 {tables}）；请指定其他文件")
        }
        Unfit::Locks { folder } => {
            format!("它的锁应位于 {folder}，而那不是文件夹；请移走该文件")
        }
        Unfit::NotOurs { file } => format!(
            "{file} 属于其他用户，对方可以改动它；请指定自己的存储，或通过 PostgreSQL 共享"
        ),
        Unfit::OpenFolder { folder, mode } => format!(
            "其他用户可以写入文件夹 {folder}（权限 {mode:04o}），从而替换该文件；请运行 `chmod go-w '{folder}'`，或把存储放到自己的文件夹中"
        ),
        Unfit::Replaced => {
            "命令运行期间其文件被删除、替换或清空；请恢复该文件，因为其中的账本用于防止重复群发".to_owned()
        }
        Unfit::StaysOpen { file, mode } => format!(
            "其他用户可以读取 {file}（权限 {mode:04o}），其中含有 token，而所在文件系统无法修改权限；请把存储放到其他磁盘"
        ),
    }
}
