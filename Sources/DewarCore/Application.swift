public import DewarHTTP
import DewarRouting
import DewarText
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
/// A function makes as many as are needed, each with a configuration of its own:
/// ```swift
/// func makeShop(_ settings: JSONObject = [:]) -> Application {
///     Application { app in
///         app.config.update(settings)
///         app.route("/") { "Hello" }
///     }
/// }
/// let tested = makeShop(["TESTING": true])
/// ```
/// What is wrong with the set-up is found when the application is built: by `run`, by a test
/// client, or by ``checkSetup()``, all of it at once.
///
/// - SeeAlso: Flask `Flask`.
public final class Application: Scaffold, Sendable {
    /// What was declared.
    public let declarations = Declarations()
    /// Takes the application's messages.
    ///
    /// That of the initialiser, unless the server was told of a format for its log.
    public var logger: Logger { ownLogger.withLock(\.self) }
    /// The configuration.
    public let config = Config()
    /// What the application tells while it answers requests.
    public let signals = Signals()

    /// What extensions keep with the application.
    public let extensions = Extensions()

    /// Where background work goes that no request begins.
    let backgroundPlace = BackgroundPlace(BackgroundWork())

    /// Where the application's own files are.
    let roots: ResourceRoots
    /// Where the application's templates are; nil for nowhere.
    let templatePlace: TemplatePlace?
    /// The templates, once one is rendered.
    let engine = LazyReference<TemplateEngine>()
    /// How far the application is.
    let lifecycle = Mutex(LifecycleState())

    private let ownLogger: Mutex<Logger>
    /// Explains failures to the developer; nil in production.
    let ownExplainer = Mutex<(any FailureExplainer)?>(nil)
    /// What that shows of a request besides.
    let failurePanelMakers = Mutex<[@Sendable () throws -> FailurePanel?]>([])
    /// What the command `check` looks at besides.
    let ownChecks = Mutex<[DeclaredCheck]>([])
    private let built = Mutex<Result<RouteTable, SetupError>?>(nil)
    private let ownSessions = Mutex<(any SessionInterface)?>(nil)

    /// Makes an application, and declares its routes.
    ///
    /// - Parameters:
    ///   - logger: Takes the application's messages.
    ///   - root: The folder of the application's files; nil: the folder of the source file and
    ///     those around it while the program lies in its package's build folder, else the
    ///     program's.
    ///   - templateFolder: The folder of the templates, in `root`; nil for none.
    ///   - staticFolder: The folder of the static files, in `root`; nil for none. They are sent
    ///     unless a rule of the application takes their URL or the endpoint `static`.
    ///   - staticURLPath: What stands before the static files' paths; nil for the folder's name.
    ///   - staticHost: The host of the static files, in an application that matches hosts.
    ///   - sourceFile: The source file that declares the application.
    ///   - sourceID: Its module and name.
    ///   - setUp: Declares; called once, at once. What it throws is told when the application is
    ///     built. Afterwards nothing more can be declared.
    public init(
        logger: Logger = Logger(label: "dewar"), root: String? = nil,
        templateFolder: String? = "templates", staticFolder: String? = "static",
        staticURLPath: String? = nil, staticHost: String? = nil, sourceFile: String = #filePath,
        sourceID: String = #fileID, _ setUp: (Application) throws -> Void
    ) {
        ownLogger = Mutex(logger)
        let roots = ResourceRoots(root: root, sourceFile: sourceFile, fileID: sourceID)
        self.roots = roots
        templatePlace = templateFolder.map { TemplatePlace(roots: roots, folder: $0) }
        if let staticFolder {
            let folder = StaticFolder(
                staticFolder, in: roots, urlPath: staticURLPath, isImplied: true)
            declarations.add(Route(folder, host: staticHost))
        }
        do {
            try setUp(self)
        } catch {
            declarations.add(.thrown("application", "\(error)"))
        }
        declarations.complete()
    }

    /// Makes an application whose routes are declared one by one, until it is built.
    ///
    /// - Parameters:
    ///   - logger: Takes the application's messages.
    ///   - root: The folder of the application's files; nil: beside the source file or the program.
    ///   - templateFolder: The folder of the templates, in `root`; nil for none.
    ///   - staticFolder: The folder of the static files, in `root`; nil for none. They are sent
    ///     unless a rule of the application takes their URL or the endpoint `static`.
    ///   - staticURLPath: What stands before the static files' paths; nil for the folder's name.
    ///   - staticHost: The host of the static files, in an application that matches hosts.
    ///   - sourceFile: The source file that declares the application.
    ///   - sourceID: Its module and name.
    public init(
        logger: Logger = Logger(label: "dewar"), root: String? = nil,
        templateFolder: String? = "templates", staticFolder: String? = "static",
        staticURLPath: String? = nil, staticHost: String? = nil, sourceFile: String = #filePath,
        sourceID: String = #fileID
    ) {
        ownLogger = Mutex(logger)
        let roots = ResourceRoots(root: root, sourceFile: sourceFile, fileID: sourceID)
        self.roots = roots
        templatePlace = templateFolder.map { TemplatePlace(roots: roots, folder: $0) }
        if let staticFolder {
            let folder = StaticFolder(
                staticFolder, in: roots, urlPath: staticURLPath, isImplied: true)
            declarations.add(Route(folder, host: staticHost))
        }
    }

    /// Has another logger take the application's messages from now on.
    package func use(logger: Logger) { ownLogger.withLock { $0 = logger } }

    /// Builds the application, if that was not done before, and tells what is wrong with it.
    ///
    /// ```swift
    /// do {
    ///     try app.checkSetup()
    /// } catch {
    ///     print(error)  // one sentence for each thing that is wrong
    /// }
    /// ```
    ///
    /// - Throws: ``SetupError`` with everything that was found.
    /// - SeeAlso: Flask raises while routes are declared, one thing at a time.
    public func checkSetup() throws(SetupError) {
        _ = try routeTable()
    }

    /// What runs around contexts without a request; of what was declared so far, as long as the
    /// application is not built.
    var contextHooks: RequestHooks {
        let routes = built.withLock { try? $0?.get() }
        return routes?.hooks ?? RequestHooks([declarations.current.hooks])
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
    /// ```swift
    /// app.get("/<lang>/about", name: "about") { (lang: String) in "about" }
    /// app.isExpecting("lang", endpoint: "about")  // true
    /// ```
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
    /// ```swift
    /// let responder = try app.makeResponder()
    /// let response = await responder.respond(to: request)
    /// ```
    ///
    /// - Returns: A responder that may be used from any number of threads.
    /// - Throws: ``SetupError`` when the application cannot be built.
    /// - SeeAlso: Flask `Flask.wsgi_app`.
    public func makeResponder() throws(SetupError) -> any Responder {
        try makeResponder(observer: nil)
    }

    func makeResponder(
        observer: (@Sendable (KeptContext) -> Void)?
    ) throws(SetupError) -> any Responder {
        let dispatcher = Dispatcher(
            application: self, routes: try routeTable(),
            settings: Settings(config, sessions: sessionInterface), observer: observer)
        let declared = declarations.current
        var responder: any Responder = dispatcher
        if !declared.mounts.isEmpty {
            responder = try MountedResponder(declared.mounts, otherwise: responder)
        }
        guard !declared.middleware.isEmpty else { return responder }
        return MiddlewareChain(declared.middleware, of: self, around: responder)
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
