import SeedAnswers
import Testing

extension HTTPConnection {
    /// Sends the request and holds its answer against the table.
    func expect(
        _ exchange: SeedExchange, sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let answer = try send(exchange.method, exchange.target)
        #expect(answer.status == exchange.status, "\(exchange)", sourceLocation: sourceLocation)
        if let contentType = exchange.contentType {
            #expect(
                answer.values("content-type") == [contentType], "\(exchange)",
                sourceLocation: sourceLocation)
        }
        if let length = exchange.contentLength {
            #expect(
                answer.values("content-length") == ["\(length)"], "\(exchange)",
                sourceLocation: sourceLocation)
        }
        if let allow = exchange.allow {
            let methods = answer.values("allow").joined(separator: ",").split(separator: ",")
                .map { String($0.filter { $0 != " " }) }
            #expect(
                Set(methods) == allow && methods.count == allow.count, "\(exchange)",
                sourceLocation: sourceLocation)
        }
        if let body = exchange.body {
            #expect(answer.text == body, "\(exchange)", sourceLocation: sourceLocation)
        }
    }
}
