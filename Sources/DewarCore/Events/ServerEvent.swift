public import DewarText

/// One event of an ``EventStream``.
///
/// - SeeAlso: WHATWG HTML, "Server-sent events".
public struct ServerEvent: Sendable, Hashable {
    /// What the browser's handler gets; line breaks of all kinds become `\n`.
    public var data: String
    /// Its kind, which handlers are chosen by; nil for `message`.
    public var name: String?
    /// What a browser that connects anew sends as `Last-Event-ID`; nil to keep the last, empty to
    /// forget it.
    public var id: String?

    /// Makes an event.
    ///
    /// ```swift
    /// let event = ServerEvent("12:00", name: "tick", id: "43200")
    /// ```
    ///
    /// - Parameters:
    ///   - data: What the handler gets.
    ///   - name: Its kind: one line.
    ///   - id: What a browser that connects anew sends: one line, without the character 0.
    /// - SeeAlso: WHATWG HTML, "Server-sent events".
    public init(_ data: String, name: String? = nil, id: String? = nil) {
        self.data = data
        self.name = name
        self.id = id
    }

    /// Makes an event whose data is JSON.
    ///
    /// - Parameters:
    ///   - json: The data; a literal will do.
    ///   - name: Its kind.
    ///   - id: What a browser that connects anew sends.
    public init(json: JSON, name: String? = nil, id: String? = nil) {
        self.init(JSONWriter().text(of: json), name: name, id: id)
    }

    /// The event as it is sent, with the empty line at its end.
    ///
    /// - Throws: ``EventError`` for a name or id that would begin a line of its own.
    var text: String {
        get throws(EventError) {
            var text = ""
            if let id {
                guard Self.isOneLine(id), !id.utf8.contains(0) else { throw .notOneLine("id") }
                text += "id: \(id)\n"
            }
            if let name {
                guard Self.isOneLine(name) else { throw .notOneLine("name") }
                text += "event: \(name)\n"
            }
            return text + Self.lines("data: ", of: data) + "\n"
        }
    }

    /// Text as lines of a field, one for each of its own.
    static func lines(_ field: String, of text: String) -> String {
        var result = field
        var wasReturn = false
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\n" where wasReturn: break
            case "\n", "\r": result += "\n" + field
            default: result.unicodeScalars.append(scalar)
            }
            wasReturn = scalar == "\r"
        }
        return result + "\n"
    }

    private static func isOneLine(_ text: String) -> Bool {
        !text.utf8.contains { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") }
    }
}

/// An event that cannot be sent.
public struct EventError: Error, Sendable, Hashable, CustomStringConvertible {
    /// One sentence: what was found, what was wanted.
    public let description: String

    static func notOneLine(_ field: String) -> EventError {
        EventError(
            description:
                "the \(field) of a server-sent event holds a line break or the character 0.")
    }
}
