//! Which account is meant: a flag, the environment, the campaign, the accounts file. Where two of them name different
//! accounts the command is refused: the guard rails of the one would not hold for the other.

use std::collections::BTreeMap;
use std::path::PathBuf;

use super::credential::trimmed;
use super::{Source, source_of};
use crate::cli::accounts::{self, Profile};
use crate::cli::failure::{Exit, Failure};
use crate::cli::{Frame, env};
use crate::report::text;
use crate::report::{Lang, quoted};
use crate::text::{nearest, printable};

/// The account that is meant.
#[derive(Debug)]
pub(super) struct Chosen {
    /// The name of the profile; nothing where there is none.
    pub(super) name: Option<String>,
    pub(super) profile: Option<Profile>,
    /// Appid and secret are those of the environment, though a profile may have the guard rails.
    pub(super) is_of_environment: bool,
    /// The place that named the account.
    pub(super) source: Source,
}

impl Chosen {
    pub(super) fn sandbox() -> Self {
        Self {
            name: None,
            profile: None,
            is_of_environment: false,
            source: Source::Sandbox,
        }
    }

    /// No account that is written down.
    pub(super) fn none() -> Self {
        Self {
            source: Source::NotSet,
            ..Self::of_environment()
        }
    }

    fn of_environment() -> Self {
        Self {
            name: None,
            profile: None,
            is_of_environment: true,
            source: Source::Variable(env::APPID),
        }
    }
}

/// The account that is meant; `must_be_one` refuses to go on where there are several.
pub(super) fn choose(
    frame: &Frame,
    campaign: Option<&str>,
    must_be_one: bool,
) -> Result<Chosen, Failure> {
    let lang = frame.out.lang;
    let in_environment = env::value(env::APPID).map(|appid| trimmed(&appid).to_owned());
    let explicit = frame.global.account();
    let source = source_of(frame, "--account", env::ACCOUNT, true);
    if let (None, Some(appid)) = (explicit, &in_environment)
        && campaign.is_none_or(|campaign| campaign == appid)
    {
        return Ok(Chosen::of_environment());
    }
    let mut file = Known::load(frame)?;
    match (explicit, in_environment, campaign) {
        (Some(name), _, campaign) => {
            let profile = file.take(lang, name)?;
            if let Some(campaign) = campaign
                && campaign != name
                && campaign != profile.appid
                && file.appid_of(campaign) != Some(&profile.appid)
            {
                return Err(other_account(lang, campaign, name, &source));
            }
            Ok(Chosen {
                name: Some(name.to_owned()),
                profile: Some(profile),
                is_of_environment: false,
                source,
            })
        }
        (None, Some(appid), Some(campaign)) => {
            if file.appid_of(campaign) != Some(&appid) {
                return Err(not_the_environments(lang, campaign, &appid));
            }
            Ok(Chosen {
                name: Some(campaign.to_owned()),
                profile: Some(file.take(lang, campaign)?),
                is_of_environment: true,
                source: Source::Campaign,
            })
        }
        (None, Some(_), None) => Ok(Chosen::of_environment()),
        (None, None, Some(campaign)) => Ok(Chosen {
            profile: Some(file.take(lang, campaign)?),
            name: Some(campaign.to_owned()),
            is_of_environment: false,
            source: Source::Campaign,
        }),
        (None, None, None) => {
            let name = if file.profiles.contains_key("default") {
                Some("default".to_owned())
            } else if file.profiles.len() == 1 {
                file.profiles.keys().next().cloned()
            } else {
                None
            };
            if name.is_none() && must_be_one && !file.profiles.is_empty() {
                return Err(file.several(lang));
            }
            let Some(name) = name else {
                return Ok(Chosen::of_environment());
            };
            Ok(Chosen {
                profile: Some(file.take(lang, &name)?),
                source: Source::Profile(name.clone()),
                name: Some(name),
                is_of_environment: false,
            })
        }
    }
}

/// The profile of this name.
pub(super) fn named(frame: &Frame, name: &str) -> Result<Chosen, Failure> {
    Ok(Chosen {
        profile: Some(Known::load(frame)?.take(frame.out.lang, name)?),
        name: Some(name.to_owned()),
        is_of_environment: false,
        source: Source::Profile(name.to_owned()),
    })
}

/// The profile of this name by itself.
pub(in crate::cli) fn profile_named(frame: &Frame, name: &str) -> Result<Profile, Failure> {
    Known::load(frame)?.take(frame.out.lang, name)
}

/// The accounts file.
struct Known {
    path: Option<PathBuf>,
    profiles: BTreeMap<String, Profile>,
}

impl Known {
    fn load(frame: &Frame) -> Result<Self, Failure> {
        let lang = frame.out.lang;
        let path = accounts::path();
        let profiles = match &path {
            Some(path) => accounts::load(frame, path)?,
            None => BTreeMap::new(),
        };
        if let Some(path) = path
            .as_ref()
            .filter(|path| accounts::is_open_to_others(path))
        {
            frame.out.note(&text!(
                lang,
                profile_warning_others_can_read_run,
                path = path.display()
            ));
        }
        Ok(Self { path, profiles })
    }

    fn file(&self) -> String {
        let path = self.path.as_ref();
        path.map(|path| path.display().to_string())
            .unwrap_or_default()
    }

    fn appid_of(&self, name: &str) -> Option<&String> {
        self.profiles.get(name).map(|profile| &profile.appid)
    }

    fn take(&mut self, lang: Lang, name: &str) -> Result<Profile, Failure> {
        if let Some(profile) = self.profiles.get(name) {
            return Ok(profile.clone());
        }
        let nearest = nearest(name, self.profiles.keys().map(String::as_str));
        Err(Failure::new(
            Exit::Account,
            text!(lang, profile_no_account, name = name, file = self.file()),
            match nearest {
                Some(other) => text!(lang, profile_did_you_mean, other = other),
                None => text!(lang, profile_wxmass_accounts_add_adds, name = quoted(name)),
            },
        ))
    }

    /// Several accounts, and nothing says which.
    fn several(&self, lang: Lang) -> Failure {
        let names: Vec<_> = self.profiles.keys().map(|name| printable(name)).collect();
        Failure::new(
            Exit::Input,
            text!(
                lang,
                profile_accounts_none_chosen,
                n = names.len(),
                f = self.file(),
                names = names.join(lang.pick(", ", "、"))
            ),
            text!(
                lang,
                profile_choose_one_account_name_account,
                v = env::ACCOUNT
            ),
        )
    }
}

/// The campaign is for one account and the command for another.
fn other_account(lang: Lang, campaign: &str, given: &str, source: &Source) -> Failure {
    let by = source.shown(lang);
    Failure::new(
        Exit::Input,
        text!(
            lang,
            profile_campaign_account_names_nothing_sent,
            campaign = campaign,
            by = by,
            given = given
        ),
        text!(
            lang,
            profile_send_from_leave_out_send,
            campaign = campaign,
            by = by,
            given = given
        ),
    )
}

/// The campaign is for one account and the credentials of the environment are another's.
fn not_the_environments(lang: Lang, campaign: &str, appid: &str) -> Failure {
    Failure::new(
        Exit::Input,
        text!(
            lang,
            profile_campaign_account_environment_which_no,
            campaign = campaign,
            v = env::APPID,
            appid = appid
        ),
        text!(
            lang,
            profile_send_from_accounts_file_unset,
            campaign = campaign,
            v = env::APPID,
            s = env::SECRET,
            appid = appid
        ),
    )
}
