import DewarHTTP

extension Context {
    /// Ends with a response: at once, or with its stream, which then has the context as well.
    ///
    /// - Parameter response: What is answered.
    /// - Returns: The same response.
    /// - SeeAlso: Flask `stream_with_context`.
    func endingAfter(_ response: Response) -> Response {
        guard case .stream(let write) = response.body.storage else {
            end()
            return response
        }
        var response = response
        response.body = .stream { writer in
            defer { self.end() }
            try await Context.$current.withValue(self) { try await write(writer) }
        }
        return response
    }
}
