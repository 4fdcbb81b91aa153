"""The Flask application that stands beside Dewar's: both have the same pages and the same cookies.

Below /flask it signs with the environment's KEY and takes the older one, OLD_KEY, as well; below
/old-flask it knows the older key alone, as before the keys were changed.
"""
import os
from datetime import datetime, timedelta, timezone
from uuid import UUID

from flask import Flask, flash, get_flashed_messages, jsonify, request, session
from itsdangerous import BadData, SignatureExpired, URLSafeTimedSerializer
from markupsafe import Markup
from werkzeug.middleware.dispatcher import DispatcherMiddleware
from werkzeug.security import check_password_hash, generate_password_hash

EVERYTHING = {
    "tuple": ("a", 1), "bytes": b"\x00\xff", "markup": Markup("<b>&amp;</b>"),
    "uuid": UUID("12345678-1234-5678-1234-567812345678"),
    "date": datetime(2024, 2, 29, 12, 30, 45, tzinfo=timezone.utc),
    "nested": {"list": [1, 2.5, None, True, {" t": "tagged"}], "한글": "é😀"},
    "long": "apples and pears " * 60,
}


def make(key, fallbacks):
    app = Flask("neighbour")
    app.config.update(SECRET_KEY=key, SECRET_KEY_FALLBACKS=fallbacks,
                      PERMANENT_SESSION_LIFETIME=timedelta(days=2))
    links = URLSafeTimedSerializer([*fallbacks, key], salt="activate")

    @app.get("/")
    def home():
        return "Flask"

    @app.get("/session")
    def show():
        return jsonify({key: str(value) for key, value in session.items()})

    @app.post("/session")
    def change():
        session.update(request.form.to_dict())
        return "changed"

    @app.delete("/session")
    def clear():
        session.clear()
        return "cleared"

    @app.post("/everything")
    def set_everything():
        session.update(EVERYTHING)
        return "set"

    @app.get("/everything")
    def compare():
        different = [k for k, v in EVERYTHING.items()
                     if session.get(k) != v or type(session[k]) is not type(v)]
        return ",".join(different) or "the same"

    @app.post("/permanent")
    def make_permanent():
        session.permanent = True
        return "permanent"

    @app.post("/flash")
    def keep():
        flash(request.form["message"], request.form["category"])
        flash(Markup("<i>marked</i>"))
        return "flashed"

    @app.get("/flashes")
    def flashes():
        return jsonify([[c, str(m), isinstance(m, Markup)]
                        for c, m in get_flashed_messages(with_categories=True)])

    @app.post("/hash")
    def hash_password():
        return generate_password_hash(request.form["password"], request.form["method"])

    @app.post("/check")
    def check_password():
        return str(check_password_hash(request.form["hash"], request.form["password"]))

    @app.post("/sign")
    def sign():
        return links.dumps({"user": request.form["user"]})

    @app.get("/open/<token>")
    def open_link(token):
        try:
            return links.loads(token, max_age=int(request.args.get("age", 60)))["user"]
        except SignatureExpired:
            return "expired", 403
        except BadData:
            return "bad", 403

    return app


KEY, OLD_KEY = os.environ["KEY"], os.environ["OLD_KEY"]
new, old = make(KEY, [OLD_KEY]), make(OLD_KEY, [])
# Without APPLICATION_ROOT the cookie's path is that of all applications of the host.
application = DispatcherMiddleware(new, {"/flask": new, "/old-flask": old})
