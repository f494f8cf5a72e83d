"""A WeChat for tests in Python: pytest, and nothing beyond Python's own library.

    pytest examples/tests/test_send.py

The fixture starts `wxmass sandbox` on a free port (WXMASS names the binary where it is not on the PATH) and ends it with the tests.
"""

import json
import os
import subprocess
import urllib.request

import pytest


@pytest.fixture(scope="session")
def wechat():
    """What the sandbox prints: base_url, appid, secret, control_token, outbox."""
    command = [os.environ.get("WXMASS", "wxmass"), "sandbox", "--memory", "--json"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as sandbox:
        text = ""
        for line in sandbox.stdout:
            text += line
            if line.startswith("}"):
                break
        yield json.loads(text)
        sandbox.terminate()


def call(wechat, path, body, **headers):
    request = urllib.request.Request(wechat["base_url"] + path, json.dumps(body, ensure_ascii=False).encode(), headers)
    with urllib.request.urlopen(request) as answer:
        return json.load(answer)


def control(wechat, name, body):
    """Moves the clock, plants faults, confirms a send: docs/sandbox.md has all of them."""
    return call(wechat, f"/sandbox/{name}", body, **{"x-sandbox-token": wechat["control_token"]})


@pytest.fixture
def token(wechat):
    account = {"grant_type": "client_credential", "appid": wechat["appid"], "secret": wechat["secret"]}
    return call(wechat, "/cgi-bin/stable_token", account)["access_token"]


def send(wechat, token, words):
    body = {"filter": {"is_to_all": False, "tag_id": 100}, "text": {"content": words}, "msgtype": "text", "clientmsgid": words}
    return call(wechat, f"/cgi-bin/message/mass/sendall?access_token={token}", body)


def test_a_text_goes_out_once(wechat, token):
    assert send(wechat, token, "春天")["errcode"] == 0
    assert send(wechat, token, "春天")["errcode"] == 45065


def test_a_bad_day(wechat, token):
    control(wechat, "faults", [{"call": "sendall", "fault": {"errcode": 45028}}])
    assert send(wechat, token, "夏天")["errcode"] == 45028
    assert send(wechat, token, "夏天")["errcode"] == 0
