import Synchronization

/// What was declared on an application or blueprint so far, in order.
public final class Declarations: Sendable {
    private let state = Mutex(State())

    private struct State {
        var routes: [Route] = []
        var blueprints: [String] = []
        var problems: [SetupError.Problem] = []
        var isComplete = false
    }

    init() {}

    /// The routes, those of blueprints with prefix and name.
    var routes: [Route] { state.withLock(\.routes) }
    /// What went wrong so far.
    var problems: [SetupError.Problem] { state.withLock(\.problems) }

    /// Adds a route.
    func add(_ route: Route) {
        change(route.pattern) { $0.routes.append(route) }
    }

    /// Adds what a blueprint declared.
    func add(_ blueprint: Blueprint, name: String, prefix: String) {
        let declared = blueprint.declarations.state.withLock { $0 }
        change(name) { state in
            if state.blueprints.contains(name) {
                state.problems.append(.blueprintRepeated(name))
                return
            }
            state.blueprints.append(name)
            state.routes += declared.routes.map { $0.within(blueprint: name, prefix: prefix) }
            state.problems += declared.problems
        }
    }

    /// Notes a problem, to be told when the application is built.
    func add(_ problem: SetupError.Problem) {
        state.withLock { $0.problems.append(problem) }
    }

    /// Ends the set-up: nothing can be declared afterwards.
    func complete() {
        state.withLock { $0.isComplete = true }
    }

    private func change(_ what: String, _ body: (inout State) -> Void) {
        state.withLock { state in
            // A late declaration would be lost without a sound; only the program's own code can
            // make one, never a request's content.
            precondition(!state.isComplete, SetupError.Problem.tooLate(what).description)
            body(&state)
        }
    }
}
