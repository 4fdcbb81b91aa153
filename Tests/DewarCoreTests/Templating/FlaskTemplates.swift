// What Flask 3.1.3 renders; written by flask_templates.py.

/// Templates, and what Flask renders of them.
enum FlaskTemplates {
    /// Template and result.
    static let all: [(source: String, result: String)] = [
        (
            #"{{ request.method }} {{ request.path }} {{ request.full_path }}"#,
            #"GET /blog/7 /blog/7?q=1&amp;tag=a&amp;tag=b"#
        ),
        (
            #"""
            {{ request.url }} {{ request.base_url }} {{ request.url_root }} {{ request.root_url }}
            """#,
            #"""
            http://localhost/blog/7?q=1&amp;tag=a&amp;tag=b http://localhost/blog/7 http://localhost/ http://localhost/
            """#
        ),
        (
            #"""
            {{ request.host }} {{ request.host_url }} {{ request.scheme }} {{ request.is_secure }}
            """#,
            #"localhost http://localhost/ http False"#
        ),
        (
            #"{{ request.query_string }} {{ request.query_string.decode() }}"#,
            #"b&#39;q=1&amp;tag=a&amp;tag=b&#39; q=1&amp;tag=a&amp;tag=b"#
        ),
        (
            #"{{ request.script_root }}|{{ request.root_path }}"#,
            #"|"#
        ),
        (
            #"{{ request.endpoint }} {{ request.blueprint }} {{ request.blueprints }}"#,
            #"blog.show blog [&#39;blog&#39;]"#
        ),
        (
            #"{{ request.url_rule }} {{ request.url_rule.rule }} {{ request.url_rule.endpoint }}"#,
            #"/blog/&lt;int:id&gt; /blog/&lt;int:id&gt; blog.show"#
        ),
        (
            #"""
            {{ request.view_args }} {{ request.view_args.id + 1 }} {{ request.view_args['id'] }}
            """#,
            #"{&#39;id&#39;: 7} 8 7"#
        ),
        (
            #"{{ request.args.q }} {{ request.args['q'] }} {{ request.args.get('q') }}"#,
            #"1 1 1"#
        ),
        (
            #"""
            {{ request.args.get('none') }} {{ request.args.get('none', 'x') }} {{ request.args.none }}|
            """#,
            #"None x |"#
        ),
        (
            #"{{ request.args.none is defined }} {{ request.args['none'] is defined }}"#,
            #"False False"#
        ),
        (
            #"{{ request.args.getlist('tag') }} {{ request.args.getlist('none') }}"#,
            #"[&#39;a&#39;, &#39;b&#39;] []"#
        ),
        (
            #"{{ request.args|length }} {{ 'q' in request.args }} {{ 'x' in request.args }}"#,
            #"2 True False"#
        ),
        (
            #"{% for name in request.args %}{{ name }} {% endfor %}"#,
            #"q tag "#
        ),
        (
            #"{% for name, value in request.args.items() %}{{ name }}={{ value }} {% endfor %}"#,
            #"q=1 tag=a "#
        ),
        (
            #"""
            {% for name, value in request.args.items(multi=True) %}{{ name }}={{ value }} {% endfor %}
            """#,
            #"q=1 tag=a tag=b "#
        ),
        (
            #"{% for name, values in request.args.lists() %}{{ name }}={{ values }} {% endfor %}"#,
            #"q=[&#39;1&#39;] tag=[&#39;a&#39;, &#39;b&#39;] "#
        ),
        (
            #"{{ request.args.keys()|list }} {{ request.args.values()|list }}"#,
            #"[&#39;q&#39;, &#39;tag&#39;] [&#39;1&#39;, &#39;a&#39;]"#
        ),
        (
            #"{{ request.args.to_dict() }} {{ request.args.to_dict(flat=False) }}"#,
            #"""
            {&#39;q&#39;: &#39;1&#39;, &#39;tag&#39;: &#39;a&#39;} {&#39;q&#39;: [&#39;1&#39;], &#39;tag&#39;: [&#39;a&#39;, &#39;b&#39;]}
            """#
        ),
        (
            #"{{ request.args }}"#,
            #"""
            ImmutableMultiDict([(&#39;q&#39;, &#39;1&#39;), (&#39;tag&#39;, &#39;a&#39;), (&#39;tag&#39;, &#39;b&#39;)])
            """#
        ),
        (
            #"{{ request.args|dictsort }}"#,
            #"[(&#39;q&#39;, &#39;1&#39;), (&#39;tag&#39;, &#39;a&#39;)]"#
        ),
        (
            #"""
            {% if request.args %}yes{% else %}no{% endif %} {% if request.form %}yes{% else %}no{% endif %}
            """#,
            #"yes no"#
        ),
        (
            #"""
            {% for name, value in request.headers if name.startswith('X-Th') %}{{ name }}: {{ value }}{% endfor %}
            """#,
            #"X-Thing: a"#
        ),
        (
            #"""
            {{ request.args is mapping }} {{ request.args is iterable }} {{ request.args is sequence }}
            """#,
            #"True True True"#
        ),
        (
            #"{{ request.form }} {{ request.form.x }}|{{ request.values.q }}"#,
            #"ImmutableMultiDict([]) |1"#
        ),
        (
            #"{{ request.cookies.theme }} {{ request.cookies.get('none', '-') }}"#,
            #"dark -"#
        ),
        (
            #"""
            {{ request.headers['X-Thing'] }} {{ request.headers.get('x-thing') }} {{ request.headers.get('y', 1) }}
            """#,
            #"a a 1"#
        ),
        (
            #"{{ 'X-Thing' in request.headers }} {{ request.headers['none'] }}|"#,
            #"True |"#
        ),
        (
            #"{{ request.remote_addr }} {{ request.referrer }} {{ request.user_agent }}"#,
            #"127.0.0.1 None Browser"#
        ),
        (
            #"""
            {{ request.is_json }} {{ request.content_type }} {{ request.content_length }} {{ request.mimetype }}|
            """#,
            #"False None None |"#
        ),
        (
            #"{{ request.authorization }} {{ request.authorization.username }}|"#,
            #"None |"#
        ),
        (
            #"""
            {{ request.accept_languages.best_match(['en', 'ko']) }} {{ request.accept_languages.best }}
            """#,
            #"ko ko"#
        ),
        (
            #"{{ request.access_route|join(' ') }}"#,
            #"127.0.0.1"#
        ),
        (
            #"{{ request }}"#,
            #"&lt;Request &#39;http://localhost/blog/7?q=1&amp;tag=a&amp;tag=b&#39; [GET]&gt;"#
        ),
        (
            #"{{ request.nothing }}|{{ request.nothing is defined }}"#,
            #"|False"#
        ),
        (
            #"""
            {% if request %}yes{% endif %} {{ request is defined }} {{ session is defined }} {{ g is defined }}
            """#,
            #"yes True True True"#
        ),
        (
            #"""
            {{ session.user }} {{ session['user'] }} {{ session.get('user') }} {{ session.get('none') }}
            """#,
            #"ada ada ada None"#
        ),
        (
            #"{{ session.none }}|{{ session.none is defined }} {{ session.get('none', 3) }}"#,
            #"|False 3"#
        ),
        (
            #"""
            {{ 'user' in session }} {{ session.count + 1 }} {{ session.tags|join(',') }} {{ session.deep.a[1] }}
            """#,
            #"True 3 a,b 2"#
        ),
        (
            #"{{ session.markup }} {{ session.text }} {{ session.tuple }} {{ session.tags }}"#,
            #"<i> &lt;i&gt; (1, &#39;x&#39;) [&#39;a&#39;, &#39;b&#39;]"#
        ),
        (
            #"{{ session.permanent }} {{ session|length }} {{ session.keys()|list }}"#,
            #"""
            False 8 [&#39;user&#39;, &#39;count&#39;, &#39;tags&#39;, &#39;deep&#39;, &#39;markup&#39;, &#39;text&#39;, &#39;tuple&#39;, &#39;_flashes&#39;]
            """#
        ),
        (
            #"{% for key in session %}{{ key }} {% endfor %}"#,
            #"user count tags deep markup text tuple _flashes "#
        ),
        (
            #"{% if session %}yes{% endif %} {{ session.modified }}"#,
            #"yes True"#
        ),
        (
            #"{{ session.pop('user') }} {{ session.user }}|{{ session.pop('user', 'gone') }}"#,
            #"ada |gone"#
        ),
        (
            #"""
            {{ session.setdefault('user', 'x') }} {{ session.setdefault('fresh', [1]) }} {{ session.fresh }}
            """#,
            #"ada [1] [1]"#
        ),
        (
            #"""
            {{ session.update(a=1, b='2') }} {{ session.a }} {{ session.b }} {{ session.update({'c': 3}) }} {{ session.c }}
            """#,
            #"None 1 2 None 3"#
        ),
        (
            #"{{ session.deep }} {{ session.deep|tojson }}"#,
            #"{&#39;a&#39;: [1, 2]} {"a": [1, 2]}"#
        ),
        (
            #"""
            {{ g.user }} {{ g.get('user') }} {{ g.none }}|{{ g.get('none', 4) }} {{ 'user' in g }} {{ 'x' in g }}
            """#,
            #"Kim &lt;k&gt; Kim &lt;k&gt; |4 True False"#
        ),
        (
            #"{% for name in g %}{{ name }} {% endfor %}"#,
            #"user "#
        ),
        (
            #"""
            {{ config.PAGE_SIZE + 1 }} {{ config['TITLE'] }} {{ config.get('NONE') }} {{ config.NONE }}|{{ config.DEBUG }}
            """#,
            #"21 Shop &amp; Co None |False"#
        ),
        (
            #"""
            {{ config.SESSION_COOKIE_NAME }} {{ config.APPLICATION_ROOT }} {{ config.MAX_COOKIE_SIZE }}
            """#,
            #"session / 4093"#
        ),
        (
            #"""
            {{ config.SECRET_KEY }} {{ 'TITLE' in config }} {{ 'NONE' in config }} {{ config.SERVER_NAME }}
            """#,
            #"secret True False None"#
        ),
        (
            #"""
            {{ config.get_namespace('PAGE_')|dictsort }} {{ config.get_namespace('PAGE_', lowercase=False, trim_namespace=False)|dictsort }}
            """#,
            #"""
            [(&#39;kind&#39;, &#39;x&#39;), (&#39;size&#39;, 20)] [(&#39;PAGE_KIND&#39;, &#39;x&#39;), (&#39;PAGE_SIZE&#39;, 20)]
            """#
        ),
        (
            #"{{ config.NESTED.a.b }} {{ config.NESTED|tojson }}"#,
            #"1 {"a": {"b": 1}}"#
        ),
        (
            #"""
            {{ url_for('index') }} {{ url_for('blog.show', id=3) }} {{ url_for('.show', id=4) }} {{ url_for('.list') }}
            """#,
            #"/ /blog/3 /blog/4 /blog/list"#
        ),
        (
            #"{{ url_for('index', q='a b', tag=['x', 'y'], none=none, n=1, f=1.5, t=true) }}"#,
            #"/?q=a+b&amp;tag=x&amp;tag=y&amp;n=1&amp;f=1.5&amp;t=True"#
        ),
        (
            #"""
            {{ url_for('blog.show', id=3, _anchor='last part') }} {{ url_for('index', _external=true) }}
            """#,
            #"/blog/3#last%20part http://localhost/"#
        ),
        (
            #"""
            {{ url_for('index', _scheme='https') }} {{ url_for('blog.show', id=3, _external=True, _scheme='ftp') }}
            """#,
            #"https://localhost/ http://localhost/blog/3"#
        ),
        (
            #"{{ url_for('index', q='&<"') }} <a href="{{ url_for('index', a=1, b=2) }}">"#,
            #"/?q=%26%3C%22 <a href="/?a=1&amp;b=2">"#
        ),
        (
            #"{{ url_for('blog.show', **{'id': 5, 'page': 2}) }} {{ url_for(endpoint='index') }}"#,
            #"/blog/5?page=2 /"#
        ),
        (
            #"{{ url_for('user', name='김 밥') }} {{ url_for('user', name='a/b?') }}"#,
            #"/user/%EA%B9%80%20%EB%B0%A5 /user/a/b%3F"#
        ),
        (
            #"""
            {{ url_for('static', filename='a b/c.css') }} {{ url_for('static', filename='x.js', v=3) }}
            """#,
            #"/static/a%20b/c.css /static/x.js?v=3"#
        ),
        (
            #"{{ url_for('methods', _method='POST') }} {{ url_for('methods', _method='GET') }}"#,
            #"/post /get"#
        ),
        (
            #"{% for message in get_flashed_messages() %}[{{ message }}]{% endfor %}"#,
            #"[one][two &lt;2&gt;][<b>3</b>]"#
        ),
        (
            #"""
            {% for category, message in get_flashed_messages(with_categories=true) %}[{{ category }}: {{ message }}]{% endfor %}
            """#,
            #"[message: one][error: two &lt;2&gt;][info: <b>3</b>]"#
        ),
        (
            #"{{ get_flashed_messages(category_filter=['error']) }} {{ get_flashed_messages() }}"#,
            #"""
            [&#39;two &lt;2&gt;&#39;] [&#39;one&#39;, &#39;two &lt;2&gt;&#39;, Markup(&#39;&lt;b&gt;3&lt;/b&gt;&#39;)]
            """#
        ),
        (
            #"""
            {{ get_flashed_messages(true, ['error', 'info']) }} {{ get_flashed_messages(category_filter=('none',)) }}
            """#,
            #"""
            [(&#39;error&#39;, &#39;two &lt;2&gt;&#39;), (&#39;info&#39;, Markup(&#39;&lt;b&gt;3&lt;/b&gt;&#39;))] []
            """#
        ),
        (
            #"""
            {{ get_flashed_messages(category_filter='errors and infos') }} {{ get_flashed_messages(category_filter=[]) }}
            """#,
            #"""
            [&#39;two &lt;2&gt;&#39;, Markup(&#39;&lt;b&gt;3&lt;/b&gt;&#39;)] [&#39;one&#39;, &#39;two &lt;2&gt;&#39;, Markup(&#39;&lt;b&gt;3&lt;/b&gt;&#39;)]
            """#
        ),
        (
            #"""
            {% with messages = get_flashed_messages() %}{% if messages %}{{ messages|length }}{% endif %}{% endwith %}
            """#,
            #"3"#
        ),
        (
            #"{{ who }} {{ both }} {{ blog_only }} {{ all }} {{ own }}"#,
            #"all blog blog &lt;b&gt; all own"#
        ),
        (
            #"{% set request = 'mine' %}{{ request }}"#,
            #"mine"#
        ),
        (
            #"{{ '<b>' }} {{ '<b>'|safe }} {{ markup }} {{ '<'|e }}"#,
            #"&lt;b&gt; <b> <br> &lt;"#
        ),
        (
            #"""
            {{ name|shout }} {{ 3 is odd_one }} {{ 4 is odd_one }} {{ twice(21) }} {{ version }}
            """#,
            #"WORLD! True False 42 1.4"#
        ),
        (
            #"{{ name|blog_filter }} {{ 1 is blog_test }} {{ blog_global() }}"#,
            #"dlrow True <hr>"#
        ),
        (
            #"{{ {'b': '<é>', 'a': [1, 2.0, none]}|tojson }}"#,
            #"{"a": [1, 2.0, null], "b": "\u003c\u00e9\u003e"}"#
        ),
        (
            #"{% autoescape false %}{{ '<i>' }}{% endautoescape %}"#,
            #"<i>"#
        ),
        (
            #"{% import 'macros.html' as m %}{{ m.show() }}"#,
            #"/blog/7 Kim &lt;k&gt; ||Shop &amp; Co 1.4"#
        ),
        (
            #"{% import 'macros.html' as m with context %}{{ m.show() }}"#,
            #"/blog/7 Kim &lt;k&gt; all|own|Shop &amp; Co 1.4"#
        ),
        (
            #"{% from 'macros.html' import here %}{{ here() }}"#,
            #"/blog/list ada"#
        ),
        (
            #"{% include 'part.html' %}"#,
            #"<all own blog.show &lt;>"#
        ),
        (
            #"{% include 'part.html' without context %}"#,
            #"<  blog.show &lt;>"#
        ),
        (
            #"""
            {% extends 'base.html' %}{% block body %}{{ super() }} {{ request.path }} {{ own }}{% endblock %}
            """#,
            #"base blog.show /blog/7 own all"#
        ),
        (
            #"{% include ['none.html', 'part.txt'] %} {% include 'none.html' ignore missing %}"#,
            #"text < all "#
        ),
        (
            #"""
            {{ request.args.q|upper }} {{ request.args.items()|list }} {{ (request.args.q or 'none')|length }}
            """#,
            #"1 [(&#39;q&#39;, &#39;1&#39;), (&#39;tag&#39;, &#39;a&#39;)] 1"#
        ),
        (
            #"{{ request['path'] }} {{ request|string|length > 10 }} {{ session|string }}"#,
            #"""
            /blog/7 True &lt;SecureCookieSession {&#39;user&#39;: &#39;ada&#39;, &#39;count&#39;: 2, &#39;tags&#39;: [&#39;a&#39;, &#39;b&#39;], &#39;deep&#39;: {&#39;a&#39;: [1, 2]}, &#39;markup&#39;: Markup(&#39;&lt;i&gt;&#39;), &#39;text&#39;: &#39;&lt;i&gt;&#39;, &#39;tuple&#39;: (1, &#39;x&#39;), &#39;_flashes&#39;: [(&#39;message&#39;, &#39;one&#39;), (&#39;error&#39;, &#39;two &lt;2&gt;&#39;), (&#39;info&#39;, Markup(&#39;&lt;b&gt;3&lt;/b&gt;&#39;))]}&gt;
            """#
        ),
    ]
}
