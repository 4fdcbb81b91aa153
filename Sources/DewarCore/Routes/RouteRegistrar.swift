import HTTPTypes

/// Declares views for rules: what `app.route`, `app.get` and the others are.
///
/// It is called like a function, with the rule and the view:
/// ```swift
/// app.route("/") { "Hello" }                                     // a literal is HTML
/// app.route("/user/<username>") { username in "I am \(username)" }  // what is put in is escaped
/// app.get("/posts/<int:id>", name: "post.show") { (id: Int) in try show(id) }
/// app.post("/posts") { (request: Request) in ("created", .created) }
/// app.get("/api/<int:id>") { (id: Int) in ["id": .int(id)] }       // JSON
/// ```
/// Parameters take the rule's variables by position. A rule that does not fit its view is an error
/// when the application is built, before the first request.
///
/// There is one overload for each form of view. Those for literals come first; `String` variables
/// and everything else that is ``ResponseConvertible`` go to the others.
///
/// - SeeAlso: Flask `Scaffold.route`; Werkzeug `Rule` for the language of rules.
public struct RouteRegistrar: Sendable {
    private let declarations: Declarations
    private let method: HTTPRequest.Method?

    init(_ declarations: Declarations, method: HTTPRequest.Method? = nil) {
        self.declarations = declarations
        self.method = method
    }

    func add(
        _ rule: String, _ name: String?, _ methods: [HTTPRequest.Method]?,
        _ options: [RouteOption], _ view: ErasedView
    ) {
        if let method, methods != nil {
            declarations.add(.methodsTwice(rule, method.rawValue))
        }
        let route = Route(
            rule, name: name, methods: methods ?? [method ?? .get], options: options, view: view)
        for route in route.all { declarations.add(route) }
    }
}
