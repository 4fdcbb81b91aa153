import DewarTemplates
import Synchronization

/// What was declared on an application or blueprint so far, in order.
public final class Declarations: Sendable {
    /// Everything that was declared.
    struct State: Sendable {
        var routes: [Route] = []
        /// Around the views of this application or blueprint.
        var hooks = Hooks()
        /// What a blueprint has done around all requests of its application.
        var applicationHooks = Hooks()
        /// The hooks of the blueprints that were registered, by their names.
        var blueprintHooks: [String: Hooks] = [:]
        /// What an application has around everything.
        var middleware: [Middleware] = []
        /// Applications below paths of this one.
        var mounts: [Mount] = []
        /// What a blueprint has done when it is registered on an application.
        var records: [BlueprintRecord] = []
        /// The blueprints that were registered on an application.
        var registered: Set<ObjectIdentifier> = []
        /// What the command line of an application can do besides.
        var commands: [DeclaredCommand] = []
        /// How an application's rules are matched.
        var routing = RoutingOptions()
        /// How an application's templates are written; nil until somebody asks.
        var templates: TemplateOptions?
        /// What a blueprint gives to its application's templates.
        var templateChanges: [TemplateChange] = []
        /// Where blueprints have templates, in the order of their registration.
        var templatePlaces: [(blueprint: String, place: TemplatePlace)] = []
        var problems: [SetupError.Problem] = []
        var isComplete = false
    }

    /// Gives an application's templates something.
    typealias TemplateChange = @Sendable (inout TemplateOptions) -> Void

    private let state = Mutex(State())

    init() {}

    /// What was declared so far; blueprints' routes with prefix and name.
    var current: State { state.withLock { $0 } }

    /// Adds a route.
    func add(_ route: Route) {
        change(what: route.pattern) { $0.routes.append(route) }
    }

    /// Adds what a blueprint declared.
    ///
    /// - Parameters:
    ///   - blueprint: The blueprint.
    ///   - name: The name that it is registered under.
    ///   - prefix: What stands before its patterns.
    ///   - subdomain: The subdomain of its rules; nil for none.
    ///   - isApplication: Whether this is an application and not another blueprint.
    /// - Returns: Whether the name was free.
    func add(
        _ blueprint: Blueprint, name: String, prefix: String, subdomain: String?,
        toApplication isApplication: Bool
    ) -> Bool {
        let declared = blueprint.declarations.current
        var isFree = false
        change(what: name) { state in
            guard state.blueprintHooks[name] == nil else {
                state.problems.append(.blueprintRepeated(name))
                return
            }
            isFree = true
            state.blueprintHooks[name] = declared.hooks
            for (inner, hooks) in declared.blueprintHooks {
                state.blueprintHooks["\(name).\(inner)"] = hooks
            }
            if isApplication {
                state.hooks.append(declared.applicationHooks)
                state.changeTemplates(declared.templateChanges)
            } else {
                state.applicationHooks.append(declared.applicationHooks)
                state.templateChanges += declared.templateChanges
                state.records += declared.records.map { $0.within(name, prefix: prefix) }
            }
            if let place = blueprint.templatePlace { state.templatePlaces.append((name, place)) }
            state.templatePlaces += declared.templatePlaces.map { ("\(name).\($0)", $1) }
            state.routes += declared.routes.map {
                $0.within(blueprint: name, prefix: prefix, subdomain: subdomain)
            }
            state.commands += declared.commands.map { command in
                var command = command
                command.blueprint = [name, command.blueprint].compactMap { $0 }.joined(
                    separator: ".")
                return command
            }
            state.problems += declared.problems
        }
        return isFree
    }

    /// Adds something to do when a blueprint is registered on an application.
    func add(_ record: BlueprintRecord) {
        change(what: "record") { $0.records.append(record) }
    }

    /// Notes that a blueprint was registered on an application.
    ///
    /// - Returns: Whether that was for the first time.
    func noteRegistration(of blueprint: ObjectIdentifier) -> Bool {
        state.withLock { $0.registered.insert(blueprint).inserted }
    }

    /// Notes a problem, to be told when the application is built.
    func add(_ problem: SetupError.Problem) {
        state.withLock { $0.problems.append(problem) }
    }

    /// Adds what an application has around everything.
    func add(_ middleware: @escaping Middleware) {
        change(what: "use") { $0.middleware.append(middleware) }
    }

    /// Adds an application below a path.
    func add(_ mount: Mount) {
        change(what: "mount") { state in
            guard !state.mounts.contains(where: { $0.prefix == mount.prefix }) else {
                state.problems.append(.mountRepeated(mount.prefix))
                return
            }
            state.mounts.append(mount)
        }
    }

    /// Adds a command.
    func add(_ command: DeclaredCommand) {
        change(what: "command") { $0.commands.append(command) }
    }

    /// Changes how an application's rules are matched.
    func changeRouting(_ body: (inout RoutingOptions) -> Void) {
        change(what: "routing") { body(&$0.routing) }
    }

    /// Changes how an application's templates are written.
    func changeTemplates(_ body: @escaping TemplateChange) {
        change(what: "templates") { $0.changeTemplates([body]) }
    }

    /// Adds to what a blueprint gives to its application's templates.
    func changeApplicationTemplates(_ body: @escaping TemplateChange) {
        change(what: "templates") { $0.templateChanges.append(body) }
    }

    /// Changes what is done around the views.
    func change(_ what: String, _ body: (inout Hooks) -> Void) {
        change(what: what) { body(&$0.hooks) }
    }

    /// Changes what a blueprint has done around all requests of its application.
    func changeForApplication(_ what: String, _ body: (inout Hooks) -> Void) {
        change(what: what) { body(&$0.applicationHooks) }
    }

    /// Ends the set-up: nothing can be declared afterwards.
    func complete() {
        state.withLock { $0.isComplete = true }
    }

    private func change(what: String, _ body: (inout State) -> Void) {
        state.withLock { state in
            // A late declaration would be lost without a sound; only the program's own code can
            // make one, never a request's content.
            precondition(!state.isComplete, SetupError.Problem.tooLate(what).description)
            body(&state)
        }
    }
}

extension Declarations.State {
    /// Changes how an application's templates are written, in order.
    fileprivate mutating func changeTemplates(_ changes: [Declarations.TemplateChange]) {
        guard !changes.isEmpty else { return }
        var options = templates ?? .application
        for change in changes { change(&options) }
        templates = options
    }
}
