public import DewarHTTP
public import HTTPTypes

/// A function of a ``MethodView`` for one method: `.get(show)`.
public struct ViewMethod<Subject: Sendable>: Sendable {
    /// The method.
    public let method: HTTPRequest.Method
    let function: ViewFunction<Subject>

    /// For GET, and for HEAD unless that has one of its own.
    public static var get: Maker { Maker(method: .get) }
    /// For HEAD.
    public static var head: Maker { Maker(method: .head) }
    /// For POST.
    public static var post: Maker { Maker(method: .post) }
    /// For PUT.
    public static var put: Maker { Maker(method: .put) }
    /// For PATCH.
    public static var patch: Maker { Maker(method: .patch) }
    /// For DELETE.
    public static var delete: Maker { Maker(method: .delete) }
    /// For OPTIONS, which is answered without a function otherwise.
    public static var options: Maker { Maker(method: .options) }

    /// For any other method.
    ///
    /// ```swift
    /// struct Cache: MethodView {
    ///     static let functions: [ViewMethod<Self>] = [.method(.trace)(show)]
    ///     func show() -> Markup { "traced" }
    /// }
    /// ```
    ///
    /// - Parameter method: The method.
    /// - Returns: What takes the function.
    /// - SeeAlso: Flask `MethodView`.
    public static func method(_ method: HTTPRequest.Method) -> Maker { Maker(method: method) }

    /// Takes the function of a method; it is called like one.
    ///
    /// ```swift
    /// struct Home: MethodView {
    ///     static let functions: [ViewMethod<Self>] = [.get(show)]
    ///     func show() -> Markup { "home" }
    /// }
    /// ```
    ///
    /// - SeeAlso: Flask `MethodView`.
    public struct Maker: Sendable {
        let method: HTTPRequest.Method
    }
}

// What a function may return; those in the second half take the request first.
extension ViewMethod.Maker {
    /// Takes a function of the rule's variables that returns a value.
    ///
    /// - Parameter function: The function: a method of the type.
    /// - Returns: The function for this method.
    public func callAsFunction<each Parameter: RouteParameter, Output: ResponseConvertible>(
        _ function:
            @escaping @Sendable (Subject) -> (repeat each Parameter) async throws ->
            Output
    ) -> ViewMethod {
        ViewMethod(method: method, function: ViewFunction(function))
    }

    /// Takes a function of the rule's variables that returns a value, and a status.
    ///
    /// - Parameter function: The function: a method of the type.
    /// - Returns: The function for this method.
    public func callAsFunction<each Parameter: RouteParameter, Output: ResponseConvertible>(
        _ function:
            @escaping @Sendable (Subject) -> (repeat each Parameter) async throws ->
            (Output, Status)
    ) -> ViewMethod {
        ViewMethod(method: method, function: ViewFunction(function))
    }

    /// Takes a function of the rule's variables that returns a value, and header fields.
    ///
    /// - Parameter function: The function: a method of the type.
    /// - Returns: The function for this method.
    public func callAsFunction<each Parameter: RouteParameter, Output: ResponseConvertible>(
        _ function:
            @escaping @Sendable (Subject) -> (repeat each Parameter) async throws ->
            (Output, Headers)
    ) -> ViewMethod {
        ViewMethod(method: method, function: ViewFunction(function))
    }

    /// Takes a function of the rule's variables that returns a value, a status, and header fields.
    ///
    /// - Parameter function: The function: a method of the type.
    /// - Returns: The function for this method.
    public func callAsFunction<each Parameter: RouteParameter, Output: ResponseConvertible>(
        _ function:
            @escaping @Sendable (Subject) -> (repeat each Parameter) async throws ->
            (Output, Status, Headers)
    ) -> ViewMethod {
        ViewMethod(method: method, function: ViewFunction(function))
    }

    /// Takes a function of the request, then the rule's variables, that returns a value.
    ///
    /// - Parameter function: The function: a method of the type.
    /// - Returns: The function for this method.
    public func callAsFunction<each Parameter: RouteParameter, Output: ResponseConvertible>(
        _ function:
            @escaping @Sendable (Subject) -> (Request, repeat each Parameter) async throws ->
            Output
    ) -> ViewMethod {
        ViewMethod(method: method, function: ViewFunction(function))
    }

    /// Takes a function of the request, then the rule's variables, that returns a value, and a
    /// status.
    ///
    /// - Parameter function: The function: a method of the type.
    /// - Returns: The function for this method.
    public func callAsFunction<each Parameter: RouteParameter, Output: ResponseConvertible>(
        _ function:
            @escaping @Sendable (Subject) -> (Request, repeat each Parameter) async throws ->
            (Output, Status)
    ) -> ViewMethod {
        ViewMethod(method: method, function: ViewFunction(function))
    }

    /// Takes a function of the request, then the rule's variables, that returns a value, and header
    /// fields.
    ///
    /// - Parameter function: The function: a method of the type.
    /// - Returns: The function for this method.
    public func callAsFunction<each Parameter: RouteParameter, Output: ResponseConvertible>(
        _ function:
            @escaping @Sendable (Subject) -> (Request, repeat each Parameter) async throws ->
            (Output, Headers)
    ) -> ViewMethod {
        ViewMethod(method: method, function: ViewFunction(function))
    }

    /// Takes a function of the request, then the rule's variables, that returns a value, a status,
    /// and header fields.
    ///
    /// - Parameter function: The function: a method of the type.
    /// - Returns: The function for this method.
    public func callAsFunction<each Parameter: RouteParameter, Output: ResponseConvertible>(
        _ function:
            @escaping @Sendable (Subject) -> (Request, repeat each Parameter) async throws ->
            (Output, Status, Headers)
    ) -> ViewMethod {
        ViewMethod(method: method, function: ViewFunction(function))
    }
}
