//! A door to a server on this machine that can be shut and opened again: while it is shut, connections are refused.

use std::io::{Read as _, Write as _};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;

#[derive(Debug)]
pub struct Door {
    to: String,
    port: u16,
    open: Option<Open>,
}

#[derive(Debug)]
struct Open {
    closing: Arc<AtomicBool>,
    passing: Arc<Mutex<Vec<TcpStream>>>,
    listening: JoinHandle<()>,
}

impl Door {
    /// An open door to host and port.
    pub fn to(address: &str) -> Self {
        let mut door = Self {
            to: address.to_owned(),
            port: 0,
            open: None,
        };
        door.open();
        door
    }

    pub fn address(&self) -> String {
        format!("127.0.0.1:{}", self.port)
    }

    pub fn open(&mut self) {
        let listener = TcpListener::bind(("127.0.0.1", self.port)).expect("the port");
        self.port = listener.local_addr().expect("an address").port();
        let (closing, passing) = (Arc::<AtomicBool>::default(), Arc::default());
        let (closes, passes) = (Arc::clone(&closing), Arc::clone(&passing));
        let to = self.to.clone();
        let listening = std::thread::spawn(move || {
            for here in listener.incoming().flatten() {
                if closes.load(Ordering::SeqCst) {
                    return;
                }
                if let Ok(there) = TcpStream::connect(&to) {
                    pass(&here, &there, &passes);
                    pass(&there, &here, &passes);
                }
            }
        });
        self.open = Some(Open {
            closing,
            passing,
            listening,
        });
    }

    /// When it returns, what was passing is cut off and connections are refused.
    pub fn shut(&mut self) {
        let Some(open) = self.open.take() else { return };
        open.closing.store(true, Ordering::SeqCst);
        // The listener wakes up once more to see that it is over.
        let _ = TcpStream::connect(self.address());
        open.listening.join().expect("no panic at the door");
        for stream in open.passing.lock().expect("whole").iter() {
            let _ = stream.shutdown(Shutdown::Both);
        }
    }
}

impl Drop for Door {
    fn drop(&mut self) {
        self.shut();
    }
}

fn pass(from: &TcpStream, to: &TcpStream, passing: &Mutex<Vec<TcpStream>>) {
    let (mut source, mut target) = (
        from.try_clone().expect("a second handle"),
        to.try_clone().expect("a second handle"),
    );
    let kept = from.try_clone().expect("a second handle");
    passing.lock().expect("whole").push(kept);
    std::thread::spawn(move || {
        let mut bytes = [0; 8_192];
        while let Ok(read) = source.read(&mut bytes) {
            if read == 0 || target.write_all(&bytes[..read]).is_err() {
                break;
            }
        }
        let _ = target.shutdown(Shutdown::Both);
    });
}
