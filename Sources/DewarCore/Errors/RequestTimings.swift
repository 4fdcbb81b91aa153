import DewarHTTP
import Synchronization

/// What takes how long while a request is answered, for the developer.
///
/// The steps follow each other: routing, before the view, the view, the answer to its error, after
/// the view. Templates, and what others note, are parts of them. There is none in production.
///
/// - SeeAlso: Server Timing, section 3.
package final class RequestTimings: Sendable {
    /// A template, as often as it was rendered.
    package struct Rendering: Sendable, Hashable {
        /// Its name; nil for one that was made from a string.
        package var template: String?
        /// How often.
        package var count: Int
        /// How long finding and compiling it took.
        package var loading: Duration
        /// How long all of it took.
        package var all: Duration
    }

    private struct State {
        var last = ContinuousClock.now
        var steps: [(name: String, duration: Duration)] = []
        var others: [(name: String, duration: Duration)] = []
        var renderings: [Rendering] = []
    }

    private let start = ContinuousClock.now
    private let state = Mutex(State())

    /// So many templates are told apart: a loop may make them of strings.
    private static let mostTemplates = 200

    init() {}

    /// Those of the request that is being answered; nil in production and outside of a request.
    package static var current: RequestTimings? { Context.current?.timings }

    /// Ends a step: what comes next is another one.
    func end(_ step: String) {
        state.withLock { state in
            let now = ContinuousClock.now
            state.steps.append((step, state.last.duration(to: now)))
            state.last = now
        }
    }

    /// Notes how long a template took.
    func noteTemplate(_ name: String?, loading: Duration, all: Duration) {
        state.withLock { state in
            if let index = state.renderings.firstIndex(where: { $0.template == name }) {
                state.renderings[index].count += 1
                state.renderings[index].loading += loading
                state.renderings[index].all += all
            } else if state.renderings.count < Self.mostTemplates {
                state.renderings.append(
                    Rendering(template: name, count: 1, loading: loading, all: all))
            }
        }
    }

    /// Adds to what something takes that is a part of the steps, as a database.
    ///
    /// ```swift
    /// RequestTimings.current?.add("sql", start.duration(to: .now))
    /// ```
    ///
    /// - Parameters:
    ///   - name: Its name in `Server-Timing`: a word of letters.
    ///   - duration: How long it took this time.
    package func add(_ name: String, _ duration: Duration) {
        state.withLock { state in
            if let index = state.others.firstIndex(where: { $0.name == name }) {
                state.others[index].duration += duration
            } else {
                state.others.append((name, duration))
            }
        }
    }

    /// The templates, in the order in which each was first rendered to its end.
    package var renderings: [Rendering] { state.withLock(\.renderings) }

    /// All that is known so far, the whole time last.
    package var all: [(name: String, duration: Duration)] {
        state.withLock { state in
            var all = state.steps
            if !state.renderings.isEmpty {
                all.append(("template", state.renderings.reduce(.zero) { $0 + $1.all }))
            }
            return all + state.others + [("total", start.duration(to: .now))]
        }
    }

    /// Tells the browser, whose tools show it.
    ///
    /// - Parameter response: Gets a header field; what the application says there stays.
    /// - SeeAlso: Server Timing, section 3: `view;dur=12.3`, in milliseconds.
    func write(into response: inout Response) {
        let own = all.map { "\($0.name);dur=\($0.duration.millisecondText)" }
        let given = [response.headers["Server-Timing"]].compactMap(\.self)
        response.headers["Server-Timing"] = (given + own).joined(separator: ", ")
    }
}

extension Duration {
    /// Milliseconds with three places: `12.345`.
    package var millisecondText: String {
        let micros = Int64((self / .microseconds(1)).rounded())
        let digits = String(micros.magnitude)
        let padded = String(repeating: "0", count: max(0, 4 - digits.count)) + digits
        return "\(micros < 0 ? "-" : "")\(padded.dropLast(3)).\(padded.suffix(3))"
    }
}
