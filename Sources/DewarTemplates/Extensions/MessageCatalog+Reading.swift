extension MessageCatalog {
    /// Reads a `.po` file's text.
    ///
    /// Fuzzy and obsolete entries, and those without a translation, are left out, as `msgfmt` does.
    ///
    /// - Throws: ``TemplateError`` of kind ValueError that names the line.
    public init(po source: String) throws {
        self.init()
        var reader = POReader()
        var number = 0
        for line in source.split(
            omittingEmptySubsequences: false, whereSeparator: { $0 == "\n" || $0 == "\r\n" })
        {
            number += 1
            do {
                try reader.read(line, into: &self)
            } catch let error as TemplateError {
                throw TemplateError(.valueError, "\(error.message) (line \(number))")
            }
        }
        try reader.finish(&self)
    }

    /// Reads a `.mo` file's bytes.
    ///
    /// - Throws: ``TemplateError`` of kind ValueError if it is none, or not UTF-8.
    public init(mo bytes: [UInt8]) throws {
        self.init()
        let isLittle: Bool
        switch bytes.prefix(4) {
        case [0xDE, 0x12, 0x04, 0x95]: isLittle = true
        case [0x95, 0x04, 0x12, 0xDE]: isLittle = false
        default: throw TemplateError.value("Bad magic number: this is no .mo file")
        }
        func word(_ offset: Int) throws -> Int {
            guard offset >= 0, offset + 4 <= bytes.count else {
                throw TemplateError.value("File is corrupt: it ends too early")
            }
            var value = 0
            for index in 0..<4 {
                value |= Int(bytes[offset + index]) << (8 * (isLittle ? index : 3 - index))
            }
            return value
        }
        func text(_ table: Int) throws -> String {
            let (length, offset) = (try word(table), try word(table + 4))
            guard offset + length <= bytes.count else {
                throw TemplateError.value("File is corrupt: a text lies beyond its end")
            }
            guard
                let text = String(validating: bytes[offset..<offset + length], as: UTF8.self)
            else { throw TemplateError.value("only catalogues in UTF-8 are read") }
            return text
        }
        let (count, originals, translations) = (try word(8), try word(12), try word(16))
        guard count <= bytes.count / 16 else {
            throw TemplateError.value("File is corrupt: it counts \(count) messages")
        }
        for index in 0..<count {
            let original = try text(originals + 8 * index)
            let forms = Self.split(try text(translations + 8 * index), "\0")
            var message = Self.split(original, "\0")[0]
            var context: String?
            let parts = Self.split(message, Self.contextSeparator)
            if parts.count == 2 { (context, message) = (parts[0], parts[1]) }
            try add(message, context: context, forms)
        }
    }

    private static func split(_ text: String, _ separator: Unicode.Scalar) -> [String] {
        text.unicodeScalars.split(separator: separator, omittingEmptySubsequences: false)
            .map { String($0) }
    }

    private static func split(_ text: String, _ separator: String) -> [String] {
        split(text, separator.unicodeScalars.first ?? "\0")
    }
}

/// Puts the lines of a `.po` file together.
private struct POReader {
    /// What the strings of a line belong to.
    private enum Part {
        case context, message, plural
        case translation(Int)
    }

    private var context: String?
    private var message: String?
    private var plural: String?
    private var translations: [String] = []
    private var part: Part?
    private var isFuzzy = false

    /// The most plural forms there are.
    private static let maximalForms = 16

    mutating func read(_ line: Substring, into catalog: inout MessageCatalog) throws {
        let line = line.drop { $0 == " " || $0 == "\t" }
        guard let first = line.first else { return }
        if first == "#" {
            if !translations.isEmpty { try finish(&catalog) }
            if line.hasPrefix("#,"), line.contains("fuzzy") { isFuzzy = true }
            return
        }
        if first == "\"" { return try append(line) }
        let keyword = line.prefix { $0 != " " && $0 != "\t" && $0 != "\"" }
        try begin(keyword, &catalog)
        try append(line.dropFirst(keyword.count).drop { $0 == " " || $0 == "\t" })
    }

    private mutating func begin(_ keyword: Substring, _ catalog: inout MessageCatalog) throws {
        switch keyword {
        case "msgctxt":
            if message != nil { try finish(&catalog) }
            (context, part) = ("", .context)
        case "msgid":
            if message != nil { try finish(&catalog) }
            (message, part) = ("", .message)
        case "msgid_plural": (plural, part) = ("", .plural)
        case "msgstr": try beginTranslation(0)
        default:
            guard keyword.hasPrefix("msgstr["), keyword.hasSuffix("]"),
                let index = Int(keyword.dropFirst(7).dropLast()), index < Self.maximalForms
            else { throw TemplateError.value("unknown keyword '\(keyword)'") }
            try beginTranslation(index)
        }
    }

    private mutating func beginTranslation(_ index: Int) throws {
        guard message != nil, index == translations.count else {
            throw TemplateError.value("msgstr[\(index)] does not follow what it belongs to")
        }
        translations.append("")
        part = .translation(index)
    }

    private mutating func append(_ quoted: Substring) throws {
        guard quoted.count >= 2, quoted.first == "\"", let end = quoted.lastIndex(of: "\""),
            end > quoted.startIndex
        else { throw TemplateError.value("a string in quotes is missing") }
        let content = quoted[quoted.index(after: quoted.startIndex)..<end]
        let text: String
        do {
            text = try StringLiteral.decode(Array(content.utf8)[...])
        } catch {
            throw TemplateError.value(error.message)
        }
        switch part {
        case .context: context? += text
        case .message: message? += text
        case .plural: plural? += text
        case .translation(let index): translations[index] += text
        case nil: throw TemplateError.value("a string belongs to nothing")
        }
    }

    mutating func finish(_ catalog: inout MessageCatalog) throws {
        defer { self = POReader() }
        guard let message, !isFuzzy || message.isEmpty,
            translations.contains(where: { !$0.isEmpty })
        else { return }
        try catalog.add(message, context: context, translations)
    }
}
