public import DewarHTTP
public import HTTPTypes

// Views whose result is a value of a type of its own; literals go elsewhere first.
extension RouteRegistrar {
    /// Declares a view that takes the rule's variables and answers with a value.
    ///
    /// - Parameters:
    ///   - rule: The pattern: `/user/<username>`.
    ///   - name: The endpoint, for `urlFor`; nil for the pattern itself.
    ///   - methods: The methods; nil for GET.
    ///   - options: What else the rule shall be.
    ///   - view: The view.
    @_disfavoredOverload
    public func callAsFunction<each Parameter: RouteParameter, Output: ResponseConvertible>(
        _ rule: String, name: String? = nil, methods: [HTTPRequest.Method]? = nil,
        options: [RouteOption] = [],
        _ view: @escaping @Sendable (repeat each Parameter) async throws -> Output
    ) {
        add(rule, name, methods, options, ErasedView(view) { try $0.makeResponse() })
    }

    /// Declares a view that takes one variable as text, without naming its type and answers with a value.
    ///
    /// - Parameters:
    ///   - rule: The pattern: `/user/<username>`.
    ///   - name: The endpoint, for `urlFor`; nil for the pattern itself.
    ///   - methods: The methods; nil for GET.
    ///   - options: What else the rule shall be.
    ///   - view: The view.
    @_disfavoredOverload
    public func callAsFunction<Output: ResponseConvertible>(
        _ rule: String, name: String? = nil, methods: [HTTPRequest.Method]? = nil,
        options: [RouteOption] = [],
        _ view: @escaping @Sendable (String) async throws -> Output
    ) {
        add(rule, name, methods, options, ErasedView(view) { try $0.makeResponse() })
    }

    /// Declares a view that takes the request, then the rule's variables and answers with a value.
    ///
    /// - Parameters:
    ///   - rule: The pattern: `/user/<username>`.
    ///   - name: The endpoint, for `urlFor`; nil for the pattern itself.
    ///   - methods: The methods; nil for GET.
    ///   - options: What else the rule shall be.
    ///   - view: The view.
    @_disfavoredOverload
    public func callAsFunction<each Parameter: RouteParameter, Output: ResponseConvertible>(
        _ rule: String, name: String? = nil, methods: [HTTPRequest.Method]? = nil,
        options: [RouteOption] = [],
        _ view: @escaping @Sendable (Request, repeat each Parameter) async throws -> Output
    ) {
        add(rule, name, methods, options, ErasedView(view) { try $0.makeResponse() })
    }

    /// Declares a view that takes the rule's variables and answers with a value, and a status.
    ///
    /// - Parameters:
    ///   - rule: The pattern: `/user/<username>`.
    ///   - name: The endpoint, for `urlFor`; nil for the pattern itself.
    ///   - methods: The methods; nil for GET.
    ///   - options: What else the rule shall be.
    ///   - view: The view.
    @_disfavoredOverload
    public func callAsFunction<each Parameter: RouteParameter, Output: ResponseConvertible>(
        _ rule: String, name: String? = nil, methods: [HTTPRequest.Method]? = nil,
        options: [RouteOption] = [],
        _ view: @escaping @Sendable (repeat each Parameter) async throws -> (Output, Status)
    ) {
        add(rule, name, methods, options, ErasedView(view) { try $0.0.makeResponse($0.1) })
    }

    /// Declares a view that takes one variable as text, without naming its type and answers with a value, and a status.
    ///
    /// - Parameters:
    ///   - rule: The pattern: `/user/<username>`.
    ///   - name: The endpoint, for `urlFor`; nil for the pattern itself.
    ///   - methods: The methods; nil for GET.
    ///   - options: What else the rule shall be.
    ///   - view: The view.
    @_disfavoredOverload
    public func callAsFunction<Output: ResponseConvertible>(
        _ rule: String, name: String? = nil, methods: [HTTPRequest.Method]? = nil,
        options: [RouteOption] = [],
        _ view: @escaping @Sendable (String) async throws -> (Output, Status)
    ) {
        add(rule, name, methods, options, ErasedView(view) { try $0.0.makeResponse($0.1) })
    }

    /// Declares a view that takes the request, then the rule's variables and answers with a value, and a status.
    ///
    /// - Parameters:
    ///   - rule: The pattern: `/user/<username>`.
    ///   - name: The endpoint, for `urlFor`; nil for the pattern itself.
    ///   - methods: The methods; nil for GET.
    ///   - options: What else the rule shall be.
    ///   - view: The view.
    @_disfavoredOverload
    public func callAsFunction<each Parameter: RouteParameter, Output: ResponseConvertible>(
        _ rule: String, name: String? = nil, methods: [HTTPRequest.Method]? = nil,
        options: [RouteOption] = [],
        _ view:
            @escaping @Sendable (Request, repeat each Parameter) async throws -> (Output, Status)
    ) {
        add(rule, name, methods, options, ErasedView(view) { try $0.0.makeResponse($0.1) })
    }

    /// Tells what a view is, where none of the other forms fits.
    ///
    /// - Parameters:
    ///   - rule: The pattern.
    ///   - name: The endpoint.
    ///   - methods: The methods.
    ///   - options: What else the rule shall be.
    ///   - view: What is no view.
    @available(
        *, unavailable,
        message: """
            a view takes RouteParameter types (String, Int, Double, UUID), after a Request if it \
            wants one, and returns a literal, text, Markup, JSON, a Response or another \
            ResponseConvertible (an Encodable type is one by its name alone), alone or in a tuple \
            with a Status, Headers, or both; in a JSON literal a variable is written .int(id), \
            .string(name), or JSON(value)
            """
    )
    @_disfavoredOverload
    public func callAsFunction<each Parameter, Output>(
        _ rule: String, name: String? = nil, methods: [HTTPRequest.Method]? = nil,
        options: [RouteOption] = [],
        _ view: @escaping @Sendable (repeat each Parameter) async throws -> Output
    ) {}
}
