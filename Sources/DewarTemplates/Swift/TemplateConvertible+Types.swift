public import DewarText

extension TemplateValue: TemplateConvertible {
    /// The value itself.
    public var templateValue: TemplateValue { self }
}

extension String: TemplateConvertible {
    /// Text, that is escaped where output is.
    public var templateValue: TemplateValue { .string(self) }
}

extension Substring: TemplateConvertible {
    /// Text, that is escaped where output is.
    public var templateValue: TemplateValue { .string(String(self)) }
}

extension Markup: TemplateConvertible {
    /// Text that is HTML already.
    public var templateValue: TemplateValue { .markup(html) }
}

extension Bool: TemplateConvertible {
    /// `True` or `False`.
    public var templateValue: TemplateValue { .bool(self) }
}

extension Double: TemplateConvertible {
    /// A number with a fraction.
    public var templateValue: TemplateValue { .float(self) }
}

extension Float: TemplateConvertible {
    /// A number with a fraction: the one that has the same shortest digits.
    public var templateValue: TemplateValue { .float(Double(description) ?? Double(self)) }
}

extension Optional: TemplateConvertible where Wrapped: TemplateConvertible {
    /// The value, or `None`.
    public var templateValue: TemplateValue {
        get throws { try self?.templateValue ?? .none }
    }
}

extension TemplateConvertible {
    /// The values of a list's elements.
    fileprivate static func values(of elements: [Self]) throws -> [DewarTemplates.Value] {
        if let values = try templateValues(of: elements) { return values.map(\.value) }
        var values: [DewarTemplates.Value] = []
        values.reserveCapacity(elements.count)
        // By index: an iterator would ask the runtime for the type of an optional element.
        for index in elements.indices { values.append(try elements[index].templateValue.value) }
        return values
    }
}

extension Array: TemplateConvertible where Element: TemplateConvertible {
    /// A list.
    public var templateValue: TemplateValue {
        get throws { TemplateValue(.list(try Element.values(of: self))) }
    }
}

extension ArraySlice: TemplateConvertible where Element: TemplateConvertible {
    /// A list.
    public var templateValue: TemplateValue {
        get throws { TemplateValue(.list(try Element.values(of: Array(self)))) }
    }
}

extension Dictionary: TemplateConvertible where Key == String, Value: TemplateConvertible {
    /// A dictionary, in the order of its keys: Swift's has none of its own.
    public var templateValue: TemplateValue {
        get throws {
            let dict = Dict(capacity: count)
            for (key, value) in sorted(by: { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }) {
                try dict.set(Text(key), to: value.templateValue.value)
            }
            return TemplateValue(.dict(dict))
        }
    }
}

extension JSON: TemplateConvertible {
    /// The same value in a template: objects are dictionaries in their order.
    public var templateValue: TemplateValue { get throws { TemplateValue(try plain) } }

    private var plain: DewarTemplates.Value {
        get throws {
            switch self {
            case .null: return .none
            case .bool(let truth): return .bool(truth)
            case .int(let number): return .int(number)
            case .integer(let digits):
                guard let number = BigInteger(decimal: digits) else {
                    throw TemplateError.value("an integer of too many digits")
                }
                return DewarTemplates.Value(number)
            case .double(let number): return .float(number)
            case .string(let text): return .string(text)
            case .array(let elements): return .list(try elements.map { try $0.plain })
            case .object(let object):
                let dict = Dict(capacity: object.count)
                for (key, value) in object { try dict.set(Text(key), to: value.plain) }
                return .dict(dict)
            }
        }
    }
}

extension JSONObject: TemplateConvertible {
    /// A dictionary in the object's order.
    public var templateValue: TemplateValue { get throws { try JSON.object(self).templateValue } }
}

extension Int: TemplateConvertible {
    /// A number without a fraction.
    public var templateValue: TemplateValue { .int(self) }
}

extension Int8: TemplateConvertible {
    /// A number without a fraction.
    public var templateValue: TemplateValue { .int(Int(self)) }
}

extension Int16: TemplateConvertible {
    /// A number without a fraction.
    public var templateValue: TemplateValue { .int(Int(self)) }
}

extension Int32: TemplateConvertible {
    /// A number without a fraction.
    public var templateValue: TemplateValue { .int(Int(self)) }
}

extension Int64: TemplateConvertible {
    /// A number without a fraction.
    public var templateValue: TemplateValue { .int(Int(self)) }
}

extension UInt8: TemplateConvertible {
    /// A number without a fraction.
    public var templateValue: TemplateValue { .int(Int(self)) }
}

extension UInt16: TemplateConvertible {
    /// A number without a fraction.
    public var templateValue: TemplateValue { .int(Int(self)) }
}

extension UInt32: TemplateConvertible {
    /// A number without a fraction.
    public var templateValue: TemplateValue { .int(Int(self)) }
}

extension UInt: TemplateConvertible {
    /// A number without a fraction.
    public var templateValue: TemplateValue {
        TemplateValue(
            DewarTemplates.Value(BigInteger(isNegative: false, magnitude: [self])))
    }
}

extension UInt64: TemplateConvertible {
    /// A number without a fraction.
    public var templateValue: TemplateValue { UInt(self).templateValue }
}
