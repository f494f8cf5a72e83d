"""The campaign as one writes it with wechatpy, over the session that the library keeps.

with_wechatpy.py THREADS: uploads go in so many threads; with 1 one call follows the other.
"""

import os
import pathlib
import re
import sys
from concurrent.futures import ThreadPoolExecutor

from wechatpy import WeChatClient

FOLDER = pathlib.Path(os.environ["CAMPAIGN"])


class Client(WeChatClient):
    API_BASE_URL = os.environ["WXMASS_API_BASE"] + "/cgi-bin/"

    def fetch_access_token(self):
        params = {"grant_type": "client_credential", "appid": self.appid, "secret": self.secret}
        return self._fetch_access_token(url=self.API_BASE_URL + "token", params=params)


client = Client(os.environ["WXMASS_APPID"], os.environ["WXMASS_SECRET"])


def body(name):
    with open(FOLDER / name, "rb") as file:
        return client.media.upload_image(file)


def cover(number):
    with open(FOLDER / f"cover-{number}.png", "rb") as file:
        return client.material.add("image", file)["media_id"]


# Threads that find no token would each fetch one.
assert client.access_token
texts = [(FOLDER / f"article-{number}.html").read_text("utf-8") for number in range(8)]
names = [name for html in texts for name in re.findall(r'src="([^"]+)"', html)]
with ThreadPoolExecutor(int(sys.argv[1])) as threads:
    addresses, covers = threads.map(body, names), threads.map(cover, range(8))
    addresses, covers = dict(zip(names, addresses)), list(covers)
articles = [
    {
        "title": f"第 {number + 1} 篇",
        "content": re.sub(r'src="([^"]+)"', lambda found: f'src="{addresses[found[1]]}"', html),
        "thumb_media_id": covers[number],
    }
    for number, html in enumerate(texts)
]
draft = client.post("draft/add", data={"articles": articles})["media_id"]
client.message.send_mass_article("oSandbox%020d" % 1, draft, preview=True)
sent = client.message.send_mass_article(None, draft, is_to_all=True, client_msg_id="bench-" + os.environ["RUN"])
assert client.message.get_mass(sent["msg_id"])["msg_status"] == "SEND_SUCCESS"
