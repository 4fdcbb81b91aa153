/// Characters by name, for `\N{…}` in string literals.
enum UnicodeNames {
    /// The character with a name.
    ///
    /// - Parameter name: In any case, as in Python: `SNOWMAN`, `bullet`.
    /// - Returns: nil if there is none.
    static func scalar(named name: String) -> Unicode.Scalar? {
        let name = name.uppercased()
        for prefix in ["CJK UNIFIED IDEOGRAPH-"] where name.hasPrefix(prefix) {
            guard let value = UInt32(name.dropFirst(prefix.count), radix: 16),
                let scalar = Unicode.Scalar(value), scalar.properties.name == name
            else { return nil }
            return scalar
        }
        return table[name]
    }

    /// Built on first use, from the standard library's own data.
    private static let table: [String: Unicode.Scalar] = {
        var table: [String: Unicode.Scalar] = [:]
        for value in UInt32(0)...0xE01EF where !(0x3400...0x9FFF).contains(value) {
            // Planes 3 to 13 hold ideographs only, or nothing.
            guard value < 0x1FC00 || value >= 0xE0000, let scalar = Unicode.Scalar(value) else {
                continue
            }
            if let name = scalar.properties.name { table[name] = scalar }
            if let alias = scalar.properties.nameAlias, table[alias] == nil {
                table[alias] = scalar
            }
        }
        return table
    }()
}
