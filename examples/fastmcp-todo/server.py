"""Serves the tools behind Limen. HOST and PORT come from the environment; port 0 takes a free one."""

import os
import signal
import socket
import sys

import uvicorn
from starlette.middleware import Middleware

from limen import BehindLimen
from tools import mcp

if __name__ == "__main__":
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: sys.exit(0))  # uvicorn raises it again once it has closed everything
    host = os.environ.get("HOST", "127.0.0.1")
    listener = socket.create_server((host, int(os.environ.get("PORT", "0"))))
    app = mcp.http_app(path="/mcp", stateless_http=True, json_response=True, middleware=[Middleware(BehindLimen)])
    print(f"listening http://{host}:{listener.getsockname()[1]}/mcp", flush=True)
    uvicorn.Server(uvicorn.Config(app, log_level="warning")).run(sockets=[listener])
