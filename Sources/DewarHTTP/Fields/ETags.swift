import DewarText

/// The entity tags of `If-Match` and `If-None-Match`.
///
/// - SeeAlso: Werkzeug `ETags`; RFC 9110, section 13.1.
public struct ETags: Sendable {
    private var strongKeys: Set<ByteKey> = []
    private var weakKeys: Set<ByteKey> = []
    /// Whether there is a tag without a character between quotation marks: it names no version.
    private var hasEmptyStrong = false
    private var hasEmptyWeak = false
    /// Whether the field is `*`: any version.
    public private(set) var isAny = false

    /// Reads a field.
    ///
    /// ```swift
    /// let tags = ETags(parsing: #""v1", W/"v2""#)
    /// tags.strong  // ["v1"]
    /// tags.weak    // ["v2"]
    /// ```
    ///
    /// - Parameter value: The value of the field; nil for no tags.
    /// - SeeAlso: Werkzeug `parse_etags`.
    public init(parsing value: String?) {
        guard let value else { return }
        var cursor = Cursor(rest: TextBytes(value))
        while let tag = cursor.next() {
            if tag.isStar {
                (strongKeys, weakKeys, isAny) = ([], [], true)
                return
            }
            if tag.isQuoted && tag.value.isEmpty {
                if tag.isWeak { hasEmptyWeak = true } else { hasEmptyStrong = true }
                continue
            }
            let key = ByteKey(tag.value.text)
            if tag.isWeak { weakKeys.insert(key) } else { strongKeys.insert(key) }
        }
    }

    /// The tags that name a version byte for byte, without quotation marks, sorted.
    public var strong: [String] { Self.sorted(strongKeys) }

    /// The tags that name what is as good as the same, without quotation marks, sorted.
    public var weak: [String] { Self.sorted(weakKeys) }

    private static func sorted(_ keys: Set<ByteKey>) -> [String] {
        keys.map(\.text).sorted { $0.precedesByCodePoint($1) }
    }

    /// Whether there is no tag.
    public var isEmpty: Bool {
        !isAny && !hasEmptyStrong && !hasEmptyWeak && strongKeys.isEmpty && weakKeys.isEmpty
    }

    /// Tells whether a tag is among the strong ones, not counting `*`.
    ///
    /// ```swift
    /// ETags(parsing: #""v1", W/"v2""#).isStrong("v1")  // true
    /// ETags(parsing: "*").isStrong("v1")               // false
    /// ```
    ///
    /// - SeeAlso: Werkzeug `ETags.is_strong`.
    public func isStrong(_ tag: String) -> Bool { strongKeys.contains(ByteKey(tag)) }

    /// Tells whether a tag is among the weak ones.
    ///
    /// ```swift
    /// ETags(parsing: #""v1", W/"v2""#).isWeak("v2")  // true
    /// ```
    ///
    /// - SeeAlso: Werkzeug `ETags.is_weak`.
    public func isWeak(_ tag: String) -> Bool { weakKeys.contains(ByteKey(tag)) }

    /// Tells whether a tag is among the strong ones, or any will do.
    ///
    /// ```swift
    /// ETags(parsing: "*").contains("v1")               // true
    /// ETags(parsing: #""v1", W/"v2""#).contains("v2")  // false
    /// ```
    ///
    /// - SeeAlso: Werkzeug `ETags.contains`.
    public func contains(_ tag: String) -> Bool { isAny || isStrong(tag) }

    /// Tells whether a tag is among the strong or weak ones, or any will do.
    ///
    /// ```swift
    /// ETags(parsing: #""v1", W/"v2""#).containsWeak("v2")  // true
    /// ```
    ///
    /// - SeeAlso: Werkzeug `ETags.contains_weak`.
    public func containsWeak(_ tag: String) -> Bool { isWeak(tag) || contains(tag) }

    /// Tells whether a tag is there: a weak one among all, a strong one among the strong.
    ///
    /// ```swift
    /// request.ifNoneMatch.contains(ETag("v1", isWeak: true))
    /// ```
    ///
    /// - SeeAlso: Werkzeug `ETags.contains_raw`.
    public func contains(_ tag: ETag) -> Bool {
        tag.isWeak ? containsWeak(tag.value) : contains(tag.value)
    }

    /// Tells whether a tag with its quotation marks is there; an empty text is the empty tag.
    ///
    /// ```swift
    /// ETags(parsing: #""v1", W/"v2""#).containsRaw(#"W/"v2""#)  // true
    /// ```
    ///
    /// - SeeAlso: Werkzeug `ETags.contains_raw`.
    public func containsRaw(_ text: String) -> Bool {
        text.isEmpty ? isAny || hasEmptyStrong : contains(ETag(parsing: text))
    }
}

extension ETags {
    private struct Tag {
        let isWeak: Bool
        let value: TextBytes
        let isQuoted: Bool

        var isStar: Bool { !isQuoted && value.equals("*") }
    }

    /// Walks over the tags of a field, quoted or not, up to what is none.
    private struct Cursor {
        var rest: TextBytes
        /// No quoted tag ends before here: one that begins earlier need not be looked for again.
        var noQuotedEndBefore = 0

        init(rest: TextBytes) {
            self.rest = rest
        }

        mutating func next() -> Tag? {
            guard !rest.isEmpty else { return nil }
            var piece = rest
            let isWeak =
                piece.count >= 2 && piece[piece.startIndex] | 0x20 == UInt8(ascii: "w")
                && piece[piece.startIndex + 1] == UInt8(ascii: "/")
            if isWeak { piece.removeFirst(2) }
            if let (value, after) = quoted(piece) {
                rest = after
                return Tag(isWeak: isWeak, value: value, isQuoted: true)
            }
            guard let (value, after) = unquoted(piece) else { return nil }
            rest = after
            return Tag(isWeak: isWeak, value: value, isQuoted: false)
        }

        /// Up to the first quotation mark that a comma or the end follows.
        private mutating func quoted(_ piece: TextBytes) -> (TextBytes, TextBytes)? {
            guard piece.first == UInt8(ascii: "\""), piece.startIndex >= noQuotedEndBefore else {
                return nil
            }
            let inner = piece.dropFirst()
            for index in inner.indices {
                switch inner[index] {
                case UInt8(ascii: "\""):
                    if let after = separator(inner[(index + 1)...]) {
                        return (inner[..<index], after)
                    }
                case UInt8(ascii: "\n"):
                    noQuotedEndBefore = index
                    return nil
                default: break
                }
            }
            noQuotedEndBefore = inner.endIndex
            return nil
        }

        /// Up to the first comma or the end, without the white space before it.
        private func unquoted(_ piece: TextBytes) -> (TextBytes, TextBytes)? {
            var index = piece.startIndex
            while true {
                let here = piece[index...]
                if let after = separator(here) { return (piece[..<index], after) }
                let space = here.prefix(here.count - here.trimmedStart.count)
                guard let first = here.first, first != UInt8(ascii: "\n"),
                    !space.contains(UInt8(ascii: "\n"))
                else { return nil }
                index += max(1, space.count)
            }
        }

        /// What follows a comma with white space around it; nothing at the end.
        private func separator(_ piece: TextBytes) -> TextBytes? {
            if piece.isEmpty || piece.count == 1 && piece.first == UInt8(ascii: "\n") {
                return piece[piece.endIndex...]
            }
            let afterSpace = piece.trimmedStart
            guard afterSpace.first == UInt8(ascii: ",") else { return nil }
            return afterSpace.dropFirst().trimmedStart
        }
    }
}
