"""Leads api.weixin.qq.com to the sandbox's port, as a line of /etc/hosts and port 443 would; Python loads it by itself.

The clients stay as they are: they ask https://api.weixin.qq.com, and check the certificate by the authority that their variable names.
"""

import os
import socket

HERE = os.environ.get("WXMASS_TLS_ADDRESS", "")
looked_up = socket.getaddrinfo


def here(host, port, *rest, **more):
    if HERE and host in ("api.weixin.qq.com", b"api.weixin.qq.com"):
        host, port = HERE.rsplit(":", 1)
    return looked_up(host, port, *rest, **more)


socket.getaddrinfo = here
