/// The names of properties.
package enum PropertyName {
    /// The name of a key path's property, as in `\Post.authorID`.
    ///
    /// The description of a key path to a stored property comes from the type's own description,
    /// which stays in stripped programs too.
    ///
    /// - Returns: nil when there is none: for a computed property of a stripped program.
    static func of(_ path: AnyKeyPath) -> String? {
        let text = String(describing: path)
        guard text.utf8.first == UInt8(ascii: "\\"), !text.contains("<computed "),
            let dot = text.lastIndex(of: ".")
        else { return nil }
        let name = text[text.index(after: dot)...]
        return name.isEmpty ? nil : String(name)
    }

    /// A property's name in the way of SQL: `authorID` becomes `author_id`, `htmlURLs2` becomes
    /// `html_urls2`.
    package static func columnName(of property: String) -> String {
        let scalars = Array(property.unicodeScalars)
        var name = ""
        for (index, scalar) in scalars.enumerated() {
            guard scalar.properties.isUppercase else {
                name.unicodeScalars.append(scalar)
                continue
            }
            let followsLower = index > 0 && !scalars[index - 1].properties.isUppercase
            // The last capital letter of a row begins the next word, unless an `s` ends the row.
            let precedesLower =
                index > 0 && index + 1 < scalars.count
                && scalars[index + 1].properties.isLowercase && !endsPlural(scalars, index + 1)
            if index > 0, followsLower || precedesLower, scalars[index - 1] != "_" { name += "_" }
            name += scalar.properties.lowercaseMapping
        }
        return name
    }

    private static func endsPlural(_ scalars: [Unicode.Scalar], _ index: Int) -> Bool {
        scalars[index] == "s"
            && (index + 1 == scalars.count || !scalars[index + 1].properties.isLowercase)
    }
}
