//! The guard rails of the account's owner, as the accounts file has them.

use crate::cli::Frame;
use crate::cli::failure::{Exit, Failure};
use crate::plan::beijing::Hours;
use crate::report::text;
use crate::text::printable;

/// The guard rails of the account's owner.
#[derive(Debug, Clone, Default)]
pub(in crate::cli) struct Guards {
    pub(in crate::cli) quiet_hours: Option<String>,
    pub(in crate::cli) confirm_above: Option<i64>,
    pub(in crate::cli) require_preview: bool,
}

/// The account's quiet hours, as its owner wrote them.
pub(in crate::cli) fn quiet_hours(
    frame: &Frame,
    guards: &Guards,
) -> Result<Option<Hours>, Failure> {
    let Some(written) = &guards.quiet_hours else {
        return Ok(None);
    };
    Hours::parse(written).map(Some).ok_or_else(|| {
        let lang = frame.out.lang;
        Failure::new(
            Exit::Input,
            format!("quiet_hours = \"{}\"", printable(written)),
            text!(lang, setting_write_like),
        )
    })
}
