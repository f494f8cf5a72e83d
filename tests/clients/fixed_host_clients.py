"""Clients that know one address only, against `wxmass sandbox --tls`: nothing of them is changed at all.

fixed_host_clients.py NAME: one of them; 3 where it cannot be imported.
"""

import importlib
import os
import pathlib
import sys

APPID, SECRET = os.environ["WXMASS_APPID"], os.environ["WXMASS_SECRET"]
PICTURE, THUMBNAIL = os.environ["PICTURE"], os.environ["THUMBNAIL"]
ONE, TWO = "oSandbox%020d" % 1, "oSandbox%020d" % 2


def werobot():
    from werobot.client import Client, ClientException

    client = Client({"APP_ID": APPID, "APP_SECRET": SECRET})
    url = client.upload_news_picture(open(PICTURE, "rb"))["url"]
    thumb = client.upload_media("thumb", open(THUMBNAIL, "rb"))["thumb_media_id"]
    article = {"title": "来自 werobot", "content": '<p>你好<img src="%s"></p>' % url, "thumb_media_id": thumb, "show_cover_pic": 1}
    news = client.upload_news([article])["media_id"]
    client.send_mass_preview_to_user("mpnews", news, ONE)
    sent = client.send_mass_msg("mpnews", news, 100, client_msg_id="werobot-1")
    assert client.get_mass_msg_status(sent["msg_id"])["msg_status"] == "SEND_SUCCESS"
    client.send_mass_msg("text", "大家好", client_msg_id="werobot-2")
    client.send_mass_msg("text", "你们好", [ONE, TWO], client_msg_id="werobot-3")
    client.delete_mass_msg(sent["msg_id"])
    assert any(tag["id"] == 100 for tag in client.get_tags()["tags"])
    try:
        client.add_news([article])
    except ClientException as error:
        assert "45106" in str(error), error
    return "uploads, news, preview, sends to a tag, to all and to openids, status, delete, tags"


def wechatpy():
    from wechatpy import WeChatClient

    client = WeChatClient(APPID, SECRET)
    cover = client.material.add("image", open(PICTURE, "rb"))["media_id"]
    url = client.media.upload_image(open(PICTURE, "rb"))
    article = {"title": "来自 wechatpy 2", "content": '<p><img src="%s"></p>' % url, "thumb_media_id": cover}
    draft = client.draft.add([article])["media_id"]
    assert client.draft.get(draft)["news_item"][0]["thumb_media_id"] == cover
    sent = client.message.send_mass_article(draft, 100, client_msg_id="wechatpy-2")
    assert client.message.get_mass(sent["msg_id"])["msg_status"] == "SEND_SUCCESS"
    published = client.freepublish.submit(client.draft.add([article])["media_id"])
    assert client.freepublish.get(published["publish_id"])["publish_status"] == 0
    users = client.user.get_batch([ONE, TWO])
    assert [user["openid"] for user in users] == [ONE, TWO], users
    return "material, drafts, send to a tag, status, publication, users"


def wechat_draft():
    from wechat_draft import WechatDraft

    client = WechatDraft(APPID, SECRET, access_token_file="wechat_draft.json")
    draft = client.create_draft("来自 wechat-draft", "<p>正文</p>", PICTURE)
    assert draft, "no draft"
    assert client.count_drafts() >= 1
    assert client.mass_publish_mpnews(draft), "not sent"
    other = client.create_draft("第二", "<p>正文</p>", PICTURE, crop_percent_list=[{"ratio": "2.35_1", "x1": 0.1, "y1": 0, "x2": 0.9, "y2": 0.8}])
    publish = client.publish_article(other)
    assert client.get_publish_status(publish), "no status"
    return "drafts, send to all, publication"


def wechat_publish():
    from wechat_publish import push_articles

    page = pathlib.Path("page.html")
    page.write_text("<p>正文</p>", encoding="utf-8")
    article = {"html_path": str(page), "title": "来自 wechat-publish", "cover_path": PICTURE}
    assert push_articles(appid=APPID, secret=SECRET, articles=[article], author="编辑部", publish_now=True)
    return "cover, draft, publication"


def wechat_publisher():
    from wechat_publisher import core

    Publisher = next(it for it in vars(core).values() if isinstance(it, type) and hasattr(it, "create_draft_from_articles"))
    client = Publisher(APPID, SECRET, token_cache_path="publisher.json")
    text = "# 标题\n\n![图](%s)\n" % os.path.basename(PICTURE)
    article = {"title": "来自 wechat-publisher", "author": "a", "content": text, "type": "markdown", "thumb_media_id": None}
    assert client.create_draft_from_articles([article], base_dir=os.path.dirname(PICTURE))
    return "Markdown to a draft with its pictures"


def wechat_mcp_publisher():
    os.environ.update(WECHAT_APP_ID=APPID, WECHAT_APP_SECRET=SECRET, WECHAT_APPID=APPID, WECHAT_SECRET=SECRET, WECHAT_APPSECRET=SECRET)
    from wechat_mcp_publisher.core.client import get_client

    client = get_client()
    cover = client.upload_permanent_image("封面.png", pathlib.Path(PICTURE).read_bytes())
    client.upload_inline_image("正文图.png", pathlib.Path(PICTURE).read_bytes())
    draft = client.create_draft([{"title": "来自 MCP", "content": "<p>正文</p>", "thumb_media_id": cover.media_id}])
    assert client.get_draft(draft) and client.list_drafts().total >= 1
    assert client.delete_draft(draft)
    return "material, drafts"


def mp_cli():
    from mp_cli.client import WeChatClient

    client = WeChatClient(APPID, SECRET)
    assert client.get("/user/get")["total"] > 0
    users = client.post("/user/info/batchget", {"user_list": [{"openid": ONE, "lang": "zh_CN"}]})
    assert users["user_info_list"][0]["openid"] == ONE
    assert client.get("/tags/get")["tags"]
    return "followers, users, tags"


name = sys.argv[1]
try:
    importlib.import_module(name)
except ImportError as error:
    print(f"{name}: not tried, it cannot be imported: {error}")
    sys.exit(3)
print(f"{name}: {globals()[name]()}")
