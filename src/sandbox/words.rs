//! WeChat's words for errcodes that are planted, as the world says them where it refuses by itself.

use std::net::IpAddr;

use super::code;

/// The announcement that `add_news` and `update_news` refer to since mid-2022 (`wechat-api.md` 3.5).
pub(super) const WITHDRAWN: &str = "This API has been unsupported. For more details, please view https://mp.weixin.qq.com/cgi-bin/announce?action=getannouncement&announce_id=1164aBcDeFgH&version=&lang=zh_CN";

/// The text of a code, for a caller at this address.
pub(super) fn words(errcode: i64, ip: IpAddr) -> String {
    match errcode {
        code::INVALID_IP => format!("invalid ip {ip} ipv6 ::ffff:{ip}, not in whitelist"),
        other => fixed(other).to_owned(),
    }
}

fn fixed(errcode: i64) -> &'static str {
    match errcode {
        code::SYSTEM_BUSY => "system error",
        code::INVALID_CREDENTIAL => {
            "invalid credential, access_token is invalid or not latest, could get access_token by getStableAccessToken"
        }
        code::INVALID_MEDIA_TYPE => "invalid media type",
        code::INVALID_FILE_TYPE => "invalid file type",
        code::INVALID_MEDIA_ID => "invalid media_id",
        code::INVALID_IMAGE_SIZE => "invalid image size",
        code::INVALID_APPID => "invalid appid",
        code::INVALID_ACCESS_TOKEN => "invalid access_token",
        code::INVALID_MSG_ID => "invalid msg id",
        code::INVALID_APPSECRET => "invalid appsecret,",
        code::TOO_FEW_OPENIDS => "invalid openid list size, at least two openid",
        code::INVALID_IMAGE_FORMAT => "invalid image format",
        code::NO_SUCH_TAG => "invalid tag id",
        code::ACCESS_TOKEN_EXPIRED => "access_token expired",
        code::DAILY_QUOTA => "reach max api daily quota limit",
        code::MINUTE_QUOTA => "api minute-quota reach limit, must slower, retry next minute",
        code::NO_MASS_QUOTA => "has no masssend quota",
        code::CLIENTMSGID_EXIST => "clientmsgid exist",
        code::CLIENTMSGID_TOO_FAST => "same clientmsgid retry too fast",
        code::CLIENTMSGID_TOO_LONG => "clientmsgid size out of limit",
        code::WITHDRAWN_2022 => "This API has been unsupported",
        code::WITHDRAWN => WITHDRAWN,
        code::INVALID_CONTENT => "invalid content",
        code::OFFLINE => "this api is offline, please use the new api",
        code::API_UNAUTHORIZED => "api unauthorized",
        code::CLEAR_QUOTA_USED => "forbid to clear quota because of reaching the limit",
        9_500_002 => "masssend task too much, system busy, please try later",
        268_488_001 => "system busy, please try later",
        _ => "planted fault",
    }
}
