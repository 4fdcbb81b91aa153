"""Writes FlaskTemplates.swift: templates, and what Flask 3.1.3 renders of them.

usage: python3 flask_templates.py > FlaskTemplates.swift

The application and the request are described here for Flask and in TemplateGlobalTests.swift for
Dewar.
"""

from flask import Blueprint, Flask, flash, g, render_template_string, request, session
from markupsafe import Markup

TEMPLATES = """
{{ request.method }} {{ request.path }} {{ request.full_path }}
{{ request.url }} {{ request.base_url }} {{ request.url_root }} {{ request.root_url }}
{{ request.host }} {{ request.host_url }} {{ request.scheme }} {{ request.is_secure }}
{{ request.query_string }} {{ request.query_string.decode() }}
{{ request.script_root }}|{{ request.root_path }}
{{ request.endpoint }} {{ request.blueprint }} {{ request.blueprints }}
{{ request.url_rule }} {{ request.url_rule.rule }} {{ request.url_rule.endpoint }}
{{ request.view_args }} {{ request.view_args.id + 1 }} {{ request.view_args['id'] }}
{{ request.args.q }} {{ request.args['q'] }} {{ request.args.get('q') }}
{{ request.args.get('none') }} {{ request.args.get('none', 'x') }} {{ request.args.none }}|
{{ request.args.none is defined }} {{ request.args['none'] is defined }}
{{ request.args.getlist('tag') }} {{ request.args.getlist('none') }}
{{ request.args|length }} {{ 'q' in request.args }} {{ 'x' in request.args }}
{% for name in request.args %}{{ name }} {% endfor %}
{% for name, value in request.args.items() %}{{ name }}={{ value }} {% endfor %}
{% for name, value in request.args.items(multi=True) %}{{ name }}={{ value }} {% endfor %}
{% for name, values in request.args.lists() %}{{ name }}={{ values }} {% endfor %}
{{ request.args.keys()|list }} {{ request.args.values()|list }}
{{ request.args.to_dict() }} {{ request.args.to_dict(flat=False) }}
{{ request.args }}
{{ request.args|dictsort }}
{% if request.args %}yes{% else %}no{% endif %} {% if request.form %}yes{% else %}no{% endif %}
{% for name, value in request.headers if name.startswith('X-Th') %}{{ name }}: {{ value }}{% endfor %}
{{ request.args is mapping }} {{ request.args is iterable }} {{ request.args is sequence }}
{{ request.form }} {{ request.form.x }}|{{ request.values.q }}
{{ request.cookies.theme }} {{ request.cookies.get('none', '-') }}
{{ request.headers['X-Thing'] }} {{ request.headers.get('x-thing') }} {{ request.headers.get('y', 1) }}
{{ 'X-Thing' in request.headers }} {{ request.headers['none'] }}|
{{ request.remote_addr }} {{ request.referrer }} {{ request.user_agent }}
{{ request.is_json }} {{ request.content_type }} {{ request.content_length }} {{ request.mimetype }}|
{{ request.authorization }} {{ request.authorization.username }}|
{{ request.accept_languages.best_match(['en', 'ko']) }} {{ request.accept_languages.best }}
{{ request.access_route|join(' ') }}
{{ request }}
{{ request.nothing }}|{{ request.nothing is defined }}
{% if request %}yes{% endif %} {{ request is defined }} {{ session is defined }} {{ g is defined }}
{{ session.user }} {{ session['user'] }} {{ session.get('user') }} {{ session.get('none') }}
{{ session.none }}|{{ session.none is defined }} {{ session.get('none', 3) }}
{{ 'user' in session }} {{ session.count + 1 }} {{ session.tags|join(',') }} {{ session.deep.a[1] }}
{{ session.markup }} {{ session.text }} {{ session.tuple }} {{ session.tags }}
{{ session.permanent }} {{ session|length }} {{ session.keys()|list }}
{% for key in session %}{{ key }} {% endfor %}
{% if session %}yes{% endif %} {{ session.modified }}
{{ session.pop('user') }} {{ session.user }}|{{ session.pop('user', 'gone') }}
{{ session.setdefault('user', 'x') }} {{ session.setdefault('fresh', [1]) }} {{ session.fresh }}
{{ session.update(a=1, b='2') }} {{ session.a }} {{ session.b }} {{ session.update({'c': 3}) }} {{ session.c }}
{{ session.deep }} {{ session.deep|tojson }}
{{ g.user }} {{ g.get('user') }} {{ g.none }}|{{ g.get('none', 4) }} {{ 'user' in g }} {{ 'x' in g }}
{% for name in g %}{{ name }} {% endfor %}
{{ config.PAGE_SIZE + 1 }} {{ config['TITLE'] }} {{ config.get('NONE') }} {{ config.NONE }}|{{ config.DEBUG }}
{{ config.SESSION_COOKIE_NAME }} {{ config.APPLICATION_ROOT }} {{ config.MAX_COOKIE_SIZE }}
{{ config.SECRET_KEY }} {{ 'TITLE' in config }} {{ 'NONE' in config }} {{ config.SERVER_NAME }}
{{ config.get_namespace('PAGE_')|dictsort }} {{ config.get_namespace('PAGE_', lowercase=False, trim_namespace=False)|dictsort }}
{{ config.NESTED.a.b }} {{ config.NESTED|tojson }}
{{ url_for('index') }} {{ url_for('blog.show', id=3) }} {{ url_for('.show', id=4) }} {{ url_for('.list') }}
{{ url_for('index', q='a b', tag=['x', 'y'], none=none, n=1, f=1.5, t=true) }}
{{ url_for('blog.show', id=3, _anchor='last part') }} {{ url_for('index', _external=true) }}
{{ url_for('index', _scheme='https') }} {{ url_for('blog.show', id=3, _external=True, _scheme='ftp') }}
{{ url_for('index', q='&<"') }} <a href="{{ url_for('index', a=1, b=2) }}">
{{ url_for('blog.show', **{'id': 5, 'page': 2}) }} {{ url_for(endpoint='index') }}
{{ url_for('user', name='김 밥') }} {{ url_for('user', name='a/b?') }}
{{ url_for('static', filename='a b/c.css') }} {{ url_for('static', filename='x.js', v=3) }}
{{ url_for('methods', _method='POST') }} {{ url_for('methods', _method='GET') }}
{% for message in get_flashed_messages() %}[{{ message }}]{% endfor %}
{% for category, message in get_flashed_messages(with_categories=true) %}[{{ category }}: {{ message }}]{% endfor %}
{{ get_flashed_messages(category_filter=['error']) }} {{ get_flashed_messages() }}
{{ get_flashed_messages(true, ['error', 'info']) }} {{ get_flashed_messages(category_filter=('none',)) }}
{{ get_flashed_messages(category_filter='errors and infos') }} {{ get_flashed_messages(category_filter=[]) }}
{% with messages = get_flashed_messages() %}{% if messages %}{{ messages|length }}{% endif %}{% endwith %}
{{ who }} {{ both }} {{ blog_only }} {{ all }} {{ own }}
{% set request = 'mine' %}{{ request }}
{{ '<b>' }} {{ '<b>'|safe }} {{ markup }} {{ '<'|e }}
{{ name|shout }} {{ 3 is odd_one }} {{ 4 is odd_one }} {{ twice(21) }} {{ version }}
{{ name|blog_filter }} {{ 1 is blog_test }} {{ blog_global() }}
{{ {'b': '<é>', 'a': [1, 2.0, none]}|tojson }}
{% autoescape false %}{{ '<i>' }}{% endautoescape %}
{% import 'macros.html' as m %}{{ m.show() }}
{% import 'macros.html' as m with context %}{{ m.show() }}
{% from 'macros.html' import here %}{{ here() }}
{% include 'part.html' %}
{% include 'part.html' without context %}
{% extends 'base.html' %}{% block body %}{{ super() }} {{ request.path }} {{ own }}{% endblock %}
{% include ['none.html', 'part.txt'] %} {% include 'none.html' ignore missing %}
{{ request.args.q|upper }} {{ request.args.items()|list }} {{ (request.args.q or 'none')|length }}
{{ request['path'] }} {{ request|string|length > 10 }} {{ session|string }}
""".strip("\n").split("\n")

FILES = {
    "macros.html": (
        "{% macro show() %}{{ request.path }} {{ g.user }} {{ who }}|{{ own }}|{{ config.TITLE }}"
        " {{ version }}{% endmacro %}"
        "{% macro here() %}{{ url_for('.list') }} {{ session.user }}{% endmacro %}"
    ),
    "part.html": "<{{ who }} {{ own }} {{ request.endpoint }} {{ '<' }}>",
    "part.txt": "text {{ '<' }} {{ who }}",
    "base.html": "base {% block body %}{{ request.endpoint }}{% endblock %} {{ who }}",
}


def make_application():
    app = Flask("app")
    app.config.update(
        SECRET_KEY="secret",
        PAGE_SIZE=20,
        PAGE_KIND="x",
        TITLE="Shop & Co",
        NESTED={"a": {"b": 1}},
    )
    from jinja2 import DictLoader

    app.jinja_loader = DictLoader(FILES)
    blog = Blueprint("blog", __name__, url_prefix="/blog")

    @app.context_processor
    def _():
        return {"who": "app", "both": "app", "own": "app"}

    @blog.context_processor
    def _():
        return {"both": "blog", "blog_only": "blog <b>"}

    @blog.app_context_processor
    def _():
        return {"all": "all", "who": "all"}

    app.template_filter("shout")(lambda text: text.upper() + "!")
    app.template_test("odd_one")(lambda number: number % 2 == 1)
    app.template_global("twice")(lambda number: 2 * number)
    app.jinja_env.globals["version"] = "1.4"
    blog.app_template_filter("blog_filter")(lambda text: text[::-1])
    blog.app_template_test("blog_test")(lambda number: number == 1)
    blog.app_template_global("blog_global")(lambda: Markup("<hr>"))

    app.add_url_rule("/", "index", lambda: "")
    app.add_url_rule("/user/<name>", "user", lambda name: "")
    app.add_url_rule("/get", "methods", lambda: "")
    app.add_url_rule("/post", "methods", methods=["POST"])

    @blog.route("/<int:id>", endpoint="show")
    def show(id):
        g.user = "Kim <k>"
        session.update(
            user="ada",
            count=2,
            tags=["a", "b"],
            deep={"a": [1, 2]},
            markup=Markup("<i>"),
            text="<i>",
            tuple=(1, "x"),
        )
        flash("one")
        flash("two <2>", "error")
        flash(Markup("<b>3</b>"), "info")
        source = TEMPLATES[int(request.headers["X-Template"])]
        return render_template_string(
            source, own="own", name="world", markup=Markup("<br>")
        )

    blog.add_url_rule("/list", "list", lambda: "")
    app.register_blueprint(blog)
    return app


def literal(text):
    """The text as Swift writes it: on a line of its own, or between lines where that is too long."""
    line = f'            #"{text}"#'
    if "\n" in text or '"#' in text or "\\#" in text or len(line) > 99:
        return f'            #"""\n            {text}\n            """#'
    return line


def main():
    client = make_application().test_client()
    client.set_cookie("theme", "dark")
    print("// What Flask 3.1.3 renders; written by flask_templates.py.")
    print()
    print("/// Templates, and what Flask renders of them.")
    print("enum FlaskTemplates {")
    print("    /// Template and result.")
    print("    static let all: [(source: String, result: String)] = [")
    for index, source in enumerate(TEMPLATES):
        client.delete_cookie("session")
        answer = client.get(
            "/blog/7?q=1&tag=a&tag=b",
            headers={
                "X-Template": str(index),
                "X-Thing": "a",
                "User-Agent": "Browser",
                "Accept-Language": "ko,en;q=0.8",
            },
        )
        if answer.status_code != 200:
            raise SystemExit(f"{source}: {answer.status}")
        print(f"        (\n{literal(source)},\n{literal(answer.text)}\n        ),")
    print("    ]")
    print("}")


if __name__ == "__main__":
    main()
