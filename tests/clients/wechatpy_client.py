"""wechatpy (PyPI) against the sandbox: nothing of it is changed but the base URL."""

import os
import pathlib
import time

from wechatpy import WeChatClient
from wechatpy.exceptions import WeChatClientException

BASE = os.environ["WXMASS_SANDBOX_URL"]
PICTURE = pathlib.Path(os.environ["PICTURE"])
ONE, TWO = "oSandbox%020d" % 1, "oSandbox%020d" % 2


class Client(WeChatClient):
    API_BASE_URL = BASE + "/cgi-bin/"

    def fetch_access_token(self):
        # The one address that the library does not derive from its base.
        params = {"grant_type": "client_credential", "appid": self.appid, "secret": self.secret}
        return self._fetch_access_token(url=self.API_BASE_URL + "token", params=params)


def refused(errcode, call):
    try:
        call()
    except WeChatClientException as error:
        assert error.errcode == errcode, error
    else:
        raise AssertionError("not refused")


client = Client(os.environ["WXMASS_APPID"], os.environ["WXMASS_SECRET"])
assert client.access_token

url = client.media.upload_image(PICTURE.open("rb"))
assert url.startswith("http://mmbiz.qpic.cn/"), url
cover = client.material.add("image", PICTURE.open("rb"))["media_id"]
temporary = client.media.upload("image", PICTURE.open("rb"))
assert temporary["type"] == "image" and temporary["media_id"]
assert client.material.get_count()["image_count"] >= 1
assert any(item["media_id"] == cover for item in client.material.batchget("image")["item"])

article = {"title": "来自 wechatpy", "content": '<p>你好<img src="%s"></p>' % url, "thumb_media_id": cover}
draft = client.post("draft/add", data={"articles": [article]})["media_id"]
stored = client.post("draft/get", data={"media_id": draft})["news_item"][0]
assert stored["title"] == "来自 wechatpy" and url in stored["content"], stored
refused(45106, lambda: client.material.add_articles([dict(article, show_cover_pic=1)]))

client.message.send_mass_article(ONE, draft, preview=True)
sent = client.message.send_mass_article(None, draft, is_to_all=True, client_msg_id="wechatpy-all-%d" % time.time())
assert sent["msg_id"] and sent["msg_data_id"], sent
assert client.message.get_mass(sent["msg_id"])["msg_status"] == "SEND_SUCCESS"

openids = client.message.send_mass_text([ONE, TWO], "大家好", client_msg_id="wechatpy-two-%d" % time.time())
assert openids["msg_id"] != sent["msg_id"]
refused(40130, lambda: client.message.send_mass_text([ONE], "你好"))
client.message.delete_mass(sent["msg_id"])
assert client.message.get_mass(sent["msg_id"])["msg_status"] == "DELETE"

tag = client.tag.create("来自 wechatpy %d" % time.time())["id"]
client.tag.tag_user(tag, [ONE, TWO])
assert sorted(client.tag.get_tag_users(tag)["data"]["openid"]) == [ONE, TWO]
assert tag in client.tag.get_user_tag(ONE)
assert next(iter(client.user.iter_followers())) == ONE
client.material.delete(cover)
refused(40007, lambda: client.material.delete(cover))
print("wechatpy: token, uploads, draft, preview, send to all and to openids, status, delete, tags, followers, library")
