"""The pages of AppServer by Flask, for gunicorn: `gunicorn app:app`.

The template is the same file, the secret key the same word.
"""

from flask import Flask, render_template, session

app = Flask(__name__)
app.secret_key = "benchmark"
ITEMS = [{"name": f"<item {number}>", "price": number * 7} for number in range(1, 6)]


@app.route("/")
def plain() -> str:
    return "안녕하세요, Flask!"


@app.route("/login")
def login() -> str:
    session["user"] = "kim & co"
    session["count"] = 3
    return "logged in"


@app.route("/page/<int:number>")
def page(number: int) -> str:
    return render_template("page.html", title=f"Page {number}", number=number, items=ITEMS)
