public import DewarHTTP
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

    /// Where background work goes that no request begins.
    let backgroundPlace = BackgroundPlace(BackgroundWork())

    private let built = Mutex<Result<RouteTable, SetupError>?>(nil)

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

    /// What answers the application's requests.
    ///
    /// - Returns: A responder that may be used from any number of threads.
    /// - Throws: ``SetupError`` when the application cannot be built.
    public func makeResponder() throws(SetupError) -> some Responder {
        Dispatcher(application: self, routes: try routeTable())
    }

    /// The routes as they are matched; built at the first call.
    func routeTable() throws(SetupError) -> RouteTable {
        let result = built.withLock { built in
            if let built { return built }
            declarations.complete()
            let result = Result { () throws(SetupError) in try RouteTable(declarations) }
            built = result
            return result
        }
        return try result.get()
    }
}
