public import FoundationEssentials

// An integer of the database becomes a Swift integer only if it fits.

extension ColumnValue where Self: FixedWidthInteger {
    /// An integer of the type's width, but at least 2 bytes.
    public static var columnType: ColumnType {
        // An unsigned number takes the next width.
        let bits = isSigned ? bitWidth : bitWidth + 1
        return .integer(bytes: bits <= 16 ? 2 : bits <= 32 ? 4 : 8)
    }
    /// The integer; one of more than 63 bits is refused.
    public var databaseValue: DatabaseValue {
        guard let value = Int64(exactly: self) else {
            return .invalid("an integer is beyond 64 bits")
        }
        return .integer(value)
    }
    /// Makes an integer of one that fits, or of a whole number.
    public init?(databaseValue: DatabaseValue) {
        switch databaseValue {
        case .integer(let value): self.init(exactly: value)
        case .bool(let value): self = value ? 1 : 0
        case .decimal(let value): self.init(value.description)
        default: return nil
        }
    }
}

extension Int: ColumnValue {}
extension Int8: ColumnValue {}
extension Int16: ColumnValue {}
extension Int32: ColumnValue {}
extension Int64: ColumnValue {}
extension UInt8: ColumnValue {}
extension UInt16: ColumnValue {}
extension UInt32: ColumnValue {}

extension Bool: ColumnValue {
    /// A truth value.
    public static var columnType: ColumnType { .bool }
    /// The truth value.
    public var databaseValue: DatabaseValue { .bool(self) }
    /// Makes a truth value of one, or of 0 or 1.
    public init?(databaseValue: DatabaseValue) {
        switch databaseValue {
        case .bool(let value): self = value
        case .integer(0): self = false
        case .integer(1): self = true
        default: return nil
        }
    }
}

extension Double: ColumnValue {
    /// A number with a fraction.
    public static var columnType: ColumnType { .double }
    /// The number; `nan`, which SQLite cannot keep, is refused.
    public var databaseValue: DatabaseValue {
        isNaN ? .invalid("a number is NaN") : .double(self)
    }
    /// Makes a number of any number.
    public init?(databaseValue: DatabaseValue) {
        switch databaseValue {
        case .double(let value): self = value
        case .integer(let value): self = Double(value)
        case .decimal(let value):
            guard let number = Double(value.description) else { return nil }
            self = number
        default: return nil
        }
    }
}

extension Float: ColumnValue {
    /// A number with a fraction.
    public static var columnType: ColumnType { .double }
    /// The number.
    public var databaseValue: DatabaseValue { Double(self).databaseValue }
    /// Makes the nearest number.
    public init?(databaseValue: DatabaseValue) {
        guard let value = Double(databaseValue: databaseValue) else { return nil }
        self = Float(value)
    }
}

extension Decimal: ColumnValue {
    /// An exact decimal number.
    public static var columnType: ColumnType { .decimal(nil) }
    /// The number; one that is none (`NaN`) is refused.
    public var databaseValue: DatabaseValue {
        isFinite ? .decimal(self) : .invalid("a decimal number is NaN")
    }
    /// Makes a decimal number of a number or of its text.
    public init?(databaseValue: DatabaseValue) {
        switch databaseValue {
        case .decimal(let value): self = value
        case .integer(let value): self = Decimal(value)
        case .text(let text):
            guard let value = DecimalText.decimal(text) else { return nil }
            self = value
        case .double(let value):
            guard let value = DecimalText.decimal(value.description) else { return nil }
            self = value
        default: return nil
        }
    }
}
