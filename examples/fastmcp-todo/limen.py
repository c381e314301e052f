"""What a runtime owes to Limen: trust the worker secret, and say when the API refused the forwarded token."""

import hmac
import os

from starlette.responses import Response

SECRET = os.environ["WORKER_SECRET"].encode()
SECRET_HEADER = os.environ.get("WORKER_SECRET_HEADER", "x-gateway-worker-secret").lower().encode()
TOKEN_HEADER = os.environ.get("ACCESS_TOKEN_HEADER", "x-gateway-access-token").lower().encode()
TOKEN_REFUSED = Response(status_code=401, headers={"WWW-Authenticate": 'Bearer error="invalid_token"'})


class BehindLimen:
    """ASGI middleware. Tools find the token in `scope["limen"]` and set `refused` there when the API says 401."""

    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        headers = dict(scope.get("headers", []))
        if scope["type"] != "lifespan" and not hmac.compare_digest(headers.get(SECRET_HEADER, b""), SECRET):
            return await Response(status_code=401)(scope, receive, send)
        token = headers.get(TOKEN_HEADER, b"").decode("latin-1").removeprefix("Bearer ")
        call = scope["limen"] = {"token": token, "refused": False}

        async def send_unless_refused(message):  # a JSON answer starts when the tool has ended, so the status is open
            if not call["refused"]:
                await send(message)
            elif message["type"] == "http.response.start":
                await TOKEN_REFUSED(scope, receive, send)

        await self.app(scope, receive, send_unless_refused)
