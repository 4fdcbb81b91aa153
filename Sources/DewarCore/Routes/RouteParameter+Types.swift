public import DewarRouting
public import FoundationEssentials

extension String: RouteParameter {
    /// Takes text.
    public static func fits(_ kind: RouteValueKind) -> Bool { kind == .string }

    /// Takes text as it is.
    public init?(routeValue value: RouteValue) {
        guard case .string(let text) = value else { return nil }
        self = text
    }

    /// The text.
    public var routeValue: RouteValue { .string(self) }
}

extension Int: RouteParameter {
    /// Takes integers.
    public static func fits(_ kind: RouteValueKind) -> Bool { kind == .int }

    /// Takes an integer of at most 64 bits.
    public init?(routeValue value: RouteValue) {
        guard case .int(let integer) = value else { return nil }
        self = integer
    }

    /// The integer.
    public var routeValue: RouteValue { .int(self) }
}

extension Double: RouteParameter {
    /// Takes numbers with a fraction.
    public static func fits(_ kind: RouteValueKind) -> Bool { kind == .double }

    /// Takes a number as it is.
    public init?(routeValue value: RouteValue) {
        guard case .double(let number) = value else { return nil }
        self = number
    }

    /// The number.
    public var routeValue: RouteValue { .double(self) }
}

extension UUID: RouteParameter {
    /// Takes UUIDs.
    public static func fits(_ kind: RouteValueKind) -> Bool { kind == .uuid }

    /// Takes a UUID as it is.
    public init?(routeValue value: RouteValue) {
        guard case .uuid(let uuid) = value else { return nil }
        self = uuid
    }

    /// The UUID.
    public var routeValue: RouteValue { .uuid(self) }
}

extension Optional: RouteParameter where Wrapped: RouteParameter {
    /// Takes what the type itself takes.
    public static func fits(_ kind: RouteValueKind) -> Bool { Wrapped.fits(kind) }

    /// Takes a value of the type; nil is what a rule's default `nil` gives.
    public init?(routeValue value: RouteValue) {
        if case .null = value {
            self = Self.none
            return
        }
        guard let wrapped = Wrapped(routeValue: value) else { return nil }
        self = wrapped
    }

    /// The value, or null.
    public var routeValue: RouteValue { self?.routeValue ?? .null }
}

extension RouteParameter where Self: RawRepresentable, RawValue: RouteParameter {
    /// Takes what the raw value's type takes.
    public static func fits(_ kind: RouteValueKind) -> Bool { RawValue.fits(kind) }

    /// Takes the values that the type has a case for.
    public init?(routeValue value: RouteValue) {
        guard let rawValue = RawValue(routeValue: value) else { return nil }
        self.init(rawValue: rawValue)
    }

    /// The raw value.
    public var routeValue: RouteValue { rawValue.routeValue }
}

extension RouteValueKind {
    /// The type that a view takes these values with, for messages.
    var typeName: String {
        switch self {
        case .string: "String"
        case .int: "Int"
        case .double: "Double"
        case .uuid: "UUID"
        case .bool: "Bool"
        case .list: "[RouteValue]"
        case .custom(let name): name
        }
    }
}
