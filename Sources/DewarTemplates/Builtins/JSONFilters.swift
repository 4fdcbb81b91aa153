/// `tojson`.
extension BuiltinFilters {
    static let jsonFilters: [Filter] = [Filter("tojson", toJSON)]

    private static let jsonSignature = Signature("do_tojson", "indent")

    @Sendable private static func toJSON(
        _ value: Value, _ arguments: Arguments, _ state: RenderState
    ) throws -> Value {
        let bound = try jsonSignature.bind(arguments)
        var options = state.settings.policies.jsonOptions
        // Python writes a text at once, whatever the indentation is.
        if let indent = bound.value(0), value.text == nil {
            options.indentation =
                try indent.text ?? Value.apply(.multiply, .string(" "), indent).text
        }
        if let write = state.settings.policies.jsonFunction {
            return .markup(try write(value).htmlSafeJSON)
        }
        var writer = ValueJSONWriter(options: options)
        try writer.write(value)
        return .markup(writer.output.text.htmlSafeJSON)
    }
}

extension Text {
    /// JSON without the characters that HTML gives a meaning to.
    fileprivate var htmlSafeJSON: Text {
        withBytes { bytes in
            var output = Output(capacity: bytes.count)
            for byte in bytes {
                switch byte {
                case UInt8(ascii: "<"): output.write("\\u003c")
                case UInt8(ascii: ">"): output.write("\\u003e")
                case UInt8(ascii: "&"): output.write("\\u0026")
                case UInt8(ascii: "'"): output.write("\\u0027")
                default: output.append(ascii: byte)
                }
            }
            return output.text
        }
    }
}

/// Writes values as Python's `json.dumps` does.
struct ValueJSONWriter: ~Copyable {
    private(set) var output = Output()
    private let options: JSONOptions

    init(options: JSONOptions) {
        self.options = options
    }

    /// Writes a value.
    ///
    /// - Throws: TypeError for values without a form in JSON and for keys that have no order;
    ///   ValueError for values that contain themselves.
    mutating func write(_ value: Value, depth: Int = 0) throws {
        switch value {
        case .none: output.write("null")
        case .bool(let value): output.append(string: value ? "true" : "false")
        case .int(let value): output.append(value)
        case .integer(let value): output.append(string: try value.decimalText())
        case .float(let value): try write(value)
        case .string(let text), .markup(let text): write(text)
        case .list(let list):
            try enter(list, depth)
            try writeArray(list.elements, depth)
            output.endPrinting()
        case .tuple(let tuple):
            try enter(tuple, depth)
            try writeArray(tuple.elements, depth)
            output.endPrinting()
        case .dict(let dict):
            try enter(dict, depth)
            try writeObject(dict, depth)
            output.endPrinting()
        case .undefined: throw unserialisable(value)
        case .object(let object):
            guard let plain = try object.plainValue() else { throw unserialisable(value) }
            try Value.checkDepth(depth, "while encoding a JSON object")
            try write(plain, depth: depth + 1)
        }
    }

    private func unserialisable(_ value: Value) -> TemplateError {
        .type("Object of type \(value.typeName) is not JSON serializable")
    }

    private mutating func enter(_ container: AnyObject, _ depth: Int) throws {
        if output.isPrinting(container) {
            throw TemplateError.value("Circular reference detected")
        }
        try Value.checkDepth(depth, "while encoding a JSON object")
        output.beginPrinting(container)
    }

    private mutating func writeArray(_ elements: [Value], _ depth: Int) throws {
        output.write("[")
        for (index, element) in elements.enumerated() {
            try writeSeparator(isFirst: index == 0, depth + 1)
            try write(element, depth: depth + 1)
        }
        if !elements.isEmpty { breakLine(depth) }
        output.write("]")
    }

    private mutating func writeObject(_ dict: Dict, _ depth: Int) throws {
        var entries = dict.live.map { (key: $0.key, value: $0.value) }
        if options.sortsKeys {
            try entries.sort { try Value.compare($0.key, .less, $1.key) }
        }
        output.write("{")
        var isFirst = true
        for (key, value) in entries {
            guard let name = try name(of: key) else { continue }
            try writeSeparator(isFirst: isFirst, depth + 1)
            isFirst = false
            write(name)
            output.append(options.separators?.key ?? ": ")
            try write(value, depth: depth + 1)
        }
        if !isFirst { breakLine(depth) }
        output.write("}")
    }

    private func name(of key: Value) throws -> Text? {
        switch key {
        case .string(let text), .markup(let text): return text
        case .none: return "null"
        case .bool(let value): return value ? "true" : "false"
        case .int, .integer: return try key.printed()
        case .float(let value):
            var writer = ValueJSONWriter(options: options)
            try writer.write(value)
            return writer.output.text
        default:
            if options.skipsKeys { return nil }
            throw TemplateError.type(
                "keys must be str, int, float, bool or None, not \(key.typeName)")
        }
    }

    private mutating func writeSeparator(isFirst: Bool, _ depth: Int) throws {
        if !isFirst {
            output.append(options.separators?.item ?? (options.indentation == nil ? ", " : ","))
        }
        breakLine(depth)
        try Value.checkSize(output.count)
    }

    private mutating func breakLine(_ depth: Int) {
        guard let indentation = options.indentation else { return }
        output.write("\n")
        for _ in 0..<depth { output.append(indentation) }
    }

    private mutating func write(_ value: Double) throws {
        if value.isFinite { return output.append(value) }
        guard options.allowsNaN else {
            throw TemplateError.value("Out of range float values are not JSON compliant")
        }
        output.append(string: value.isNaN ? "NaN" : value < 0 ? "-Infinity" : "Infinity")
    }

    private mutating func write(_ text: Text) {
        output.write("\"")
        text.withBytes { bytes in
            var offset = 0
            while offset < bytes.count {
                let (scalar, width) = UTF8Scan.scalar(in: bytes, at: offset)
                write(scalar)
                offset += width
            }
        }
        output.write("\"")
    }

    private mutating func write(_ scalar: Unicode.Scalar) {
        switch scalar {
        case "\"": output.write("\\\"")
        case "\\": output.write("\\\\")
        case "\n": output.write("\\n")
        case "\r": output.write("\\r")
        case "\t": output.write("\\t")
        case "\u{8}": output.write("\\b")
        case "\u{C}": output.write("\\f")
        case "\u{20}"..."\u{7E}": output.append(scalar)
        case "\u{7F}"... where !options.escapesNonASCII: output.append(scalar)
        default:
            for unit in UTF16.encode(scalar) ?? UTF16.encodedReplacementCharacter {
                output.write("\\u")
                for shift in [12, 8, 4, 0] as [UInt16] {
                    let digit = UInt8(unit >> shift & 0xF)
                    output.append(ascii: digit < 10 ? 48 + digit : 87 + digit)
                }
            }
        }
    }
}
