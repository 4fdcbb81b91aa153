private import DewarText

extension TableDefinition {
    /// The longest name: PostgreSQL cuts off what is longer.
    package static let longestName = 63

    /// What is wrong with the table, if anything is.
    func fault(of model: String) -> DatabaseError? {
        if columns.isEmpty { return .invalidSchema(model, "it has no column") }
        if key.isEmpty {
            return .invalidSchema(model, "it has no primary key; name one with t.key(…)")
        }
        var names: Set<String> = []
        for column in columns where !names.insert(column.name).inserted {
            return .invalidSchema(model, "two columns are called '\(column.name)'")
        }
        let identifiers =
            [name] + columns.map(\.name) + (uniques + indexes).map(\.name) + checks.map(\.name)
            + foreignKeys.map(\.name)
        for identifier in identifiers {
            if let reason = Self.fault(ofName: identifier) { return .invalidSchema(model, reason) }
        }
        return nil
    }

    /// What is wrong with a name, in words; nil if nothing is.
    package static func fault(ofName name: String) -> String? {
        if name.isEmpty { return "a name is empty" }
        if name.utf8.contains(0) { return "a name holds U+0000" }
        if name.utf8.count > longestName {
            return "the name '\(name)' is longer than \(longestName) bytes"
        }
        return nil
    }

    /// A name of parts with `_` between them, cut and made unique again when it is too long.
    package static func name(of parts: [String], suffix: String) -> String {
        let whole = (parts + [suffix]).joined(separator: "_")
        guard whole.utf8.count > longestName else { return whole }
        let hash = Array(whole.utf8).withUnsafeBytes { SHA1.hexadecimal(of: $0) }.prefix(8)
        var cut = parts.joined(separator: "_")
        while cut.utf8.count > longestName - hash.utf8.count - suffix.utf8.count - 2 {
            cut.unicodeScalars.removeLast()
        }
        return "\(cut)_\(hash)_\(suffix)"
    }
}
