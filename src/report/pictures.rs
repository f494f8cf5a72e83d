//! Pictures in words: why one cannot be used or fetched and what to do, and what was done to one that was made to fit.

use super::catalogue::{pair, text};
use super::lang::Lang;
use super::size::bytes;
use crate::campaign::problem::FetchRefusal;
use crate::fetch::Outcome;
use crate::picture::{Format, Heavy, MAX_PIXELS, MAX_SIDE, PictureError, Purpose};
use crate::pipeline::event::PictureNote;
use crate::text::printable;

/// Why a picture cannot be used, and what to do.
pub fn picture_error(lang: Lang, error: &PictureError) -> (String, String) {
    let export = || text!(lang, picture_save_png_jpeg_name_file);
    match error {
        PictureError::NotAPicture => pair!(lang, picture_not_picture),
        PictureError::Unsupported { format } if format == "HEIC" => {
            pair!(lang, picture_heic_which_not_read)
        }
        PictureError::Unsupported { format } => (
            text!(lang, picture_which_not_read, format = format),
            export(),
        ),
        PictureError::TooManyPixels { width, height } => pair!(
            lang,
            picture_pixels_too_many_most_side,
            width = width,
            height = height,
            side = MAX_SIDE,
            all = MAX_PIXELS
        ),
        PictureError::Broken(why) => (text!(lang, picture_broken, why = why), export()),
        PictureError::TooLarge { limit } => pair!(lang, picture_larger_than, l = bytes(*limit)),
        PictureError::EndsEarly => pair!(lang, picture_file_ends_early_part_picture),
        PictureError::TooManyFrames { limit } => {
            pair!(lang, picture_gif_more_than_frames, limit = limit)
        }
        PictureError::Outside { asked } => {
            pair!(lang, picture_svg_asks_nothing_outside_file, asked = asked)
        }
        PictureError::ForeignObject => pair!(lang, picture_svg_html_foreignobject_which_would),
        PictureError::NoFont { letters } => {
            let fix = text!(lang, picture_install_font_them_debian_apt);
            let what = match letters.as_str() {
                "" => text!(lang, picture_svg_text_machine_no_font),
                letters => text!(lang, picture_svg_letters_no_font_machine, letters = letters),
            };
            (what, fix)
        }
        PictureError::TooMuchWork { on } => pair!(
            lang,
            picture_drawing_svg_would_take_too,
            what = heavy(lang, *on)
        ),
        PictureError::CannotFit { limit } => (
            text!(lang, picture_cannot_made_smaller_than_bytes, limit = limit),
            export(),
        ),
    }
}

/// The name of the thing that a drawing has too much of.
fn heavy(lang: Lang, on: Heavy) -> String {
    match on {
        Heavy::Elements => text!(lang, picture_elements_letters_counting_repeats_use),
        Heavy::Paths => text!(lang, picture_lines_dashes_outlines_lines),
        Heavy::Layers => text!(lang, picture_layers_masks_clip_paths_opacity),
        Heavy::Filters => text!(lang, picture_filters),
        Heavy::Patterns => text!(lang, picture_patterns),
        Heavy::Gradients => text!(lang, picture_colours_gradients),
        Heavy::Pictures => text!(lang, picture_pictures_inside),
        Heavy::Time => text!(lang, picture_took_too_long),
    }
}

/// Why a picture of another host is not fetched, and what to do.
pub(super) fn fetch_refusal(lang: Lang, refusal: &FetchRefusal) -> (String, String) {
    let beside = || text!(lang, picture_save_beside_article_name_file);
    let later = || text!(lang, picture_run_same_command_again_save);
    match refusal {
        FetchRefusal::BadAddress => (text!(lang, picture_no_http_https_address), beside()),
        FetchRefusal::Credentials => (text!(lang, picture_address_name_password), beside()),
        FetchRefusal::Port(port) => pair!(lang, picture_port_ports_80_443_alone, port = port),
        FetchRefusal::Private { address } => {
            pair!(lang, picture_machine_network, address = address)
        }
        FetchRefusal::Forbidden { address } => (
            text!(
                lang,
                picture_never_asked_link_local_reserved,
                address = address
            ),
            beside(),
        ),
        FetchRefusal::UnknownHost { host } => pair!(lang, picture_no_host_known, host = host),
        FetchRefusal::Redirects { limit } => (
            text!(lang, picture_more_than_redirects, limit = limit),
            beside(),
        ),
        FetchRefusal::Status(status) => (
            text!(lang, picture_host_answered, status = status),
            if refusal.is_passing() {
                later()
            } else {
                beside()
            },
        ),
        FetchRefusal::TooLarge { limit } => (
            text!(lang, picture_larger_than_2, l = bytes(*limit)),
            beside(),
        ),
        FetchRefusal::TooSlow { seconds } => (
            text!(lang, picture_did_not_come_within_s, seconds = seconds),
            later(),
        ),
        FetchRefusal::Picture(error) => picture_error(lang, error),
        FetchRefusal::Unreachable { why } => {
            (text!(lang, picture_host_cannot_reached, why = why), later())
        }
        FetchRefusal::NotKept { folder, why } => pair!(
            lang,
            picture_came_cannot_kept,
            folder = folder.display(),
            why = why
        ),
        FetchRefusal::TooMany { count, limit } => (
            text!(
                lang,
                picture_pictures_other_hosts_most_fetched,
                count = count,
                limit = limit
            ),
            beside(),
        ),
    }
}

/// One line for a picture that came just now; none for one that was kept, and for a refusal, which is a problem.
pub fn fetched(lang: Lang, outcome: &Outcome) -> Option<String> {
    let facts = outcome.result.as_ref().ok()?.facts?;
    Some(text!(
        lang,
        picture_fetched,
        s = &outcome.source,
        b = bytes(facts.bytes),
        f = facts.format
    ))
}

/// How many pictures `check` did not look at.
pub fn pictures_to_fetch(lang: Lang, count: usize) -> String {
    text!(lang, picture_to_fetch, count = count)
}

/// A picture of an article that moves and will not.
pub(super) fn stands_still(lang: Lang, source: &str, format: Format) -> (String, String) {
    let source = printable(source);
    let limit = bytes(Purpose::Message.limit());
    match format {
        Format::Gif => pair!(
            lang,
            picture_larger_than_followers_get_first,
            source = source,
            limit = limit
        ),
        _ => pair!(
            lang,
            picture_moving_followers_get_first_frame,
            source = source,
            format = format,
            limit = limit
        ),
    }
}

/// The changes to a picture: ` (3.1 MB PNG → 812 KB JPEG, quality 88, width 4000 → 2000 px)`.
pub(super) fn note(lang: Lang, note: &PictureNote) -> String {
    let quality = note
        .quality
        .map(|it| text!(lang, picture_quality, it = it))
        .unwrap_or_default();
    let still = if note.is_still {
        text!(lang, picture_first_frame_animation)
    } else {
        String::new()
    };
    let (from, to) = (note.from_width, note.to_width);
    let width = if to < from {
        text!(lang, picture_width_px, from = from, to = to)
    } else {
        String::new()
    };
    let blurred = if note.is_blurred {
        let lost = 100 - u64::from(to) * 100 / u64::from(from.max(1));
        text!(lang, picture_lost_width_cut_into_pieces, lost = lost)
    } else {
        String::new()
    };
    format!(
        " ({} {} → {} {}{quality}{still}{width}{blurred})",
        bytes(note.from_bytes),
        note.from_format,
        bytes(note.to_bytes),
        note.to_format
    )
}
