/// Names as Swift writes them.
enum SwiftName {
    /// A type's name: `blog_post` becomes `BlogPost`.
    static func type(_ name: String, taken: Set<String>) -> String {
        let words = words(of: name).map { $0.prefix(1).uppercased() + $0.dropFirst() }
        return free(words.joined(), "Table", taken)
    }

    /// A property's name: `author_id` becomes `authorID`.
    static func property(_ name: String, taken: Set<String>) -> String {
        var words = words(of: name)
        if let first = words.first { words[0] = first.prefix(1).lowercased() + first.dropFirst() }
        for index in words.indices.dropFirst() {
            words[index] =
                ["id", "url", "uuid"].contains(words[index])
                ? words[index].uppercased()
                : words[index].prefix(1).uppercased() + words[index].dropFirst()
        }
        return free(words.joined(), "column", taken)
    }

    /// A name in the place of a declaration or behind a point.
    static func written(_ name: String) -> String { reserved.contains(name) ? "`\(name)`" : name }

    private static func words(of name: String) -> [String] {
        name.unicodeScalars.split { !isWord($0) }.map { String(Substring($0)) }
    }

    /// Letters that Swift takes in every place of a name.
    private static func isWord(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.isXIDContinue && scalar.properties.isAlphabetic
            || MigrationLexer.isDigit(scalar)
    }

    private static func free(_ name: String, _ fallback: String, _ taken: Set<String>) -> String {
        var base = name
        if let first = name.unicodeScalars.first {
            if !first.properties.isXIDStart { base = fallback + name }
        } else {
            base = fallback
        }
        var result = base
        var number = 2
        while taken.contains(result) {
            result = "\(base)\(number)"
            number += 1
        }
        return result
    }

    /// What cannot be a name by itself, or would hide what a model needs.
    private static let reserved: Set<String> = [
        "as", "associatedtype", "break", "case", "catch", "class", "continue", "default", "defer",
        "deinit", "do", "else", "enum", "extension", "fallthrough", "false", "fileprivate", "for",
        "func", "guard", "if", "import", "in", "init", "inout", "internal", "is", "let", "nil",
        "operator", "private", "precedencegroup", "protocol", "public", "repeat", "rethrows",
        "return", "self", "Self", "static", "struct", "subscript", "super", "switch", "throw",
        "throws", "true", "try", "typealias", "var", "where", "while", "Any", "Type", "Protocol",
    ]
}
