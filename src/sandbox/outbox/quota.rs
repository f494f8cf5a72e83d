//! The rest of every limit, whose limit it is and when it comes back, all in Beijing days and months.

use jiff::civil::{Date, Time};
use jiff::{Timestamp, ToSpan as _};
use serde_json::{Value, json};

use super::super::account::Kind;
use super::super::routes::mass;
use super::super::routes::quota::{A_MINUTE, MINUTE, stated};
use super::super::world::{BEIJING, World, is_recent, later};

/// One row a limit: `what`, `period` (`day`, `month`, `minute`, `planted`), `used`, `limit`, `left`, `returns_at`.
pub(super) fn rows(world: &World, now: Timestamp) -> Vec<Value> {
    let today = BEIJING.to_datetime(now).date();
    let tomorrow = midnight(today.checked_add(1.day()).unwrap_or(Date::MAX));
    let month = today.first_of_month().checked_add(1.month());
    let next_month = midnight(month.unwrap_or(Date::MAX));
    let row = |what: &str, period: &str, used: u64, limit: u64, returns: Option<Timestamp>| {
        json!({
            "what": what, "period": period, "used": used, "limit": limit,
            "left": limit.saturating_sub(used), "returns_at": returns,
        })
    };
    let mut rows = Vec::new();
    let allowed = mass::used(world, now);
    match (world.settings.mass_left, world.settings.kind) {
        (Some(left), _) => rows.push(row("sends", "planted", 0, left, None)),
        (None, Kind::Unverified) => rows.push(row("sends", "day", 0, 0, None)),
        (None, Kind::Service) => rows.extend(
            allowed
                .map(|(used, limit)| row("sends-to-all", "month", used, limit, Some(next_month))),
        ),
        (None, _) => rows
            .extend(allowed.map(|(used, limit)| row("sends", "day", used, limit, Some(tomorrow)))),
    }
    let within = |at: &&Timestamp| is_recent(**at, now, MINUTE);
    let minute = || world.mass_calls.iter().filter(within);
    rows.push(row(
        "mass-calls",
        "minute",
        minute().count() as u64,
        A_MINUTE as u64,
        minute().min().map(|first| later(*first, MINUTE)),
    ));
    let by_day = stated(world, now).into_iter();
    rows.extend(by_day.map(|(call, used, limit)| row(call, "day", used, limit, Some(tomorrow))));
    rows
}

fn midnight(day: Date) -> Timestamp {
    let start = day.to_datetime(Time::midnight());
    BEIJING.to_timestamp(start).unwrap_or(Timestamp::MAX)
}

#[cfg(test)]
mod tests {
    use super::super::super::world::Settings;
    use super::*;

    #[test]
    fn limits_come_back_at_midnight_in_beijing() {
        let world = World::new(Settings::default());
        let now = "2026-12-31T15:59:00Z".parse().expect("a time");
        let first = rows(&world, now);
        assert_eq!(first[0]["what"], "sends-to-all");
        assert_eq!(first[0]["left"], 4);
        assert_eq!(first[0]["returns_at"], "2026-12-31T16:00:00Z");
        let calls = first.iter().find(|row| row["what"] == "draft/add");
        assert_eq!(calls.expect("a row")["returns_at"], "2026-12-31T16:00:00Z");
        let later = "2026-12-31T16:00:00Z".parse().expect("a time");
        let second = rows(&world, later);
        assert_eq!(second[0]["returns_at"], "2027-01-31T16:00:00Z");
    }
}
