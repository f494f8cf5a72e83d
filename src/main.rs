//! Start: one runtime, one command, one exit code.

use std::process::ExitCode;

fn main() -> ExitCode {
    wxmass::cli::main()
}
