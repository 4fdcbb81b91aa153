// What an application does before its first request and after its last one.
extension Scaffold {
    /// Has something done before the first request: opening a database, filling a cache.
    ///
    /// ```swift
    /// app.onStart { try await openDatabase(currentApp.config["DATABASE_URL"]?.string) }
    /// ```
    /// It runs in each process that answers requests, once, never in a master of workers; in the
    /// order of declaration, a blueprint's where it is registered. `currentApp` and `g` are there.
    /// What it throws ends the process with a message that says where this was declared.
    ///
    /// - Parameters:
    ///   - file: Where it is declared, for the message.
    ///   - line: The line there.
    ///   - action: What to do.
    /// - SeeAlso: Flask's `before_first_request`, which ended with Flask 2.3; ASGI's lifespan.
    public func onStart(
        file: String = #fileID, line: Int = #line,
        _ action: @escaping @Sendable () async throws -> Void
    ) {
        change("onStart") { hooks in
            hooks.start.append(LifecycleAction(place: "\(file):\(line)", run: action))
        }
    }

    /// Has something done after the last request, when a process is about to end.
    ///
    /// ```swift
    /// app.onStop { await closeDatabase() }
    /// ```
    /// The last declared comes first, and background work has ended. `currentApp` and `g` are
    /// there. What it throws is logged, and the others run all the same. A process that is killed,
    /// or could not start, does none of it.
    ///
    /// - Parameters:
    ///   - file: Where it is declared, for the log.
    ///   - line: The line there.
    ///   - action: What to do. A server waits ten seconds for all of them.
    /// - SeeAlso: Python `atexit`; ASGI's lifespan.
    public func onStop(
        file: String = #fileID, line: Int = #line,
        _ action: @escaping @Sendable () async throws -> Void
    ) {
        change("onStop") { hooks in
            hooks.stop.append(LifecycleAction(place: "\(file):\(line)", run: action))
        }
    }

    /// Changes what is done for all of an application, also where a blueprint declares it.
    private func change(_ what: String, _ body: (inout Hooks) -> Void) {
        if self is Application {
            declarations.change(what, body)
        } else {
            declarations.changeForApplication(what, body)
        }
    }
}

/// What is done before the first request, or after the last.
struct LifecycleAction: Sendable {
    /// Where it was declared: `Shop/App.swift:12`.
    let place: String
    let run: @Sendable () async throws -> Void
}

/// Why an application could not start.
public struct StartError: Error, Sendable, CustomStringConvertible {
    /// Where the function was declared that threw: `Shop/App.swift:12`.
    public let place: String
    /// What it threw.
    public let underlying: any Error

    /// One sentence: where, and what.
    public var description: String {
        "the application could not start: onStart (in \(place)) threw: \(underlying)"
    }
}
