public import DewarHTTP
import DewarRouting
public import Logging
import Synchronization

/// A web application: rules, views and what they share.
///
/// Declared once, in a closure, it is a value that several files, tests and threads may use:
/// ```swift
/// public let app = Application { app in
///     app.route("/") { "Hello" }
///     app.register(blog)
/// }
/// ```
/// A one-file script may declare its routes one by one, before `run`:
/// ```swift
/// let app = Application()
/// app.route("/") { "Hello" }
/// app.run()
/// ```
/// What is wrong with the set-up is found when the application is built: by `run`, by a test
/// client, or by ``checkSetup()``, all of it at once.
///
/// - SeeAlso: Flask `Flask`.
public final class Application: Scaffold, Sendable {
    /// What was declared.
    public let declarations = Declarations()
    /// Takes the application's messages.
    public let logger: Logger
    /// The configuration.
    public let config = Config()
    /// What the application tells while it answers requests.
    public let signals = Signals()

    /// Where background work goes that no request begins.
    let backgroundPlace = BackgroundPlace(BackgroundWork())

    /// Explains failures to the developer; nil in production.
    let ownExplainer = Mutex<(any FailureExplainer)?>(nil)
    private let built = Mutex<Result<RouteTable, SetupError>?>(nil)
    private let ownSessions = Mutex<(any SessionInterface)?>(nil)

    /// Makes an application, and declares its routes.
    ///
    /// - Parameters:
    ///   - logger: Takes the application's messages.
    ///   - setUp: Declares; called once, at once. What it throws is told when the application is
    ///     built. Afterwards nothing more can be declared.
    public init(
        logger: Logger = Logger(label: "dewar"), _ setUp: (Application) throws -> Void
    ) {
        self.logger = logger
        do {
            try setUp(self)
        } catch {
            declarations.add(.thrown("application", "\(error)"))
        }
        declarations.complete()
    }

    /// Makes an application whose routes are declared one by one, until it is built.
    ///
    /// - Parameter logger: Takes the application's messages.
    public init(logger: Logger = Logger(label: "dewar")) {
        self.logger = logger
    }

    /// Builds the application, if that was not done before, and tells what is wrong with it.
    ///
    /// - Throws: ``SetupError`` with everything that was found.
    public func checkSetup() throws(SetupError) {
        _ = try routeTable()
    }

    /// How the application's rules are matched.
    ///
    /// ```swift
    /// app.routing.matchesSubdomains = true
    /// app.routing.converters["list"] = ListConverter.self
    /// ```
    public var routing: RoutingOptions {
        get { declarations.current.routing }
        set { declarations.changeRouting { $0 = newValue } }
    }

    /// Tells whether an endpoint has a rule with a variable or default of a name.
    ///
    /// - Parameters:
    ///   - name: The name.
    ///   - endpoint: The endpoint, with its blueprints.
    /// - Returns: false also when the application cannot be built.
    /// - SeeAlso: Werkzeug `Map.is_endpoint_expecting`.
    public func isExpecting(_ name: String, endpoint: String) -> Bool {
        (try? routeTable().map.isExpecting(name, endpoint: endpoint)) ?? false
    }

    /// Where sessions come from and where they are kept; nil for a signed cookie, as Flask's.
    ///
    /// - SeeAlso: Flask `session_interface`.
    public var sessionInterface: (any SessionInterface)? {
        get { ownSessions.withLock { $0 } }
        set { ownSessions.withLock { $0 = newValue } }
    }

    /// Has a function called around everything that answers a request: before routing, outside of
    /// the context, and with the response that leaves.
    ///
    /// ```swift
    /// app.use { request, next in
    ///     guard request.path != "/health" else { return "I am well." }
    ///     return await next(request)
    /// }
    /// ```
    /// The first declared is the outermost.
    ///
    /// - Parameter middleware: Takes the request and what comes after it; it may change both, and
    ///   answer by itself. What it throws is answered with its error's page, or a 500.
    /// - SeeAlso: Flask's `wsgi_app`, where middleware is put around.
    public func use(_ middleware: @escaping Middleware) {
        declarations.add(middleware)
    }

    /// What answers the application's requests.
    ///
    /// - Returns: A responder that may be used from any number of threads.
    /// - Throws: ``SetupError`` when the application cannot be built.
    public func makeResponder() throws(SetupError) -> any Responder {
        let dispatcher = Dispatcher(
            application: self, routes: try routeTable(),
            settings: Settings(config, sessions: sessionInterface))
        let middleware = declarations.current.middleware
        return middleware.isEmpty ? dispatcher : MiddlewareChain(middleware, around: dispatcher)
    }

    /// The routes as they are matched; built at the first call.
    func routeTable() throws(SetupError) -> RouteTable {
        let result = built.withLock { built in
            if let built { return built }
            declarations.complete()
            let result = Result { () throws(SetupError) in try RouteTable(declarations, config) }
            built = result
            return result
        }
        return try result.get()
    }
}
