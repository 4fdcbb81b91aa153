import DewarHTTP
import DewarRouting
import DewarTemplates
import DewarText
import HTTPTypes
import Logging

/// Takes a request through an application; the only place that knows the order of the steps.
struct Dispatcher: Responder {
    let application: Application
    let routes: RouteTable
    let settings: Settings
    /// Where work goes that outlives its request.
    private let background: BackgroundPlace
    /// Is shown the context of every request, in a test.
    private let observer: (@Sendable (KeptContext) -> Void)?
    /// Explains failures to the developer; nil in production.
    private let explainer: (any FailureExplainer)?

    init(
        application: Application, routes: RouteTable, settings: Settings,
        observer: (@Sendable (KeptContext) -> Void)? = nil
    ) {
        self.observer = observer
        self.application = application
        self.routes = routes
        self.settings = settings
        background = BackgroundPlace(application.backgroundPlace.runner)
        explainer = application.explainer
    }

    func willServe(with background: any BackgroundRunner) {
        self.background.runner = background
        // Also for work that no request begins; of several servers, for the latest.
        application.backgroundPlace.runner = background
    }

    /// Answers a request within its context, and tears that down.
    ///
    /// - Parameter request: The request.
    /// - Returns: The answer; it never fails.
    func respond(to request: Request) async -> Response {
        if let limits = settings.limits { request.limits = limits }
        let timings = explainer.map { _ in RequestTimings() }
        let routing = Routing(outcome: Result { try match(request) }, routes: routes)
        timings?.end("routing")
        let context = Context(
            application: application, request: request, routing: routing,
            sessions: settings.sessions, background: background, timings: timings)
        if let observer { observer(KeptContext(context, request)) }
        let hooks = routing.hooks
        application.signals.contextPushed.send(application)
        var response = await Context.$current.withValue(context) {
            do {
                return try await answer(request, routing, hooks, context)
            } catch {
                return await answer(toUnhandled: error, request, hooks, context)
            }
        }
        if let timings { timings.write(into: &response) }
        return await end(context, hooks, with: response)
    }

    /// A context for code that no view is called for.
    func context(of request: Request) -> Context {
        if let limits = settings.limits { request.limits = limits }
        return Context(
            application: application, request: request,
            routing: Routing(outcome: Result { try match(request) }, routes: routes),
            sessions: settings.sessions)
    }

    /// Finds the rule for a request whose host is trusted.
    private func match(_ request: Request) throws -> RouteOutcome {
        if let trusted = settings.trustedHosts { _ = try request.host(trusted: trusted) }
        return try routes.match(request)
    }

    /// What comes before the view, the view or what answers its error, and what comes after.
    ///
    /// - SeeAlso: Flask `full_dispatch_request`.
    private func answer(
        _ request: Request, _ routing: Routing, _ hooks: RequestHooks, _ context: Context
    ) async throws -> Response {
        var response: Response
        application.signals.requestStarted.send(request)
        do {
            response = try await dispatch(request, routing, hooks, context)
            context.timings?.end("view")
        } catch {
            context.timings?.end("view")
            response = try await handle(error, request, hooks)
            context.timings?.end("error")
        }
        try await process(&response, hooks, context)
        return try response.readyToSend()
    }

    /// Runs what comes before the view, then the view.
    ///
    /// - SeeAlso: Flask `preprocess_request`, `dispatch_request`.
    private func dispatch(
        _ request: Request, _ routing: Routing, _ hooks: RequestHooks, _ context: Context
    ) async throws -> Response {
        if routes.hasLimits { routing.endpoint?.changeLimits?(&request.limits) }
        var arguments = routing.match?.arguments ?? []
        for (name, take) in hooks.urlValues {
            let index = arguments.firstIndex { ByteKey($0.name) == ByteKey(name) }
            try take(index.map { arguments.remove(at: $0).value })
        }
        for action in hooks.before {
            if let response = try await action() { return response }
        }
        context.timings?.end("before")
        if let error = routing.failure { throw error }
        guard let endpoint = routing.endpoint else {
            guard case .success(.redirect(let location)) = routing.outcome else {
                throw HTTPError(.notFound)
            }
            return redirect(location, .permanentRedirect)
        }
        if request.method == .options, endpoint.answersOptions {
            return optionsAnswer(to: request)
        }
        guard let view = endpoint.view else { throw HTTPError(.notFound) }
        if endpoint.changeLimits != nil { try checkAnnouncedLength(of: request) }
        return try await view.call(request, arguments)
    }

    /// Refuses a body that is too large for its route before anything of it is read.
    private func checkAnnouncedLength(of request: Request) throws {
        guard let limit = request.limits.maxContentLength,
            let length = request.body.announcedLength, length > limit
        else { return }
        throw RequestBodyError.tooLarge(limit: limit)
    }

    /// The automatic answer to OPTIONS: the methods of all rules of this path.
    private func optionsAnswer(to request: Request) -> Response {
        let allowed = routes.allowedMethods(for: request)
        return Response(headers: [.allow: allowed.joined(separator: ", ")])
    }

    /// Answers what a view threw by its handler; an ``HTTPError`` without one by its page.
    ///
    /// - Throws: The error again when nobody is for it, and what a handler throws.
    /// - SeeAlso: Flask `handle_user_exception`.
    private func handle(
        _ error: any Error, _ request: Request, _ hooks: RequestHooks
    ) async throws -> Response {
        if let answer = error as? ResponseError { return answer.response }
        let error = (error as? RequestBodyError).map { HTTPError($0.status) } ?? error
        if let response = try await hooks.errorHandlers.answer(to: error) { return response }
        guard let error = error as? HTTPError, !settings.traps(error) else { throw error }
        return explainer?.answer(to: error) ?? page(of: error, for: request, hooks)
    }

    /// The usual page of an error: HTML, or JSON for who wants that.
    private func page(
        of error: HTTPError, for request: Request, _ hooks: RequestHooks
    ) -> Response {
        ErrorPage(error, showsReason: settings.isDebug)
            .response(hooks.errorFormat ?? .automatic, for: request)
    }

    /// Runs what comes after the view.
    ///
    /// - SeeAlso: Flask `process_response`.
    private func process(
        _ response: inout Response, _ hooks: RequestHooks, _ context: Context
    ) async throws {
        for action in context.takeAfterThisRequest() { try await action(&response) }
        for action in hooks.after { try await action(&response) }
        try context.saveSession(into: &response)
        context.timings?.end("after")
        application.signals.requestFinished.send(response)
    }

    /// Answers an error that nobody handled: a 500 and a line in the log.
    ///
    /// - SeeAlso: Flask `handle_exception`.
    private func answer(
        toUnhandled error: any Error, _ request: Request, _ hooks: RequestHooks,
        _ context: Context
    ) async -> Response {
        context.fail(with: error)
        application.signals.gotRequestError.send(error)
        context.log(error)
        var failure = HTTPError(.internalServerError)
        failure.cause = error
        // A developer wants to see the error, and not the page that users get for it.
        if let answer = explainer?.answer(to: error) {
            context.timings?.end("error")
            return await finish(answer, hooks, context)
        }
        if let error = error as? TemplateError { failure.reason = "\(error)" }
        var response = page(of: failure, for: request, hooks)
        // As in Flask, where whoever called the application is to see the error itself.
        if settings.propagatesErrors { return response }
        do {
            // By its status, or as an error of its own, once: a handler that fails has no other.
            if let answer = try await hooks.errorHandlers.answer(to: failure) { response = answer }
        } catch {
            context.log(error)
        }
        return await finish(response, hooks, context)
    }

    /// Runs what comes after the view for the answer to an error, as far as that works.
    private func finish(
        _ answer: Response, _ hooks: RequestHooks, _ context: Context
    ) async -> Response {
        var response = answer
        do {
            try await process(&response, hooks, context)
            return try response.readyToSend()
        } catch {
            context.log(error)
        }
        return response
    }

    /// Tears the context down: now, or at the end of a stream, which has it as well.
    ///
    /// - SeeAlso: Flask `do_teardown_request`, `stream_with_context`.
    private func end(
        _ context: Context, _ hooks: RequestHooks, with response: Response
    ) async -> Response {
        var response = response
        if case .stream(let write) = response.body.storage {
            // What is not sent is not written either.
            guard context.request?.method == .head || response.status.forbidsBody else {
                let teardown = StreamTeardown(context, hooks)
                response.body = .stream { try await teardown.run(write, $0) }
                return response
            }
            response.body = .stream { _ in }
        }
        await context.tearDown(hooks)
        context.end()
        if let closing = context.closing { response.callOnClose { closing.close() } }
        return response
    }
}
