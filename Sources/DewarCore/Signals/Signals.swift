public import DewarHTTP

/// What an application tells while it answers requests, in this order.
///
/// - SeeAlso: Flask's signals of the same names.
public struct Signals: Sendable {
    /// A context begins: of a request, of `withContext`, of background work.
    public let contextPushed = Signal<Application>()
    /// A request's context is there, and nothing else was done.
    public let requestStarted = Signal<Request>()
    /// An error was handled by nobody; the answer is a 500.
    public let gotRequestError = Signal<any Error>()
    /// The response is made, and its hooks have run.
    public let requestFinished = Signal<Response>()
    /// A template is about to be rendered.
    public let beforeRenderTemplate = Signal<TemplateRendering>()
    /// A template was rendered; not told of one that failed.
    public let templateRendered = Signal<TemplateRendering>()
    /// A message was kept for the visitor's next page, at whatever time.
    public let messageFlashed = Signal<FlashedMessage>()
    /// The request is over, and so are its functions for that; with the error that nobody handled.
    public let requestTearingDown = Signal<(any Error)?>()
    /// A context is over, and so are its functions for that; with the error that ended it.
    public let contextTearingDown = Signal<(any Error)?>()
    /// A context is gone.
    public let contextPopped = Signal<Application>()
}
