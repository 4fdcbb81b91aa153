public import DewarCore

extension Application {
    /// Serves the application.
    public func run() -> Never { fatalError() }
}
