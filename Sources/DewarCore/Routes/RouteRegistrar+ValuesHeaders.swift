public import DewarHTTP
public import HTTPTypes

// Views whose result is a value of a type of its own, with header fields.
extension RouteRegistrar {
    /// Declares a view that takes the rule's variables and answers with a value, and header fields.
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
        _ view: @escaping @Sendable (repeat each Parameter) async throws -> (Output, Headers)
    ) {
        add(rule, name, methods, options, ErasedView(view) { try $0.0.makeResponse(nil, $0.1) })
    }

    /// Declares a view that takes one variable as text, without naming its type and answers with a value, and header fields.
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
        _ view: @escaping @Sendable (String) async throws -> (Output, Headers)
    ) {
        add(rule, name, methods, options, ErasedView(view) { try $0.0.makeResponse(nil, $0.1) })
    }

    /// Declares a view that takes the request, then the rule's variables and answers with a value, and header fields.
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
            @escaping @Sendable (Request, repeat each Parameter) async throws -> (Output, Headers)
    ) {
        add(rule, name, methods, options, ErasedView(view) { try $0.0.makeResponse(nil, $0.1) })
    }

    /// Declares a view that takes the rule's variables and answers with a value, a status, and header fields.
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
            @escaping @Sendable (repeat each Parameter) async throws -> (Output, Status, Headers)
    ) {
        add(rule, name, methods, options, ErasedView(view) { try $0.0.makeResponse($0.1, $0.2) })
    }

    /// Declares a view that takes one variable as text, without naming its type and answers with a value, a status, and header fields.
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
        _ view: @escaping @Sendable (String) async throws -> (Output, Status, Headers)
    ) {
        add(rule, name, methods, options, ErasedView(view) { try $0.0.makeResponse($0.1, $0.2) })
    }

    /// Declares a view that takes the request, then the rule's variables and answers with a value, a status, and header fields.
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
            @escaping @Sendable (Request, repeat each Parameter) async throws -> (
                Output, Status, Headers
            )
    ) {
        add(rule, name, methods, options, ErasedView(view) { try $0.0.makeResponse($0.1, $0.2) })
    }
}
