/// `capitalize`, `lower`, `title`, `upper`.
extension BuiltinFilters {
    static let caseFilters: [Filter] = [
        Filter("capitalize") { value, arguments, _ in
            _ = try Signature("do_capitalize").bind(arguments)
            return try value.mapSoftText { $0.capitalized() }
        },
        Filter("lower") { value, arguments, _ in
            _ = try Signature("do_lower").bind(arguments)
            return try value.mapSoftText { $0.lowercased() }
        },
        Filter("upper") { value, arguments, _ in
            _ = try Signature("do_upper").bind(arguments)
            return try value.mapSoftText { $0.uppercased() }
        },
        Filter("title") { value, arguments, _ in
            _ = try Signature("do_title").bind(arguments)
            return .string(try title(value.softText().text ?? .empty))
        },
    ]

    /// Words begin after white space and any of `-({[<`; what was Markup is plain text after it.
    private static func title(_ text: Text) throws -> Text {
        var parts: [Text] = []
        var start = 0
        var isSeparator = false
        let scalars = text.scalars
        for (index, scalar) in scalars.enumerated() {
            if index > start, endsWord(scalar) != isSeparator {
                parts.append(text.part(start..<index))
                start = index
            }
            isSeparator = endsWord(scalar)
        }
        parts.append(text.part(start..<scalars.count))
        var output = Output(capacity: text.byteCount)
        for part in parts where !part.isEmpty {
            output.append(part.part(0..<1).uppercased())
            output.append(part.part(1..<part.count).lowercased())
        }
        return output.text
    }

    private static func endsWord(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "-", "(", "{", "[", "<": true
        default: scalar.isPythonSpace
        }
    }
}

extension Value {
    /// Applies a function to what `soft_str` gives; Markup stays Markup.
    func mapSoftText(_ transform: (Text) throws -> Text) throws -> Value {
        switch self {
        case .string(let text): .string(try transform(text))
        case .markup(let text): .markup(try transform(text))
        default: .string(try transform(printed()))
        }
    }
}
