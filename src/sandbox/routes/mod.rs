//! Handlers of the calls of the table; one file an area.
//!
//! The checks that every call has in common happen here, in WeChat's order: path, token, method, permission, quota.

mod article;
mod batch;
mod draft;
mod filter;
mod id;
mod items;
mod library;
mod list;
pub(super) mod mass;
mod media;
mod news;
mod publish;
pub(super) mod quota;
mod readers;
mod statistics;
mod tags;
mod token;
mod tools;
mod upload;
mod users;
mod written;

use super::answer::{Answer, Outcome, refuse};
use super::call::Call;
use super::calls::{Who, find, name_of};
use super::files::Files;
use super::world::World;
use super::{code, unplayed};
pub(super) use media::content_type;

/// A handler of a call.
#[derive(Clone, Copy)]
enum Run {
    /// Never refused.
    Look(fn(&World) -> Answer),
    World(fn(&mut World, &Call) -> Outcome),
    /// Keeps files or reads them.
    Files(fn(&mut World, &Call, &Files) -> Outcome),
}

/// The handler of the call of this name; a test holds that each of the table has something.
fn run(name: &str) -> Option<Run> {
    use Run::{Files, Look, World};
    Some(match name {
        "token" => World(token::classic),
        "stable_token" => World(token::stable),
        "media/uploadimg" => Files(upload::body_image),
        "media/upload" => Files(upload::temporary),
        "media/uploadvideo" => World(media::upload_video),
        "media/get" => Files(media::get),
        "material/add_material" => Files(upload::permanent),
        "material/get_material" => Files(library::get),
        "material/del_material" => Files(library::delete),
        "material/get_materialcount" => Look(library::count),
        "material/batchget_material" => World(library::list),
        "material/add_news" => World(news::add_news),
        "material/update_news" => World(news::update_news),
        "media/uploadnews" => World(news::upload_news),
        "draft/add" => World(draft::add),
        "draft/get" => World(draft::get),
        "draft/update" => World(draft::update),
        "draft/delete" => World(draft::delete),
        "draft/batchget" => World(draft::list),
        "draft/count" => Look(draft::count),
        "draft/switch" => Look(draft::switch),
        "freepublish/submit" => World(publish::submit),
        "freepublish/get" => World(publish::get),
        "freepublish/batchget" => World(publish::list),
        "freepublish/getarticle" => World(publish::article),
        "freepublish/delete" => World(publish::delete),
        "message/mass/sendall" => World(mass::send_all),
        "message/mass/send" => World(mass::send_to),
        "message/mass/preview" => World(mass::preview),
        "message/mass/get" => World(mass::status),
        "message/mass/delete" => World(mass::delete),
        "message/mass/speed/get" => Look(mass::speed),
        "message/mass/speed/set" => World(mass::set_speed),
        "tags/get" => Look(tags::list),
        "tags/create" => World(tags::create),
        "tags/update" => World(tags::update),
        "tags/delete" => World(tags::delete),
        "tags/getidlist" => World(tags::of_follower),
        "tags/members/batchtagging" => World(batch::tag),
        "tags/members/batchuntagging" => World(batch::untag),
        "user/tag/get" => World(users::tagged),
        "user/get" => World(users::list),
        "user/info" => World(users::info),
        "user/info/batchget" => World(users::infos),
        "openapi/quota/get" => World(quota::get),
        "openapi/quota/clear" => World(quota::clear_one),
        "openapi/rid/get" => World(tools::rid),
        "clear_quota" => World(quota::clear),
        "clear_quota/v2" => World(quota::clear_with_secret),
        "get_api_domain_ip" | "getcallbackip" => Look(tools::addresses),
        "callback/check" => World(tools::check_callback),
        "datacube/getarticleread" => World(statistics::read),
        "datacube/getarticleshare" => World(statistics::share),
        "datacube/getbizsummary" => World(statistics::summary),
        "datacube/getarticletotaldetail" => World(statistics::detail),
        name if name.starts_with("datacube/") => World(statistics::offline),
        _ => return None,
    })
}

/// The world's answer to a call.
pub(super) fn route(world: &mut World, call: &Call, files: &Files) -> Outcome {
    let Some((spec, run)) = find(&call.path).and_then(|spec| Some((spec, run(spec.name)?))) else {
        return Ok(if unplayed::has(&call.path) {
            not_played(call)
        } else {
            Answer::empty(404)
        });
    };
    if spec.who != Who::Stranger {
        token::check(world, call)?;
    }
    match call.method.as_str() {
        "GET" if spec.get => {}
        "POST" if spec.post => {}
        _ if spec.post => return Err(refuse(code::NEEDS_POST, "require POST method")),
        _ => return Err(refuse(code::NEEDS_GET, "require GET method")),
    }
    if !spec.who.has(world.settings.kind) {
        return Err(refuse(code::API_UNAUTHORIZED, "api unauthorized"));
    }
    quota::spend(world, call, spec)?;
    match run {
        Run::Look(run) => Ok(run(world)),
        Run::World(run) => run(world, call),
        Run::Files(run) => run(world, call, files),
    }
}

/// A call that WeChat has and the sandbox has not: its own words, and no errcode of WeChat's.
fn not_played(call: &Call) -> Answer {
    let name = name_of(&call.path);
    let errmsg = format!(
        "the sandbox does not play {name}, which WeChat has; `wxmass sandbox --calls` lists what it plays"
    );
    Answer {
        status: 501,
        ..Answer::json(&serde_json::json!({ "errcode": 501, "errmsg": errmsg }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sandbox::calls;

    #[test]
    fn every_call_of_the_table_is_answered() {
        for name in calls::names() {
            assert!(run(name).is_some(), "{name}");
        }
        assert!(run("menu/get").is_none());
    }
}
