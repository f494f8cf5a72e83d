//! The table of calls: name, method, who may, how often a day; one file an area answers them.
//!
//! What every call has in common happens here, in WeChat's order: path, token, method, permission, quota.

mod article;
mod draft;
mod filter;
mod library;
pub(super) mod mass;
mod media;
mod news;
mod publish;
pub(super) mod quota;
mod tags;
mod token;
mod tools;
mod upload;
mod users;
mod written;

use super::Kind;
use super::answer::{Answer, Call, Refusal, refuse};
use super::files::Files;
use super::world::World;
use crate::wechat::errcode as code;
pub(super) use media::content_type;

type Outcome = Result<Answer, Refusal>;

/// What answers a call.
#[derive(Clone, Copy)]
enum Run {
    /// Never refused.
    Look(fn(&World) -> Answer),
    World(fn(&mut World, &Call) -> Outcome),
    Files(fn(&mut World, &Call, &Files) -> Outcome),
}

/// Who may make a call ("who may call what", `wechat-api.md` 7.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Who {
    /// Without a token, too.
    Stranger,
    Anyone,
    Verified,
    Service,
}

impl Who {
    fn has(self, kind: Kind) -> bool {
        match self {
            Self::Stranger | Self::Anyone => true,
            Self::Verified => kind != Kind::Unverified,
            Self::Service => kind == Kind::Service,
        }
    }
}

#[derive(Clone, Copy)]
struct Route {
    /// Without `/cgi-bin/`.
    name: &'static str,
    get: bool,
    post: bool,
    who: Who,
    /// Calls a day.
    limit: u64,
    run: Run,
}

/// Where nobody states a limit: large enough to be out of the way.
const UNSTATED: u64 = 100_000;

const fn route_to(name: &'static str, get: bool, run: Run) -> Route {
    Route {
        name,
        get,
        post: !get,
        who: Who::Anyone,
        limit: UNSTATED,
        run,
    }
}

const fn post(name: &'static str, run: fn(&mut World, &Call) -> Outcome) -> Route {
    route_to(name, false, Run::World(run))
}

const fn get(name: &'static str, run: fn(&mut World, &Call) -> Outcome) -> Route {
    route_to(name, true, Run::World(run))
}

/// Looks at what is there.
const fn look(name: &'static str, run: fn(&World) -> Answer) -> Route {
    route_to(name, true, Run::Look(run))
}

/// Posts that keep files or read them.
const fn post_files(name: &'static str, run: fn(&mut World, &Call, &Files) -> Outcome) -> Route {
    route_to(name, false, Run::Files(run))
}

const fn get_files(name: &'static str, run: fn(&mut World, &Call, &Files) -> Outcome) -> Route {
    route_to(name, true, Run::Files(run))
}

impl Route {
    const fn a_day(self, limit: u64) -> Self {
        Self { limit, ..self }
    }

    const fn who(self, who: Who) -> Self {
        Self { who, ..self }
    }

    /// By POST, too.
    const fn both(self) -> Self {
        Self { post: true, ..self }
    }

    /// By POST alone.
    const fn posted(self) -> Self {
        Self {
            get: false,
            post: true,
            ..self
        }
    }

    /// Calls a day; a test account gets fewer tokens.
    fn limit(&self, kind: Kind) -> u64 {
        if self.name == "token" && kind == Kind::Test {
            200
        } else {
            self.limit
        }
    }

    fn path(&self) -> String {
        format!("/cgi-bin/{}", self.name)
    }
}

/// Every call of the sandbox. Limits are those of an ordinary account (`wechat-api.md` 3.3, 4.5, 6.2, 7.1).
const CALLS: &[Route] = &[
    get("token", token::classic).who(Who::Stranger).a_day(2_000),
    post("stable_token", token::stable)
        .who(Who::Stranger)
        .a_day(500_000),
    post_files("media/uploadimg", upload::body_image),
    post_files("media/upload", upload::temporary),
    post("media/uploadvideo", media::upload_video),
    get_files("media/get", media::get),
    post_files("material/add_material", upload::permanent),
    post_files("material/get_material", library::get),
    post_files("material/del_material", library::delete),
    look("material/get_materialcount", library::count),
    post("material/batchget_material", library::list),
    post("material/add_news", news::add_news),
    post("material/update_news", news::update_news),
    post("media/uploadnews", news::upload_news).a_day(10),
    post("draft/add", draft::add).a_day(1_000),
    post("draft/get", draft::get).a_day(500),
    post("draft/update", draft::update).a_day(1_000),
    post("draft/delete", draft::delete).a_day(1_000),
    post("draft/batchget", draft::list).a_day(1_000),
    look("draft/count", draft::count).both().a_day(1_000),
    look("draft/switch", draft::switch).posted().a_day(1_000),
    post("freepublish/submit", publish::submit)
        .who(Who::Verified)
        .a_day(100),
    post("freepublish/get", publish::get)
        .who(Who::Verified)
        .a_day(100),
    post("freepublish/batchget", publish::list)
        .who(Who::Verified)
        .a_day(100),
    post("freepublish/getarticle", publish::article)
        .who(Who::Verified)
        .a_day(100),
    post("freepublish/delete", publish::delete)
        .who(Who::Verified)
        .a_day(10),
    post("message/mass/sendall", mass::send_all)
        .who(Who::Verified)
        .a_day(100),
    post("message/mass/send", mass::send_to)
        .who(Who::Service)
        .a_day(100),
    post("message/mass/preview", mass::preview)
        .who(Who::Verified)
        .a_day(100),
    post("message/mass/get", mass::status).who(Who::Verified),
    post("message/mass/delete", mass::delete)
        .who(Who::Verified)
        .a_day(10),
    look("message/mass/speed/get", mass::speed)
        .posted()
        .who(Who::Verified),
    post("message/mass/speed/set", mass::set_speed).who(Who::Verified),
    look("tags/get", tags::list).who(Who::Verified),
    post("tags/create", tags::create).who(Who::Verified),
    post("tags/update", tags::update).who(Who::Verified),
    post("tags/delete", tags::delete).who(Who::Verified),
    post("tags/getidlist", tags::of_follower).who(Who::Verified),
    post("tags/members/batchtagging", tags::tag).who(Who::Verified),
    post("tags/members/batchuntagging", tags::untag).who(Who::Verified),
    post("user/tag/get", users::tagged).who(Who::Verified),
    get("user/get", users::list).who(Who::Verified).a_day(500),
    get("user/info", users::info)
        .who(Who::Verified)
        .a_day(5_000_000),
    post("openapi/quota/get", quota::get),
    post("openapi/rid/get", tools::rid),
    post("clear_quota", quota::clear),
    post("clear_quota/v2", quota::clear_with_secret).who(Who::Stranger),
    look("get_api_domain_ip", tools::addresses),
    look("getcallbackip", tools::addresses),
    post("callback/check", tools::check_callback).a_day(1_440),
];

/// The names of all calls, such as `message/mass/send`.
pub(super) fn names() -> impl Iterator<Item = &'static str> {
    CALLS.iter().map(|route| route.name)
}

fn find(path: &str) -> Option<&'static Route> {
    let name = path.strip_prefix("/cgi-bin/")?;
    CALLS.iter().find(|route| route.name == name)
}

/// The world's answer to a call.
pub(super) fn route(world: &mut World, call: &Call, files: &Files) -> Outcome {
    let Some(route) = find(&call.path) else {
        return Ok(Answer::empty(404));
    };
    if route.who != Who::Stranger {
        token::check(world, call)?;
    }
    match call.method.as_str() {
        "GET" if route.get => {}
        "POST" if route.post => {}
        _ if route.post => return Err(refuse(code::NEEDS_POST, "require POST method")),
        _ => return Err(refuse(code::NEEDS_GET, "require GET method")),
    }
    if !route.who.has(world.settings.kind) {
        return Err(refuse(code::API_UNAUTHORIZED, "api unauthorized"));
    }
    quota::spend(world, call, route)?;
    match route.run {
        Run::Look(run) => Ok(run(world)),
        Run::World(run) => run(world, call),
        Run::Files(run) => run(world, call, files),
    }
}

/// Calls with a stated limit: name, used today, limit.
pub(super) fn quotas(world: &World, now: jiff::Timestamp) -> Vec<(&'static str, u64, u64)> {
    let shown = |route: &&Route| route.limit <= 1_000 && route.name.contains('/');
    let row = |route: &Route| {
        let used = world.used_today(&route.path(), now).min(route.limit);
        (route.name, used, route.limit)
    };
    CALLS.iter().filter(shown).map(row).collect()
}
