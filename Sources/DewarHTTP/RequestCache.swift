import DewarText
import Synchronization

/// What a request decoded when somebody asked for it.
struct RequestCache: Sendable {
    var headers: Headers?
    var args: MultiDict<String>?
    var cookies: MultiDict<String>?
    var accept: RequestAccept?
    var contentType: OptionsHeader?
    var json: Result<JSON, HTTPError>?
}

extension Request {
    /// Gives what was decoded before, or decodes it.
    ///
    /// Two threads may decode the same at once; both get the same value.
    func cached<Value: Sendable>(
        _ path: any WritableKeyPath<RequestCache, Value?> & Sendable, _ decode: () -> Value
    ) -> Value {
        if let value = cache.withLock({ $0[keyPath: path] }) { return value }
        let value = decode()
        cache.withLock { $0[keyPath: path] = value }
        return value
    }
}
