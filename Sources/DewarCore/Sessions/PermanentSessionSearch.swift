import DewarHTTP
import DewarText

/// Tells of most requests, by a look at their `Cookie` field, that they come with no permanent
/// session, which every answer prolongs.
///
/// Whether a session is one of ours is found out only of the others: the signature alone costs more
/// than many pages. JSON is searched as it stands in the cookie, in base64, where a word has one of
/// three forms by its place; of a packed session nothing can be told.
struct PermanentSessionSearch: Sendable {
    /// The name of the session's cookie.
    private let name: [UInt8]
    /// `"_permanent"` in base64, without the characters that what stands beside it has a part in.
    private let keys: [[UInt8]]

    /// Makes a search.
    ///
    /// - Parameter cookieName: The name of the session's cookie.
    init(cookieName: String) {
        name = Array(cookieName.utf8)
        let key = Array(#""_permanent""#.utf8)
        keys = (0..<3).map { before in
            let text = URLSafeBase64.encode([UInt8](repeating: 0, count: before) + key)
            let wholeCount = (before + key.count) * 8 / 6
            return Array(text.utf8.prefix(wholeCount).dropFirst((before * 8 + 5) / 6))
        }
    }

    /// Whether a request may come with a permanent session.
    func mayFind(in request: Request) -> Bool {
        request.parameters.contains("HTTP_COOKIE") { field in
            guard let place = field.place(of: name) else { return false }
            return keys.contains { field.place(of: $0, from: place) != nil }
                || mayBePacked(field, from: place)
        }
    }

    /// Whether the value of a cookie of this name may begin with a point.
    private func mayBePacked(_ field: ByteView, from start: Int) -> Bool {
        var next: Int? = start
        while let place = next {
            let value = field.part(from: place + name.count).drop { byte in
                byte.isASCIISpace || byte == UInt8(ascii: "=") || byte == UInt8(ascii: "\"")
            }
            if value.first == UInt8(ascii: ".") { return true }
            next = field.place(of: name, from: place + name.count)
        }
        return false
    }
}
