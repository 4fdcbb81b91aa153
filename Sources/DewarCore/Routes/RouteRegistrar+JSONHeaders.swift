public import DewarHTTP
public import DewarText
public import HTTPTypes

// Views whose result is a dictionary literal: JSON, with header fields.
extension RouteRegistrar {
    /// Declares a view that takes the rule's variables and answers with a dictionary literal: JSON, and header fields.
    ///
    /// - Parameters:
    ///   - rule: The pattern: `/user/<username>`.
    ///   - name: The endpoint, for `urlFor`; nil for the pattern itself.
    ///   - methods: The methods; nil for GET.
    ///   - options: What else the rule shall be.
    ///   - view: The view.
    public func callAsFunction<each Parameter: RouteParameter>(
        _ rule: String, name: String? = nil, methods: [HTTPRequest.Method]? = nil,
        options: [RouteOption] = [],
        _ view: @escaping @Sendable (repeat each Parameter) async throws -> (JSONObject, Headers)
    ) {
        add(rule, name, methods, options, ErasedView(view) { try $0.0.makeResponse(nil, $0.1) })
    }

    /// Declares a view that takes one variable as text, without naming its type and answers with a dictionary literal: JSON, and header fields.
    ///
    /// - Parameters:
    ///   - rule: The pattern: `/user/<username>`.
    ///   - name: The endpoint, for `urlFor`; nil for the pattern itself.
    ///   - methods: The methods; nil for GET.
    ///   - options: What else the rule shall be.
    ///   - view: The view.
    public func callAsFunction(
        _ rule: String, name: String? = nil, methods: [HTTPRequest.Method]? = nil,
        options: [RouteOption] = [],
        _ view: @escaping @Sendable (String) async throws -> (JSONObject, Headers)
    ) {
        add(rule, name, methods, options, ErasedView(view) { try $0.0.makeResponse(nil, $0.1) })
    }

    /// Declares a view that takes the request, then the rule's variables and answers with a dictionary literal: JSON, and header fields.
    ///
    /// - Parameters:
    ///   - rule: The pattern: `/user/<username>`.
    ///   - name: The endpoint, for `urlFor`; nil for the pattern itself.
    ///   - methods: The methods; nil for GET.
    ///   - options: What else the rule shall be.
    ///   - view: The view.
    public func callAsFunction<each Parameter: RouteParameter>(
        _ rule: String, name: String? = nil, methods: [HTTPRequest.Method]? = nil,
        options: [RouteOption] = [],
        _ view:
            @escaping @Sendable (Request, repeat each Parameter) async throws -> (
                JSONObject, Headers
            )
    ) {
        add(rule, name, methods, options, ErasedView(view) { try $0.0.makeResponse(nil, $0.1) })
    }

    /// Declares a view that takes the rule's variables and answers with a dictionary literal: JSON, a status, and header fields.
    ///
    /// - Parameters:
    ///   - rule: The pattern: `/user/<username>`.
    ///   - name: The endpoint, for `urlFor`; nil for the pattern itself.
    ///   - methods: The methods; nil for GET.
    ///   - options: What else the rule shall be.
    ///   - view: The view.
    public func callAsFunction<each Parameter: RouteParameter>(
        _ rule: String, name: String? = nil, methods: [HTTPRequest.Method]? = nil,
        options: [RouteOption] = [],
        _ view:
            @escaping @Sendable (repeat each Parameter) async throws -> (
                JSONObject, Status, Headers
            )
    ) {
        add(rule, name, methods, options, ErasedView(view) { try $0.0.makeResponse($0.1, $0.2) })
    }

    /// Declares a view that takes one variable as text, without naming its type and answers with a dictionary literal: JSON, a status, and header fields.
    ///
    /// - Parameters:
    ///   - rule: The pattern: `/user/<username>`.
    ///   - name: The endpoint, for `urlFor`; nil for the pattern itself.
    ///   - methods: The methods; nil for GET.
    ///   - options: What else the rule shall be.
    ///   - view: The view.
    public func callAsFunction(
        _ rule: String, name: String? = nil, methods: [HTTPRequest.Method]? = nil,
        options: [RouteOption] = [],
        _ view: @escaping @Sendable (String) async throws -> (JSONObject, Status, Headers)
    ) {
        add(rule, name, methods, options, ErasedView(view) { try $0.0.makeResponse($0.1, $0.2) })
    }

    /// Declares a view that takes the request, then the rule's variables and answers with a dictionary literal: JSON, a status, and header fields.
    ///
    /// - Parameters:
    ///   - rule: The pattern: `/user/<username>`.
    ///   - name: The endpoint, for `urlFor`; nil for the pattern itself.
    ///   - methods: The methods; nil for GET.
    ///   - options: What else the rule shall be.
    ///   - view: The view.
    public func callAsFunction<each Parameter: RouteParameter>(
        _ rule: String, name: String? = nil, methods: [HTTPRequest.Method]? = nil,
        options: [RouteOption] = [],
        _ view:
            @escaping @Sendable (Request, repeat each Parameter) async throws -> (
                JSONObject, Status, Headers
            )
    ) {
        add(rule, name, methods, options, ErasedView(view) { try $0.0.makeResponse($0.1, $0.2) })
    }
}
