"""The two pages of Hello by Flask, for gunicorn: `gunicorn hello:app`."""

from flask import Flask
from markupsafe import escape

app = Flask(__name__)


@app.route("/")
def hello_world() -> str:
    return "안녕하세요, Flask!"


@app.route("/user/<username>")
def show_user_profile(username: str) -> str:
    return f"사용자 이름: {escape(username)}"
