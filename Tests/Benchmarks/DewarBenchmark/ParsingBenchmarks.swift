import DewarHTTP
import DewarText

/// Fields of a request.
enum ParsingBenchmarks {
    static func run(_ name: String, _ order: JSON) throws -> JSON? {
        let text = order["text"]?.string ?? ""
        switch name {
        case "query":
            let bytes = Array(text.utf8)
            return try Benchmarks.measure(
                order, showing: { $0.pairs.map(\.value).joined(separator: "&") }
            ) {
                try MultiDict(parsingQuery: bytes)
            }
        case "cookie":
            let bytes = Array(text.utf8)
            return try Benchmarks.measure(
                order, showing: { $0.pairs.map(\.value).joined(separator: "&") }
            ) { try MultiDict(parsingCookies: bytes) }
        case "accept":
            return try Benchmarks.measure(
                order, showing: { $0.items.map(\.value).joined(separator: ",") }
            ) { MIMEAccept(parsing: text) }
        case "date":
            return try Benchmarks.measure(
                order, showing: { $0.map { "\($0.secondsSince1970)" } ?? "none" }
            ) { HTTPDate(text) }
        default: return nil
        }
    }
}
