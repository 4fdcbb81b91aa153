/// Something that is added to an application as a whole: mail, a cache, logins.
///
/// It is a value with its settings, which declares what it needs and is found again by its type:
/// ```swift
/// struct Mail: Extension {
///     var sender = "shop@example.com"
///
///     func setUp(_ app: Application) throws {
///         app.config.setDefault("MAIL_PORT", 25)
///         app.onStart { try await connect(currentApp.config["MAIL_PORT"]?.int ?? 25) }
///         app.register(Blueprint("mail", prefix: "/mail") { $0.route("/") { "Mail" } })
///     }
///     func send(_ text: String) async throws {}
/// }
/// app.install(Mail(sender: "kim@example.com"))
/// app.post("/orders") {
///     try await currentApp.extensions[Mail.self]?.send("An order came.")
///     return "Thank you."
/// }
/// ```
///
/// - SeeAlso: Flask's extensions and `init_app`.
public protocol Extension: Sendable, ExtensionKey where Value == Self {
    /// Declares what the extension needs: defaults of the configuration, hooks, routes.
    ///
    /// ```swift
    /// struct NoStore: Extension {
    ///     func setUp(_ app: Application) {
    ///         app.afterRequest { response in response.headers[.cacheControl] = "no-store" }
    ///     }
    /// }
    /// ```
    ///
    /// - Parameter app: The application.
    /// - Throws: What is wrong; it is told when the application is built.
    /// - SeeAlso: Flask's `init_app`.
    func setUp(_ app: Application) throws
}

/// The name and type of a value in ``Extensions``; an ``Extension`` is its own.
public protocol ExtensionKey {
    /// The type of the value.
    associatedtype Value: Sendable
}

extension Application {
    /// Adds an extension.
    ///
    /// Two of one type are an error of the set-up.
    ///
    /// ```swift
    /// app.install(Mail())
    /// ```
    ///
    /// - Parameter added: The extension.
    /// - SeeAlso: Flask's `init_app`.
    public func install<Added: Extension>(_ added: Added) {
        guard extensions.add(added) else {
            return declarations.add(.extensionRepeated("\(Added.self)"))
        }
        do {
            try added.setUp(self)
        } catch {
            declarations.add(.thrown("extension '\(Added.self)'", "\(error)"))
        }
    }
}
