public import DewarHTTP
public import DewarText
public import HTTPTypes

// Views whose result is a string literal: HTML.
extension RouteRegistrar {
    /// Declares a view that takes the rule's variables and answers with a literal: HTML with its interpolations escaped.
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
        _ view: @escaping @Sendable (repeat each Parameter) async throws -> Markup
    ) {
        add(rule, name, methods, options, ErasedView(view) { $0.makeResponse() })
    }

    /// Declares a view that takes one variable as text, without naming its type and answers with a literal: HTML with its interpolations escaped.
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
        _ view: @escaping @Sendable (String) async throws -> Markup
    ) {
        add(rule, name, methods, options, ErasedView(view) { $0.makeResponse() })
    }

    /// Declares a view that takes the request, then the rule's variables and answers with a literal: HTML with its interpolations escaped.
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
        _ view: @escaping @Sendable (Request, repeat each Parameter) async throws -> Markup
    ) {
        add(rule, name, methods, options, ErasedView(view) { $0.makeResponse() })
    }

    /// Declares a view that takes the rule's variables and answers with a literal: HTML with its interpolations escaped, and a status.
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
        _ view: @escaping @Sendable (repeat each Parameter) async throws -> (Markup, Status)
    ) {
        add(rule, name, methods, options, ErasedView(view) { try $0.0.makeResponse($0.1) })
    }

    /// Declares a view that takes one variable as text, without naming its type and answers with a literal: HTML with its interpolations escaped, and a status.
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
        _ view: @escaping @Sendable (String) async throws -> (Markup, Status)
    ) {
        add(rule, name, methods, options, ErasedView(view) { try $0.0.makeResponse($0.1) })
    }

    /// Declares a view that takes the request, then the rule's variables and answers with a literal: HTML with its interpolations escaped, and a status.
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
            @escaping @Sendable (Request, repeat each Parameter) async throws -> (Markup, Status)
    ) {
        add(rule, name, methods, options, ErasedView(view) { try $0.0.makeResponse($0.1) })
    }
}
