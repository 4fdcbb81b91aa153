import Dewar
import Glibc

/// What `deploy/bench app` measures: a page of which every part of the framework has done some, and
/// one that touches nothing.
///
/// `DEWAR_BENCH_ROOT` is the folder with the templates, which Flask renders as well.
let root = getenv("DEWAR_BENCH_ROOT").map { String(cString: $0) } ?? "."

struct Item: Encodable, TemplateConvertible {
    var name: String
    var price: Int
}

let items = (1...5).map { Item(name: "<item \($0)>", price: $0 * 7) }

let app = Application(root: root) { app in
    app.config.secretKey = "benchmark"
    app.route("/", name: "plain") { "안녕하세요, Flask!" }
    app.get("/login") { () -> String in
        session["user"] = "kim & co"
        session["count"] = 3
        return "logged in"
    }
    app.get("/page/<int:number>", name: "page") { (number: Int) in
        try render(
            "page.html", ["title": "Page \(number)", "number": number, "items": items])
    }
}
