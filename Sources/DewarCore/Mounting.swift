import DewarHTTP
import DewarText
import HTTPTypes

extension Application {
    /// Has another application answer below a path.
    ///
    /// ```swift
    /// app.mount(Application { $0.route("/") { "The administration." } }, at: "/admin")
    /// ```
    /// It sees the request as if a web server had mounted it there: `request.scriptRoot` is longer,
    /// `request.path` shorter, and `urlFor` builds URLs of its own below the path. It has its own
    /// configuration, sessions, hooks and error pages; this application's middleware runs around
    /// it, and it starts and stops with this one. Of several that fit, the one with the longest
    /// path answers. Its session has this one's cookie name and path, unless it says otherwise
    /// (``Config/sessionCookiePath``).
    ///
    /// - Parameters:
    ///   - application: The application.
    ///   - prefix: `/admin`, decoded; a request for exactly that is redirected to `/admin/`.
    /// - SeeAlso: Werkzeug `DispatcherMiddleware`.
    public func mount(_ application: Application, at prefix: String) {
        guard prefix.hasPrefix("/"), !prefix.hasSuffix("/"), !prefix.contains("//") else {
            return declarations.add(.invalidMount(prefix))
        }
        guard !application.reaches(self) else {
            return declarations.add(.mountWithinItself(prefix))
        }
        declarations.add(Mount(prefix: prefix, application: application))
    }

    /// Whether this is an application, or has it mounted somewhere.
    private func reaches(_ application: Application) -> Bool {
        self === application
            || declarations.current.mounts.contains { $0.application.reaches(application) }
    }
}

/// An application below a path.
struct Mount: Sendable {
    /// `/prefix`.
    let prefix: String
    let application: Application
}

/// Answers by the application that a path belongs to.
struct MountedResponder: Responder {
    private let mounts: [(prefix: String, responder: any Responder)]
    private let otherwise: any Responder

    /// Builds the mounted applications.
    ///
    /// - Parameters:
    ///   - mounts: What is mounted where.
    ///   - otherwise: Answers everything else.
    /// - Throws: ``SetupError`` when one of them cannot be built.
    init(_ mounts: [Mount], otherwise: any Responder) throws(SetupError) {
        var built: [(prefix: String, responder: any Responder)] = []
        for mount in mounts {
            built.append((mount.prefix, try mount.application.makeResponder()))
        }
        self.mounts = built.sorted { $0.prefix.utf8.count > $1.prefix.utf8.count }
        self.otherwise = otherwise
    }

    func willServe(with background: any BackgroundRunner) {
        otherwise.willServe(with: background)
        for mount in mounts { mount.responder.willServe(with: background) }
    }

    func respond(to request: Request) async -> Response {
        for mount in mounts {
            guard let inner = request.mounted(below: mount.prefix) else { continue }
            if request.path.utf8.count == mount.prefix.utf8.count {
                let location = request.root(below: mount.prefix)
                let response = try? redirect(location, .permanentRedirect).readyToSend()
                return response ?? HTTPError(.badRequest).response
            }
            return await mount.responder.respond(to: inner)
        }
        return await otherwise.respond(to: request)
    }
}
