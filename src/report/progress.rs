//! A run as it goes: bars where stderr is a terminal, one plain line a finished step where it is not.

use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};
use tokio::task::JoinHandle;

use super::catalogue::text;
use super::{Lang, Out, later, words};
use crate::pipeline::event::{Event, Listener};

/// The listener of a run.
#[derive(Debug)]
pub struct Listening {
    task: JoinHandle<()>,
}

impl Listening {
    /// Waits until everything that was said is shown. The speaker must have been dropped.
    pub async fn end(self) {
        // A clone of the speaker in some forgotten task must not keep the command from ending.
        let _ = tokio::time::timeout(Duration::from_secs(1), self.task).await;
    }
}

/// Shows events as they come.
pub fn listen(out: Out, mut events: Listener) -> Listening {
    let follower = super::kept::follower();
    let task = tokio::spawn(async move {
        let bar = out.has_bars().then(|| bar(out.lang));
        while let Some(event) = events.next().await {
            if let Some(follower) = &follower {
                // One that has gone away misses nothing that is not in the receipt.
                let _ = follower.send(event.clone());
            }
            if let Some(bar) = &bar {
                advance(bar, &event);
            }
            let Some(line) = words::event(out.lang, &event) else {
                continue;
            };
            match &bar {
                Some(bar) => {
                    bar.set_message(line.clone());
                    bar.suspend(|| out.note(&line));
                }
                None => out.note(&line),
            }
        }
        if let Some(bar) = bar {
            bar.finish_and_clear();
        }
    });
    Listening { task }
}

const TICK: Duration = Duration::from_millis(100);

fn bar(lang: Lang) -> ProgressBar {
    let bar = ProgressBar::new_spinner();
    bar.set_message(text!(lang, run_connecting_wechat));
    bar.enable_steady_tick(TICK);
    bar
}

fn advance(bar: &ProgressBar, event: &Event) {
    match event {
        Event::UploadsPlanned { total, cached } if total > cached => {
            let style = ProgressStyle::with_template("{bar:24} {pos}/{len} {wide_msg}");
            bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
            bar.set_length((total - cached) as u64);
        }
        Event::Uploaded { .. } => bar.inc(1),
        Event::Tagged { done, of } => bar.set_message(format!("{done}/{of}")),
        // Nothing may move on the line on which the operator types.
        Event::Asking => {
            bar.disable_steady_tick();
            bar.set_message("");
            bar.finish_and_clear();
        }
        Event::TimeLeft { seconds } => {
            if bar.is_finished() {
                bar.reset();
            }
            bar.set_message(later::time_left(*seconds));
            bar.tick();
        }
        Event::NewsCreated { .. } | Event::BatchStarted { .. } => {
            let style = ProgressStyle::with_template("{spinner} {wide_msg}");
            bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_spinner()));
            bar.reset();
            bar.enable_steady_tick(TICK);
        }
        _ => {}
    }
}
