//! The table of calls that the sandbox plays: name, method, who may, how often a day. `routes` answers them.
//!
//! A call of WeChat that is not played is in `unplayed`; docs/sandbox.md has both lists.

use super::account::Kind;

/// The accounts that may make a call ("who may call what", `wechat-api.md` 7.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Who {
    /// Without a token, too.
    Stranger,
    Anyone,
    Verified,
    Service,
}

impl Who {
    pub(super) fn has(self, kind: Kind) -> bool {
        match self {
            Self::Stranger | Self::Anyone => true,
            Self::Verified => kind != Kind::Unverified,
            Self::Service => kind == Kind::Service,
        }
    }
}

/// One call that is played.
#[derive(Debug, Clone, Copy)]
pub(super) struct Spec {
    /// Without `/cgi-bin/`: `draft/add`; a call of another place with it: `datacube/getarticleread`.
    pub(super) name: &'static str,
    pub(super) get: bool,
    pub(super) post: bool,
    pub(super) who: Who,
    /// Calls a day.
    limit: u64,
}

/// The limit of calls for which no page states one: large enough to be out of the way.
const UNSTATED: u64 = 100_000;
/// Places of WeChat's API beside `/cgi-bin/`.
const BESIDE: [&str; 1] = ["datacube/"];

impl Spec {
    const fn a_day(self, limit: u64) -> Self {
        Self { limit, ..self }
    }

    const fn verified(self) -> Self {
        Self {
            who: Who::Verified,
            ..self
        }
    }

    const fn of(self, who: Who) -> Self {
        Self { who, ..self }
    }

    /// By POST, too.
    const fn both(self) -> Self {
        Self { post: true, ..self }
    }

    /// Calls a day; a test account gets fewer tokens.
    pub(super) fn limit(&self, kind: Kind) -> u64 {
        if self.name == "token" && kind == Kind::Test {
            200
        } else {
            self.limit
        }
    }

    /// The limit that a page states; none where there is none, or none that anybody meets.
    pub(super) fn stated_limit(&self) -> Option<u64> {
        (self.limit <= 1_000 && self.name.contains('/')).then_some(self.limit)
    }

    pub(super) fn path(&self) -> String {
        path_of(self.name)
    }

    /// Whether it sends to followers, for the limit of a minute.
    pub(super) fn is_mass(&self) -> bool {
        matches!(self.name, "message/mass/sendall" | "message/mass/send")
    }
}

/// The path of a call.
pub(super) fn path_of(name: &str) -> String {
    if BESIDE.iter().any(|place| name.starts_with(place)) {
        format!("/{name}")
    } else {
        format!("/cgi-bin/{name}")
    }
}

/// The name of the call that has a path, played or not.
pub(super) fn name_of(path: &str) -> &str {
    let name = path.strip_prefix("/cgi-bin/");
    name.unwrap_or_else(|| path.trim_start_matches('/'))
}

const fn get(name: &'static str) -> Spec {
    Spec {
        name,
        get: true,
        post: false,
        who: Who::Anyone,
        limit: UNSTATED,
    }
}

const fn post(name: &'static str) -> Spec {
    Spec {
        get: false,
        post: true,
        ..get(name)
    }
}

/// Every call of the sandbox. Limits are those of an ordinary account (`wechat-api.md` 3.3, 4.5, 6.2, 7.1).
pub(super) const CALLS: &[Spec] = &[
    get("token").of(Who::Stranger).a_day(2_000),
    post("stable_token").of(Who::Stranger).a_day(500_000),
    post("media/uploadimg"),
    post("media/upload"),
    post("media/uploadvideo"),
    get("media/get"),
    post("material/add_material"),
    post("material/get_material"),
    post("material/del_material"),
    get("material/get_materialcount"),
    post("material/batchget_material"),
    post("material/add_news"),
    post("material/update_news"),
    post("media/uploadnews").a_day(10),
    post("draft/add").a_day(1_000),
    post("draft/get").a_day(500),
    post("draft/update").a_day(1_000),
    post("draft/delete").a_day(1_000),
    post("draft/batchget").a_day(1_000),
    get("draft/count").both().a_day(1_000),
    post("draft/switch").a_day(1_000),
    post("freepublish/submit").verified().a_day(100),
    post("freepublish/get").verified().a_day(100),
    post("freepublish/batchget").verified().a_day(100),
    post("freepublish/getarticle").verified().a_day(100),
    post("freepublish/delete").verified().a_day(10),
    post("message/mass/sendall").verified().a_day(100),
    post("message/mass/send").of(Who::Service).a_day(100),
    post("message/mass/preview").verified().a_day(100),
    post("message/mass/get").verified(),
    post("message/mass/delete").verified().a_day(10),
    post("message/mass/speed/get").verified(),
    post("message/mass/speed/set").verified(),
    get("tags/get").verified(),
    post("tags/create").verified(),
    post("tags/update").verified(),
    post("tags/delete").verified(),
    post("tags/getidlist").verified(),
    post("tags/members/batchtagging").verified(),
    post("tags/members/batchuntagging").verified(),
    post("user/tag/get").verified(),
    get("user/get").verified().a_day(500),
    get("user/info").verified().a_day(5_000_000),
    post("user/info/batchget").verified(),
    post("openapi/quota/get"),
    post("openapi/quota/clear"),
    post("openapi/rid/get"),
    post("clear_quota"),
    post("clear_quota/v2").of(Who::Stranger),
    get("get_api_domain_ip"),
    get("getcallbackip"),
    post("callback/check").a_day(1_440),
    post("datacube/getarticleread").verified(),
    post("datacube/getarticleshare").verified(),
    post("datacube/getbizsummary").verified(),
    post("datacube/getarticletotaldetail").verified(),
    post("datacube/getarticlesummary"),
    post("datacube/getarticletotal"),
    post("datacube/getuserread"),
    post("datacube/getuserreadhour"),
    post("datacube/getusershare"),
    post("datacube/getusersharehour"),
];

/// The names of all calls that are played, such as `message/mass/send`.
pub fn names() -> impl Iterator<Item = &'static str> {
    CALLS.iter().map(|call| call.name)
}

pub(super) fn find(path: &str) -> Option<&'static Spec> {
    CALLS.iter().find(|call| call.path() == path)
}
