"""The campaign as one writes it with wechatpy: one call after the other, over the session that the library keeps."""

import os
import pathlib
import re

from wechatpy import WeChatClient

FOLDER = pathlib.Path(os.environ["CAMPAIGN"])


class Client(WeChatClient):
    API_BASE_URL = os.environ["WXMASS_API_BASE"] + "/cgi-bin/"

    def fetch_access_token(self):
        params = {"grant_type": "client_credential", "appid": self.appid, "secret": self.secret}
        return self._fetch_access_token(url=self.API_BASE_URL + "token", params=params)


client = Client(os.environ["WXMASS_APPID"], os.environ["WXMASS_SECRET"])


def upload(match):
    with open(FOLDER / match[1], "rb") as file:
        return f'src="{client.media.upload_image(file)}"'


articles = []
for number in range(8):
    html = (FOLDER / f"article-{number}.html").read_text("utf-8")
    content = re.sub(r'src="([^"]+)"', upload, html)
    with open(FOLDER / f"cover-{number}.png", "rb") as file:
        cover = client.material.add("image", file)["media_id"]
    articles.append({"title": f"第 {number + 1} 篇", "content": content, "thumb_media_id": cover})
draft = client.post("draft/add", data={"articles": articles})["media_id"]
client.message.send_mass_article("oSandbox%020d" % 1, draft, preview=True)
sent = client.message.send_mass_article(None, draft, is_to_all=True, client_msg_id="bench-" + os.environ["RUN"])
assert client.message.get_mass(sent["msg_id"])["msg_status"] == "SEND_SUCCESS"
