//! Taking turns: as many pictures are worked on at once as there are cores.
//!
//! A decoded photograph fills a core and 3 or 4 bytes of memory a pixel. More at once would finish none of them earlier, and
//! the first of them much later. Who looks at bytes alone needs no turn.

use std::sync::{Condvar, LazyLock, Mutex, PoisonError};

static FREE: LazyLock<Mutex<usize>> = LazyLock::new(|| {
    let cores = std::thread::available_parallelism();
    Mutex::new(cores.map_or(1, usize::from))
});
static GIVEN_BACK: Condvar = Condvar::new();

/// Leave to work on one picture, until it is dropped.
pub(super) struct Turn(());

impl Turn {
    /// Waits for a turn. A thread takes one at a time.
    pub(super) fn take() -> Self {
        let free = FREE.lock().unwrap_or_else(PoisonError::into_inner);
        let mut free = GIVEN_BACK
            .wait_while(free, |free| *free == 0)
            .unwrap_or_else(PoisonError::into_inner);
        *free -= 1;
        Self(())
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        *FREE.lock().unwrap_or_else(PoisonError::into_inner) += 1;
        GIVEN_BACK.notify_one();
    }
}
