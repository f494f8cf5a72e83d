//! How long a recording is: WeChat takes 60 seconds at most ("uploadTempMedia", "addMaterial").
//!
//! Counts the frames of AMR and MP3, and reads the head of WAV. What is not understood (WMA, broken frames) counts as nothing, so
//! that nothing is refused by mistake.

use std::time::Duration;

/// Bytes of an AMR frame by its mode, its first byte included; each lasts 20 ms.
const AMR: [usize; 9] = [13, 14, 16, 18, 20, 21, 27, 32, 6];
const AMR_FRAME: Duration = Duration::from_millis(20);
/// Kilobits a second of layer III: MPEG 1, then MPEG 2 and 2.5.
const KILOBITS: [[usize; 15]; 2] = [
    [
        0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320,
    ],
    [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
];
/// Samples a second of MPEG 1; MPEG 2 has a half, MPEG 2.5 a quarter.
const SAMPLES: [usize; 3] = [44_100, 48_000, 32_000];

/// The length of a recording of this format (`amr`, `mp3`, `wav`).
pub(super) fn length(format: &str, bytes: &[u8]) -> Duration {
    match format {
        "amr" => amr(bytes.get(6..).unwrap_or_default()),
        "mp3" => mp3(after_id3(bytes)),
        "wav" => wav(bytes),
        _ => Duration::ZERO,
    }
}

fn amr(mut frames: &[u8]) -> Duration {
    let mut length = Duration::ZERO;
    while let Some(head) = frames.first() {
        // A mode without data is one byte.
        let size = AMR.get(usize::from(head >> 3 & 15)).copied().unwrap_or(1);
        let Some(rest) = frames.get(size..) else {
            break;
        };
        length += AMR_FRAME;
        frames = rest;
    }
    length
}

/// The bytes that follow a tag at the start, whose size has seven bits a byte.
fn after_id3(bytes: &[u8]) -> &[u8] {
    let tag = match bytes {
        [b'I', b'D', b'3', _, _, _, a, b, c, d, ..] => {
            10 + [a, b, c, d]
                .map(|it| usize::from(it & 127))
                .into_iter()
                .fold(0, |sum, it| sum << 7 | it)
        }
        _ => 0,
    };
    bytes.get(tag..).unwrap_or_default()
}

fn mp3(mut frames: &[u8]) -> Duration {
    let mut length = Duration::ZERO;
    while let Some((size, lasts)) = mp3_frame(frames) {
        length += lasts;
        let Some(rest) = frames.get(size..) else {
            break;
        };
        frames = rest;
    }
    length
}

/// The size of the first frame, and how long it lasts.
fn mp3_frame(bytes: &[u8]) -> Option<(usize, Duration)> {
    let head = bytes.first_chunk::<4>()?;
    let version = head[1] >> 3 & 3;
    // Layer III of a version that there is.
    if head[0] != 0xff || head[1] < 0xe0 || head[1] >> 1 & 3 != 1 || version == 1 {
        return None;
    }
    let is_first = version == 3;
    let kilobits = *KILOBITS[usize::from(!is_first)].get(usize::from(head[2] >> 4))?;
    let samples = SAMPLES.get(usize::from(head[2] >> 2 & 3))?
        / match version {
            3 => 1,
            2 => 2,
            _ => 4,
        };
    let in_frame: usize = if is_first { 1_152 } else { 576 };
    let padding = usize::from(head[2] >> 1 & 1);
    let size = in_frame / 8 * kilobits * 1_000 / samples + padding;
    let lasts = Duration::from_secs_f64(in_frame as f64 / samples as f64);
    (kilobits > 0).then_some((size, lasts))
}

fn wav(bytes: &[u8]) -> Duration {
    let rate = bytes.get(28..32).and_then(|it| it.first_chunk::<4>());
    match rate.map(|it| u32::from_le_bytes(*it)) {
        None | Some(0) => Duration::ZERO,
        Some(rate) => {
            Duration::from_secs_f64(bytes.len().saturating_sub(44) as f64 / f64::from(rate))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn frames_are_counted() {
        let amr = [
            &b"#!AMR\n"[..],
            &[&[0x3c][..], &[0; 31]].concat().repeat(50),
        ]
        .concat();
        assert_eq!(length("amr", &amr), Duration::from_secs(1));
        // 128 kbit/s at 44,100 Hz: 417 bytes, after a tag of 200.
        let frame = [&[0xff, 0xfb, 0x90, 0][..], &[0; 413]].concat();
        let tag = [&b"ID3\x04\0\0\0\0\x01\x48"[..], &[0; 200]].concat();
        let mp3 = [tag, frame.repeat(100)].concat();
        assert_eq!(length("mp3", &mp3).as_millis(), 2_612);
        let mut wav = vec![0; 44 + 24_000];
        wav[28..32].copy_from_slice(&8_000_u32.to_le_bytes());
        assert_eq!(length("wav", &wav), Duration::from_secs(3));
        for format in ["amr", "mp3", "wav", "wma"] {
            assert_eq!(length(format, b"RIFF"), Duration::ZERO);
        }
    }
}
