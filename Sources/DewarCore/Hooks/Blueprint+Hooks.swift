public import DewarHTTP
public import DewarRouting

// What a blueprint has done around all requests of the application that it is registered on.
extension Blueprint {
    /// As ``Scaffold/beforeRequest(_:)``, for all requests of the application.
    ///
    /// ```swift
    /// blog.beforeAppRequest {
    ///     g.language = request.accept.languages.bestMatch(["ko"], default: "en")
    /// }
    /// ```
    ///
    /// - Parameter action: What to do.
    /// - SeeAlso: Flask `before_app_request`.
    public func beforeAppRequest(_ action: @escaping @Sendable () async throws -> Void) {
        declarations.changeForApplication("beforeAppRequest") { $0.addBefore(action) }
    }

    /// As ``Scaffold/beforeRequest(_:)``, for all requests of the application.
    ///
    /// ```swift
    /// blog.beforeAppRequest { request.isSecure ? nil : redirect("https://example.com/") }
    /// ```
    ///
    /// - Parameter action: What to do; a response is the answer.
    /// - SeeAlso: Flask `before_app_request`.
    public func beforeAppRequest(_ action: @escaping @Sendable () async throws -> Response?) {
        declarations.changeForApplication("beforeAppRequest") { $0.before.append(action) }
    }

    /// As ``Scaffold/afterRequest(_:)``, for all requests of the application.
    ///
    /// ```swift
    /// blog.afterAppRequest { response in response.headers["X-Content-Type-Options"] = "nosniff" }
    /// ```
    ///
    /// - Parameter action: Changes the response.
    /// - SeeAlso: Flask `after_app_request`.
    public func afterAppRequest(
        _ action: @escaping @Sendable (inout Response) async throws -> Void
    ) {
        declarations.changeForApplication("afterAppRequest") { $0.after.append(action) }
    }

    /// As ``Scaffold/teardownRequest(_:)``, for all requests of the application.
    ///
    /// ```swift
    /// blog.teardownAppRequest { error in try g.transaction?.end(commits: error == nil) }
    /// ```
    ///
    /// - Parameter action: What to do; it takes the error that nobody handled.
    /// - SeeAlso: Flask `teardown_app_request`.
    public func teardownAppRequest(
        _ action: @escaping @Sendable (_ error: (any Error)?) async throws -> Void
    ) {
        declarations.changeForApplication("teardownAppRequest") { $0.teardown.append(action) }
    }

    /// As ``Scaffold/takeURLValue(_:_:)``, for all rules of the application.
    ///
    /// ```swift
    /// pages.takeAppURLValue("lang") { value in g.language = value?.description ?? "en" }
    /// ```
    ///
    /// - Parameters:
    ///   - name: The variable's name.
    ///   - action: Takes the value.
    /// - SeeAlso: Flask `app_url_value_preprocessor`.
    public func takeAppURLValue(
        _ name: String, _ action: @escaping @Sendable (RouteValue?) throws -> Void
    ) {
        declarations.changeForApplication("takeAppURLValue") { hooks in
            hooks.urlValues.append((name, action))
        }
    }

    /// As ``Scaffold/urlDefaults(_:)``, for all endpoints of the application.
    ///
    /// ```swift
    /// pages.appURLDefaults { endpoint, values in
    ///     guard values["lang"] == nil, app.isExpecting("lang", endpoint: endpoint) else { return }
    ///     values["lang"] = .string(g.language)
    /// }
    /// ```
    ///
    /// - Parameter action: Takes the endpoint and changes the values.
    /// - SeeAlso: Flask `app_url_defaults`.
    public func appURLDefaults(
        _ action: @escaping @Sendable (_ endpoint: String, inout RouteValues) throws -> Void
    ) {
        declarations.changeForApplication("appURLDefaults") { $0.urlDefaults.append(action) }
    }

    /// Answers a status, or errors of a type, in all of the application.
    ///
    /// - SeeAlso: Flask `app_errorhandler`.
    public var appErrorHandler: ErrorHandlerRegistrar {
        ErrorHandlerRegistrar { [declarations] handler in
            declarations.changeForApplication("appErrorHandler") { hooks in
                hooks.errorHandlers.add(handler)
            }
        }
    }
}
