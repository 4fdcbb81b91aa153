extension Value {
    /// How much of a text is shown, in code points.
    private static let outlinedText = 80
    /// How many keys of a dictionary are shown.
    private static let outlinedKeys = 5

    /// The value in short, for a developer: of a container the size alone, of an object nothing.
    ///
    /// Nothing of the application is called for it.
    var outline: String {
        switch self {
        case .undefined, .object: ""
        case .none: "None"
        case .bool(let value): value ? "True" : "False"
        case .int(let value): "\(value)"
        case .integer: "more than 64 bits"
        case .float(let value): "\(value)"
        case .string(let text), .markup(let text): Self.outline(of: text.string)
        case .tuple(let tuple): Self.count(tuple.elements.count)
        case .list(let list): Self.count(list.elements.count)
        case .dict(let dict): Self.outline(of: dict)
        }
    }

    private static func count(_ count: Int) -> String {
        count == 1 ? "1 element" : "\(count) elements"
    }

    private static func outline(of text: String) -> String {
        let scalars = text.unicodeScalars
        guard
            let end = scalars.index(
                scalars.startIndex, offsetBy: outlinedText, limitedBy: scalars.endIndex),
            end < scalars.endIndex
        else { return PythonText.quoted(text) }
        return PythonText.quoted(String(scalars[..<end])) + "…"
    }

    private static func outline(of dict: Dict) -> String {
        let keys = dict.live.prefix(outlinedKeys).map { $0.key.text?.string ?? $0.key.typeName }
        let rest = dict.count > outlinedKeys ? ", …" : ""
        return count(dict.count) + (keys.isEmpty ? "" : ": \(keys.joined(separator: ", "))\(rest)")
    }
}
