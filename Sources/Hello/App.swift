public import Dewar

/// The application: two pages.
public let app = Application { app in
    // '/' answers with a fixed text.
    app.route("/") { "안녕하세요, Flask!" }

    // '/user/kim' answers with the name in the URL; what is put into a literal is escaped.
    app.route("/user/<username>") { username in "사용자 이름: \(username)" }
}
