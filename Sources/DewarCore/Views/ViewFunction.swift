public import DewarHTTP
import DewarRouting
public import HTTPTypes

/// A function of a type that answers requests: one of a ``View``'s methods.
///
/// Of `func show(id: Int) throws -> Response` it is made by `ViewFunction(show)`.
public struct ViewFunction<Subject: Sendable>: Sendable {
    /// One of the functions behind it.
    struct Choice: Sendable {
        /// The method that it answers; nil for all.
        var method: HTTPRequest.Method?
        let types: [any RouteParameter.Type]
        let call: @Sendable (Subject, Request, [RouteArgument]) async throws -> Response
    }

    let choices: [Choice]

    /// Puts those of single methods together.
    init(_ methods: [ViewMethod<Subject>]) {
        choices = methods.flatMap { method in
            method.function.choices.map { choice in
                var choice = choice
                choice.method = method.method
                return choice
            }
        }
    }

    private init<each Parameter: RouteParameter, Output>(
        plain function:
            @escaping @Sendable (Subject) -> (repeat each Parameter) async throws ->
            Output,
        _ respond: @escaping @Sendable (Output) throws -> Response
    ) {
        choices = [
            Choice(types: parameterTypes(repeat (each Parameter).self)) { subject, _, arguments in
                var reader = ArgumentReader(arguments)
                return try respond(
                    await function(subject)(repeat try reader.next((each Parameter).self)))
            }
        ]
    }

    private init<each Parameter: RouteParameter, Output>(
        withRequest function:
            @escaping @Sendable (Subject) -> (Request, repeat each Parameter)
            async throws -> Output,
        _ respond: @escaping @Sendable (Output) throws -> Response
    ) {
        choices = [
            Choice(types: parameterTypes(repeat (each Parameter).self)) {
                subject, request, arguments in
                var reader = ArgumentReader(arguments)
                return try respond(
                    await function(subject)(
                        request, repeat try reader.next((each Parameter).self)))
            }
        ]
    }

    /// The view of a route.
    ///
    /// - Parameter makeSubject: Makes the value that answers.
    /// - Returns: The view.
    func erased(_ makeSubject: @escaping @Sendable () async throws -> Subject) -> ErasedView {
        let signatures = choices.map { choice in
            ErasedView.Signature(
                name: choice.method.map { "the view's \($0.rawValue)" } ?? "the view",
                types: choice.types)
        }
        return ErasedView(signatures) { [self] request, arguments in
            guard let choice = choice(for: request.method) else {
                throw HTTPError(.methodNotAllowed)
            }
            return try await choice.call(makeSubject(), request, arguments)
        }
    }

    /// What is wrong with the functions for a route.
    func problems(
        for methods: [HTTPRequest.Method], of type: String, rule: String
    ) -> [SetupError.Problem] {
        let own = choices.compactMap(\.method)
        let repeated = Set(own.filter { method in own.count { $0 == method } > 1 })
        return methods.filter { choice(for: $0) == nil }.map {
            .noFunction(type, rule, method: $0.rawValue)
        } + repeated.map(\.rawValue).sorted().map { .functionRepeated(type, method: $0) }
    }

    /// HEAD is answered as GET is, unless it has a function of its own.
    private func choice(for method: HTTPRequest.Method) -> Choice? {
        choices.first { $0.method == nil || $0.method == method }
            ?? (method == .head ? choices.first { $0.method == .get } : nil)
    }
}

// What a function may return; those in the second half take the request first.
extension ViewFunction {
    /// Takes a function of the rule's variables that returns a value.
    ///
    /// - Parameter function: The function: a method of the type.
    public init<each Parameter: RouteParameter, Output: ResponseConvertible>(
        _ function:
            @escaping @Sendable (Subject) -> (repeat each Parameter) async throws ->
            Output
    ) {
        self.init(plain: function) { try $0.makeResponse() }
    }

    /// Takes a function of the rule's variables that returns a value, and a status.
    ///
    /// - Parameter function: The function: a method of the type.
    public init<each Parameter: RouteParameter, Output: ResponseConvertible>(
        _ function:
            @escaping @Sendable (Subject) -> (repeat each Parameter) async throws ->
            (Output, Status)
    ) {
        self.init(plain: function) { try $0.0.makeResponse($0.1) }
    }

    /// Takes a function of the rule's variables that returns a value, and header fields.
    ///
    /// - Parameter function: The function: a method of the type.
    public init<each Parameter: RouteParameter, Output: ResponseConvertible>(
        _ function:
            @escaping @Sendable (Subject) -> (repeat each Parameter) async throws ->
            (Output, Headers)
    ) {
        self.init(plain: function) { try $0.0.makeResponse(nil, $0.1) }
    }

    /// Takes a function of the rule's variables that returns a value, a status, and header fields.
    ///
    /// - Parameter function: The function: a method of the type.
    public init<each Parameter: RouteParameter, Output: ResponseConvertible>(
        _ function:
            @escaping @Sendable (Subject) -> (repeat each Parameter) async throws ->
            (Output, Status, Headers)
    ) {
        self.init(plain: function) { try $0.0.makeResponse($0.1, $0.2) }
    }

    /// Takes a function of the request, then the rule's variables, that returns a value.
    ///
    /// - Parameter function: The function: a method of the type.
    public init<each Parameter: RouteParameter, Output: ResponseConvertible>(
        _ function:
            @escaping @Sendable (Subject) -> (Request, repeat each Parameter) async throws ->
            Output
    ) {
        self.init(withRequest: function) { try $0.makeResponse() }
    }

    /// Takes a function of the request, then the rule's variables, that returns a value, and a
    /// status.
    ///
    /// - Parameter function: The function: a method of the type.
    public init<each Parameter: RouteParameter, Output: ResponseConvertible>(
        _ function:
            @escaping @Sendable (Subject) -> (Request, repeat each Parameter) async throws ->
            (Output, Status)
    ) {
        self.init(withRequest: function) { try $0.0.makeResponse($0.1) }
    }

    /// Takes a function of the request, then the rule's variables, that returns a value, and header
    /// fields.
    ///
    /// - Parameter function: The function: a method of the type.
    public init<each Parameter: RouteParameter, Output: ResponseConvertible>(
        _ function:
            @escaping @Sendable (Subject) -> (Request, repeat each Parameter) async throws ->
            (Output, Headers)
    ) {
        self.init(withRequest: function) { try $0.0.makeResponse(nil, $0.1) }
    }

    /// Takes a function of the request, then the rule's variables, that returns a value, a status,
    /// and header fields.
    ///
    /// - Parameter function: The function: a method of the type.
    public init<each Parameter: RouteParameter, Output: ResponseConvertible>(
        _ function:
            @escaping @Sendable (Subject) -> (Request, repeat each Parameter) async throws ->
            (Output, Status, Headers)
    ) {
        self.init(withRequest: function) { try $0.0.makeResponse($0.1, $0.2) }
    }
}
