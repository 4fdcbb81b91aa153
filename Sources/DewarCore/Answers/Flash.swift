public import DewarSigning
import DewarText
import Synchronization

/// Something to tell the visitor on the next page.
///
/// - SeeAlso: Flask `flash`.
public struct FlashedMessage: Sendable, Equatable {
    /// What kind of message it is: `message`, `error`, `info`, `warning`.
    public let category: String
    /// The message: text, or ``DewarText/Markup``.
    public let message: SessionValue

    /// The message as text; HTML as its source.
    public var text: String {
        switch message {
        case .string(let text): text
        case .markup(let markup): markup.html
        default: "\(message)"
        }
    }

    init(category: String, message: SessionValue) {
        self.category = category
        self.message = message
    }

    /// Reads what Flask keeps: a tuple of two.
    init?(_ value: SessionValue) {
        let parts: [SessionValue]
        switch value {
        case .tuple(let values), .list(let values): parts = values
        default: return nil
        }
        guard parts.count == 2, case .string(let category) = parts[0] else { return nil }
        self.init(category: category, message: parts[1])
    }

    var sessionValue: SessionValue { .tuple([.string(category), message]) }

    /// Where the session keeps them.
    static let key = "_flashes"
    /// How many wait to be shown: a page that never shows them must not fill the cookie.
    static let limit = 50
}

/// Keeps a message for the next page that shows messages.
///
/// ```swift
/// flash("You were logged in.")
/// flash("That is no number.", category: "error")
/// return redirect("/")
/// ```
/// Of more than 50 that nobody shows, the oldest are dropped.
///
/// - Parameters:
///   - message: The message: text, which a template escapes, or `Markup`.
///   - category: What kind of message it is.
/// - SeeAlso: Flask `flash`.
public func flash(_ message: some SessionConvertible, category: String = "message") {
    let flashed = FlashedMessage(category: category, message: message.sessionValue)
    let session = session
    var waiting: [SessionValue] = []
    if case .list(let values)? = session[FlashedMessage.key] as SessionValue? { waiting = values }
    waiting.append(flashed.sessionValue)
    session[FlashedMessage.key] = .list(waiting.suffix(FlashedMessage.limit))
    currentApp.signals.messageFlashed.send(flashed)
}

/// Takes the messages that were kept for this page.
///
/// They are taken from the session at the first call; later calls for the same page give the same.
/// ```swift
/// flash("That is no number.", category: "error")
/// flashedMessages(of: "error").map(\.text)  // ["That is no number."]
/// ```
///
/// - Parameter categories: Only messages of these; none for all.
/// - Returns: The messages, oldest first.
/// - SeeAlso: Flask `get_flashed_messages`.
public func flashedMessages(of categories: String...) -> [FlashedMessage] {
    let context = Context.require("flashedMessages")
    let session = session
    let known = context.state.withLock(\.flashes)
    let messages: [FlashedMessage]
    if let known {
        messages = known
    } else {
        var values: [SessionValue] = []
        if session.contains(FlashedMessage.key),
            case .list(let kept)? = session.pop(FlashedMessage.key)
        {
            values = kept
        }
        messages = values.compactMap(FlashedMessage.init)
        context.state.withLock { $0.flashes = messages }
    }
    return categories.isEmpty ? messages : messages.filter { categories.contains($0.category) }
}
