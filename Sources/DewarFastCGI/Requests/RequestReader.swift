import DewarHTTP
import Glibc

/// Makes a request of what libfcgi has of one.
struct RequestReader: Sendable {
    let configuration: FastCGIConfiguration

    /// Reads the request that has begun.
    ///
    /// - Parameters:
    ///   - library: Gives the parameters, and later the body.
    ///   - link: What the body comes through.
    ///   - isWaiting: Is told when a view begins and ends to wait for the body.
    /// - Returns: The request, and the end of it that reads the body.
    /// - Throws: ``Refusal``: over a limit, or no request.
    func read(
        _ library: LibraryRequest, over link: any Link,
        isWaiting: (@Sendable (Bool) -> Void)? = nil
    ) throws(Refusal) -> (Request, BodyReader) {
        let parameters = try parameters(of: library)
        do throws(RequestError) {
            let length = try Request.contentLength(of: parameters)
            let body = BodyReader(library, over: link, length: length, isWaiting: isWaiting)
            let request = try Request(
                parameters: parameters, body: RequestBody(source: body, announcedLength: length))
            return (request, body)
        } catch {
            throw Refusal(status: error.status, reason: error.description)
        }
    }

    /// Copies the parameters: into one buffer, once.
    private func parameters(of library: LibraryRequest) throws(Refusal) -> RequestParameters {
        // What nginx sends for a browser; larger ones grow.
        var parameters = RequestParameters(byteCount: 2048, count: 40)
        try library.forEachParameter { pair throws(Refusal) in
            // A NUL in a name ends libfcgi's string before the '='.
            guard let length = Self.nameLength(of: pair), length > 0 else {
                throw Refusal.invalidName
            }
            guard length <= configuration.maximalParameterNameBytes else {
                throw Refusal.longName(limit: configuration.maximalParameterNameBytes)
            }
            guard parameters.count < configuration.maximalParameters else {
                throw Refusal.tooMany(limit: configuration.maximalParameters)
            }
            // The '=' counts for nothing.
            guard parameters.byteCount + pair.count - 1 <= configuration.maximalParameterBytes
            else { throw Refusal.tooLarge(limit: configuration.maximalParameterBytes) }
            parameters.append(pair, nameLength: length)
        }
        return parameters
    }

    /// The number of bytes before the first '='.
    private static func nameLength(of pair: UnsafeBufferPointer<UInt8>) -> Int? {
        guard let start = UnsafeRawPointer(pair.baseAddress),
            let split = memchr(start, Int32(UInt8(ascii: "=")), pair.count)
        else { return nil }
        return start.distance(to: split)
    }
}
