"""Reads a session's cookie, sets a value and writes it anew with Flask's own code.

    python3 session.py JSON TIMES

Prints the cookie that it read and the nanoseconds of one time.
"""

import json
import sys
import time

import itsdangerous.timed
from flask import Flask, Response
from flask.sessions import SecureCookieSessionInterface

NOW = 1_700_000_000
itsdangerous.timed.time = type("Clock", (), {"time": staticmethod(lambda: NOW)})

app = Flask(__name__)
app.secret_key = "development key"
interface = SecureCookieSessionInterface()


class Cookies:
    """What Flask asks of a request."""

    def __init__(self, cookies: dict[str, str]) -> None:
        self.cookies = cookies


with app.app_context():
    cookie = interface.get_signing_serializer(app).dumps(json.loads(sys.argv[1]))
    request, times = Cookies({"session": cookie}), int(sys.argv[2])
    response = Response()
    start = time.perf_counter_ns()
    for _ in range(times):
        session = interface.open_session(app, request)
        session["n"] = 1
        interface.save_session(app, session, response)
        response.headers.clear()
    print(json.dumps({"cookie": cookie, "ns": (time.perf_counter_ns() - start) / times}))
