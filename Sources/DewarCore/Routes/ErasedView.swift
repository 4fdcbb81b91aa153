import DewarHTTP
import DewarRouting
import HTTPTypes

/// A view function without its types: what a route calls.
struct View: Sendable {
    /// The types that the function takes from the URL, in order; nil when it takes all by name.
    let parameterTypes: [any RouteParameter.Type]?
    /// Calls the function with the rule's variables, by position.
    let call: @Sendable (Request, [RouteArgument]) async throws -> Response

    /// Wraps a function of any number of parameters.
    ///
    /// - Parameters:
    ///   - function: The function.
    ///   - respond: Makes the response of what it returns.
    init<each Parameter: RouteParameter, Output>(
        _ function: @escaping @Sendable (repeat each Parameter) async throws -> Output,
        _ respond: @escaping @Sendable (Output) throws -> Response
    ) {
        parameterTypes = Self.types(repeat (each Parameter).self)
        call = { _, arguments in
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
        parameterTypes = Self.types(repeat (each Parameter).self)
        call = { request, arguments in
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
        parameterTypes = nil
        call = { _, arguments in
            try respond(await function(RouteValues(arguments.map { ($0.name, $0.value) })))
        }
    }

    private static func types<each Parameter: RouteParameter>(
        _ types: repeat (each Parameter).Type
    ) -> [any RouteParameter.Type] {
        var list: [any RouteParameter.Type] = []
        repeat list.append(each types)
        return list
    }
}

/// Gives a view its arguments one after another.
private struct ArgumentReader {
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
