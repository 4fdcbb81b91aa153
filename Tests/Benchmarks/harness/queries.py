"""A Swift file of typed queries, to see how long the compiler takes for them."""

from pathlib import Path

MODELS = """import DewarORM

struct Author: Model {
    var id: Int?
    var name: String
    static let schema = Schema<Author>("author") { t in
        t.key(\\.id)
        t.column(\\.name)
    }
    static let posts = HasMany<Author, Post>(\\.authorID)
}

struct Post: Model {
    var id: Int?
    var title: String
    var views = 0
    var stars: Double = 0
    var authorID: Int
    var editorID: Int?
    static let schema = Schema<Post>("post") { t in
        t.key(\\.id)
        t.column(\\.title)
        t.column(\\.views)
        t.column(\\.stars)
        t.column(\\.authorID)
        t.column(\\.editorID)
    }
    static let author = BelongsTo<Post, Author>(\\.authorID)
    static let editor = BelongsTo<Post, Author?>(\\.editorID)
    static let comments = HasMany<Post, Comment>(\\.postID)
}

struct Comment: Model {
    var id: Int?
    var postID: Int
    var body: String
    static let schema = Schema<Comment>("comment") { t in
        t.key(\\.id)
        t.column(\\.postID)
        t.column(\\.body)
    }
}
"""

# `#` is another number each time, so that no two queries are the same.
FORMS = """
Post.filter { $0.views > # }.all()
Post.filter { $0.views > # && $0.title.hasPrefix("A") }.order { $0.views.descending }.all()
Post.filter { $0.views > # && $0.views < 90 || $0.title == "a" && $0.editorID != nil }.all()
Post.filter { ($0.views + #) * 2 > $0.authorID && !($0.stars < 0.5) }.first()
Post.filter { $0.author.name == "Ada" && $0.editor.name != "Bob" && $0.views != # }.count()
Post.filter { $0.comments.exist { $0.body.contains("x") && $0.id > # } }.all()
Post.filter { $0.comments.count() > # }.order { ($0.views.descending, $0.id) }.limit(#).all()
Post.filter { $0.authorID.in(Author.filter { $0.name == "Ada" }.select { $0.id }) }.offset(#).all()
Post.filter { $0.views.in([1, 2, #]) || $0.views.between(3...9) || $0.editorID == # }.exists()
Post.group { $0.authorID }.having { $0.views.sum() > # }.select { ($0.authorID, $0.views.sum()) }.all()
Post.group { ($0.authorID, $0.title) }.select { ($0.authorID, $0.title, $0.stars.average()) }.limit(#).all()
Post.select { ($0.id, $0.title, $0.author.name, $0.views + #) }.all()
Post.select { choose($0.views > #, "many").when($0.views > 3, "some").otherwise("few") }.all()
Post.filter { $0.views == # }.union(Post.filter { $0.stars > 3 }).order { $0.title }.all()
Post.filter { p in Post.filter { $0.authorID == p.authorID && $0.views > p.views }.exist }.limit(#).all()
Post.filter { $0.id == # }.with(Post.author, Post.editor).with(Post.comments).all()
Post.filter { $0.title.iLike("a%") && $0.title.length > # }.order { $0.title.lowercased }.all()
Post.order { ($0.editorID.descending.nullsLast, $0.stars, $0.id) }.keysetPage(limit: #)
Post.filter { $0.id == # }.update { $0.set(\\.views) { $0.views + 1 } }
Author.select { ($0.name, $0.posts.value { $0.views.max() }, $0.posts.count { $0.views > # }) }.all()
"""


def file_of_queries(path: Path, count: int) -> Path:
    """Writes models, and a function with so many queries of twenty forms.

    Returns the file.
    """
    forms = FORMS.strip().splitlines()
    lines = [
        f"    _ = try {forms[number % len(forms)].replace('#', str(number + 10))}"
        for number in range(count)
    ]
    text = "\n".join([MODELS, "func queries() throws {", *lines, "}", ""])
    path.write_text(text)
    return path
