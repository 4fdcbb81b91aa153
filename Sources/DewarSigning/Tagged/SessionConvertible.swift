public import DewarText

#if canImport(FoundationEssentials)
    public import FoundationEssentials
#else
    public import Foundation
#endif

/// A type whose values a session can hold.
///
/// ```swift
/// let value = 7.sessionValue                  // SessionValue.int(7)
/// let id = Int(sessionValue: value)           // 7
/// ```
public protocol SessionConvertible {
    /// The value as a session holds it.
    var sessionValue: SessionValue { get }

    /// Takes a value out of a session; nil when it is of another type.
    ///
    /// ```swift
    /// Int(sessionValue: 7)      // 7
    /// Int(sessionValue: "7")    // nil: text is no number
    /// ```
    ///
    /// - SeeAlso: Flask `TaggedJSONSerializer.loads`.
    init?(sessionValue: SessionValue)
}

extension SessionValue: SessionConvertible {
    /// The value itself.
    public var sessionValue: SessionValue { self }

    /// Takes any value.
    public init?(sessionValue: SessionValue) {
        self = sessionValue
    }
}

extension String: SessionConvertible {
    /// The text.
    public var sessionValue: SessionValue { .string(self) }

    /// Takes text.
    public init?(sessionValue: SessionValue) {
        guard let text = sessionValue.string else { return nil }
        self = text
    }
}

extension Int: SessionConvertible {
    /// The integer.
    public var sessionValue: SessionValue { .int(self) }

    /// Takes an integer of at most 64 bits.
    public init?(sessionValue: SessionValue) {
        guard let value = sessionValue.int else { return nil }
        self = value
    }
}

extension Double: SessionConvertible {
    /// The number.
    public var sessionValue: SessionValue { .double(self) }

    /// Takes a number.
    public init?(sessionValue: SessionValue) {
        guard let value = sessionValue.double else { return nil }
        self = value
    }
}

extension Bool: SessionConvertible {
    /// The truth value.
    public var sessionValue: SessionValue { .bool(self) }

    /// Takes a truth value.
    public init?(sessionValue: SessionValue) {
        guard let value = sessionValue.bool else { return nil }
        self = value
    }
}

extension Markup: SessionConvertible {
    /// The HTML.
    public var sessionValue: SessionValue { .markup(self) }

    /// Takes HTML; text is none.
    public init?(sessionValue: SessionValue) {
        guard case .markup(let markup) = sessionValue else { return nil }
        self = markup
    }
}

extension UUID: SessionConvertible {
    /// The UUID.
    public var sessionValue: SessionValue { .uuid(self) }

    /// Takes a UUID.
    public init?(sessionValue: SessionValue) {
        guard case .uuid(let uuid) = sessionValue else { return nil }
        self = uuid
    }
}

extension HTTPDate: SessionConvertible {
    /// The moment.
    public var sessionValue: SessionValue { .datetime(self) }

    /// Takes a moment.
    public init?(sessionValue: SessionValue) {
        guard case .datetime(let date) = sessionValue else { return nil }
        self = date
    }
}

extension SessionDictionary: SessionConvertible {
    /// The dictionary.
    public var sessionValue: SessionValue { .dictionary(self) }

    /// Takes a dictionary.
    public init?(sessionValue: SessionValue) {
        guard let members = sessionValue.dictionary else { return nil }
        self = members
    }
}

extension Array: SessionConvertible where Element: SessionConvertible {
    /// The list.
    public var sessionValue: SessionValue { .list(map(\.sessionValue)) }

    /// Takes a list or tuple whose elements are all of the type.
    public init?(sessionValue: SessionValue) {
        guard let list = sessionValue.list else { return nil }
        let elements = list.compactMap(Element.init(sessionValue:))
        guard elements.count == list.count else { return nil }
        self = elements
    }
}

extension Dictionary: SessionConvertible where Key == String, Value: SessionConvertible {
    /// The members, in the order of their keys: a dictionary has none of its own.
    public var sessionValue: SessionValue {
        .dictionary(
            SessionDictionary(
                unique: sorted { $0.key.precedesByCodePoint($1.key) }
                    .map { (.string($0.key), $0.value.sessionValue) }))
    }

    /// Takes a dictionary whose keys are text and whose values are all of the type.
    public init?(sessionValue: SessionValue) {
        guard let members = sessionValue.dictionary else { return nil }
        self.init(minimumCapacity: members.count)
        for (key, value) in members {
            guard let key = key.string, let value = Value(sessionValue: value) else { return nil }
            self[key] = value
        }
    }
}
