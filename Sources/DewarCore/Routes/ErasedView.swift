import DewarHTTP
import DewarRouting
import HTTPTypes

/// A view without its types: what a route calls.
struct ErasedView: Sendable {
    /// A function that takes variables of the rule.
    struct Signature: Sendable {
        /// What it is, for messages: `the view`, `the view's GET`.
        var name = "the view"
        /// What it takes, in order.
        var types: [any RouteParameter.Type]

        /// One of the parameters, for messages.
        func parameter(_ position: Int) -> String {
            name == "the view"
                ? "the view's parameter \(position)" : "parameter \(position) of \(name)"
        }
    }

    /// The functions behind the view; none when it takes the variables by name.
    var signatures: [Signature]
    /// Calls the view with the rule's variables, by position.
    var call: @Sendable (Request, [RouteArgument]) async throws -> Response

    init(
        _ signatures: [Signature],
        _ call: @escaping @Sendable (Request, [RouteArgument]) async throws -> Response
    ) {
        self.signatures = signatures
        self.call = call
    }

    /// Wraps a function of any number of parameters.
    ///
    /// - Parameters:
    ///   - function: The function.
    ///   - respond: Makes the response of what it returns.
    init<each Parameter: RouteParameter, Output>(
        _ function: @escaping @Sendable (repeat each Parameter) async throws -> Output,
        _ respond: @escaping @Sendable (Output) throws -> Response
    ) {
        self.init([Signature(types: parameterTypes(repeat (each Parameter).self))]) {
            _, arguments in
            var reader = ArgumentReader(arguments)
            return try respond(
                await function(repeat try reader.next((each Parameter).self)))
        }
    }

    /// Wraps a function that takes the request first.
    ///
    /// - Parameters:
    ///   - function: The function.
    ///   - respond: Makes the response of what it returns.
    init<each Parameter: RouteParameter, Output>(
        _ function: @escaping @Sendable (Request, repeat each Parameter) async throws -> Output,
        _ respond: @escaping @Sendable (Output) throws -> Response
    ) {
        self.init([Signature(types: parameterTypes(repeat (each Parameter).self))]) {
            request, arguments in
            var reader = ArgumentReader(arguments)
            return try respond(
                await function(request, repeat try reader.next((each Parameter).self)))
        }
    }

    /// Wraps a function that takes all values by name.
    ///
    /// - Parameters:
    ///   - function: The function.
    ///   - respond: Makes the response of what it returns.
    init<Output>(
        byName function: @escaping @Sendable (RouteValues) async throws -> Output,
        _ respond: @escaping @Sendable (Output) throws -> Response
    ) {
        self.init([]) { _, arguments in
            try respond(await function(RouteValues(arguments.map { ($0.name, $0.value) })))
        }
    }

    /// The view with functions around it, the first the outermost.
    func decorated(by decorators: [Decorator]) -> ErasedView {
        decorators.reversed().reduce(self) { inner, decorator in
            ErasedView(inner.signatures) { request, arguments in
                try await decorator { try await inner.call(request, arguments) }
            }
        }
    }
}

/// The types of parameters, as a list.
func parameterTypes<each Parameter: RouteParameter>(
    _ types: repeat (each Parameter).Type
) -> [any RouteParameter.Type] {
    var list: [any RouteParameter.Type] = []
    repeat list.append(each types)
    return list
}

/// Gives a view its arguments one after another.
struct ArgumentReader {
    private let arguments: [RouteArgument]
    private var index = 0

    init(_ arguments: [RouteArgument]) {
        self.arguments = arguments
    }

    /// The next argument.
    ///
    /// - Throws: 404 when the type refuses the value. That there is one for each parameter was
    ///   checked when the application was built.
    mutating func next<Parameter: RouteParameter>(_: Parameter.Type) throws -> Parameter {
        defer { index += 1 }
        guard let parameter = Parameter(routeValue: arguments[index].value) else {
            throw HTTPError(.notFound)
        }
        return parameter
    }
}
