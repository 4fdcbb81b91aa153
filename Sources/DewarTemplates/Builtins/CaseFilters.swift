/// `capitalize`, `lower`, `title`, `upper`.
extension BuiltinFilters {
    static let caseFilters: [Filter] = [
        Filter("capitalize") { value, arguments, _ in
            try Signature.checkNone("do_capitalize", arguments)
            return try value.mapSoftText { $0.capitalized() }
        },
        Filter("lower") { value, arguments, _ in
            try Signature.checkNone("do_lower", arguments)
            return try value.mapSoftText { $0.lowercased() }
        },
        Filter("upper") { value, arguments, _ in
            try Signature.checkNone("do_upper", arguments)
            return try value.mapSoftText { $0.uppercased() }
        },
        Filter("title") { value, arguments, _ in
            try Signature.checkNone("do_title", arguments)
            return .string(try title(value.softText().text ?? .empty))
        },
    ]

    /// Words begin after white space and any of `-({[<`; what was Markup is plain text after it.
    private static func title(_ text: Text) throws -> Text {
        if text.isASCII { return asciiTitle(text) }
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

    private static func asciiTitle(_ text: Text) -> Text {
        text.withBytes { bytes in
            Text(byteCount: bytes.count) { target in
                var isStart = true
                for index in bytes.indices {
                    let byte = bytes[index]
                    let isLetter = byte | 0x20 >= 0x61 && byte | 0x20 <= 0x7A
                    let changed = isLetter ? (isStart ? byte & 0xDF : byte | 0x20) : byte
                    target.initializeElement(at: index, to: changed)
                    isStart = !isLetter && endsWord(Unicode.Scalar(byte))
                }
            }
        }
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
