public import HTTPTypes

/// A view that is a type: its values answer.
///
/// What several routes share are its properties:
/// ```swift
/// struct Page: View {
///     static let function = ViewFunction(show)
///     let title: String
///
///     func show() -> Response { "<h1>\(title)</h1>" }
/// }
/// app.add("/about", name: "about", Page(title: "About us"))
/// app.add("/contact", name: "contact", Page(title: "Contact"))
/// ```
/// Its function takes the rule's variables by position, after the request if it wants that, and
/// returns whatever a view may return. A rule that does not fit it is an error of the set-up.
///
/// - SeeAlso: Flask `View`; ``MethodView`` for a function for each method.
public protocol View: Sendable {
    /// What answers.
    static var function: ViewFunction<Self> { get }
    /// The methods of its routes, unless a route says otherwise: GET, without one of its own.
    static var methods: [HTTPRequest.Method] { get }
    /// What is around it, the outermost first: nothing, without one of its own.
    static var decorators: [Decorator] { get }
}

extension View {
    /// GET, and so HEAD.
    public static var methods: [HTTPRequest.Method] { [.get] }
    /// Nothing.
    public static var decorators: [Decorator] { [] }
}

/// A view that is a type, with a function for each method that it answers.
///
/// ```swift
/// struct UserView: MethodView {
///     static let functions: [ViewMethod<Self>] = [.get(show), .delete(remove)]
///     static let decorators: [Decorator] = [loginRequired]
///     let database: Database
///
///     func show(id: Int) throws -> JSONObject { ["name": .string(try database.name(of: id))] }
///     func remove(id: Int) throws -> (JSONObject, Status) {
///         try database.remove(id)
///         return ([:], .noContent)
///     }
/// }
/// app.add("/users/<int:id>", name: "user", UserView(database: database))
/// ```
/// The methods of its routes are those that it has functions for: others are answered with 405, and
/// HEAD by GET's function. All functions take the same variables.
///
/// - SeeAlso: Flask `MethodView`.
public protocol MethodView: View {
    /// What answers each method.
    static var functions: [ViewMethod<Self>] { get }
}

extension MethodView {
    /// The function of the request's method.
    public static var function: ViewFunction<Self> { ViewFunction(functions) }
    /// Those that have a function.
    public static var methods: [HTTPRequest.Method] { functions.map(\.method) }
}

extension Scaffold {
    /// Declares a view that is a type, and answers all requests by one value of it.
    ///
    /// ```swift
    /// app.add("/users/", name: "users", methods: [.get], UserView(database: database))
    /// ```
    ///
    /// - Parameters:
    ///   - rule: The pattern: `/users/<int:id>`.
    ///   - name: The endpoint, for `urlFor`; nil for the pattern itself.
    ///   - methods: The methods; nil for the view's own.
    ///   - options: What else the rule shall be.
    ///   - view: The view.
    /// - SeeAlso: Flask `View.as_view`, with `init_every_request` false.
    public func add<Subject: View>(
        _ rule: String, name: String? = nil, methods: [HTTPRequest.Method]? = nil,
        options: [RouteOption] = [], _ view: Subject
    ) {
        add(rule, name: name, methods: methods, options: options) { view }
    }

    /// Declares a view that is a type, and answers each request by a value of its own.
    ///
    /// ```swift
    /// app.add("/users/<int:id>", name: "user") { UserView(database: Database()) }
    /// ```
    ///
    /// - Parameters:
    ///   - rule: The pattern: `/users/<int:id>`.
    ///   - name: The endpoint, for `urlFor`; nil for the pattern itself.
    ///   - methods: The methods; nil for the view's own.
    ///   - options: What else the rule shall be.
    ///   - makeView: Makes the value, within the request's context and the view's decorators.
    /// - SeeAlso: Flask `View.as_view`.
    public func add<Subject: View>(
        _ rule: String, name: String? = nil, methods: [HTTPRequest.Method]? = nil,
        options: [RouteOption] = [], _ makeView: @escaping @Sendable () async throws -> Subject
    ) {
        let function = Subject.function
        let methods = methods ?? Subject.methods
        for problem in function.problems(for: methods, of: "\(Subject.self)", rule: rule) {
            declarations.add(problem)
        }
        let view = function.erased(makeView).decorated(by: Subject.decorators)
        let route = Route(rule, name: name, methods: methods, options: options, view: view)
        for route in route.all { declarations.add(route) }
    }
}
