/// A name that a template spells out, with all that look-ups want to know of it in advance.
struct ConstantKey: Sendable {
    let text: Text
    /// The hash in a dictionary.
    let hash: Int
    /// The method of that name, if a built-in type has one.
    let method: MethodName?
    /// Whether it begins with `_`.
    let isPrivate: Bool

    init(_ text: Text) {
        self.text = text
        hash = text.dictionaryHash
        let string = text.string
        method = MethodName(rawValue: string)
        isPrivate = string.utf8.first == UInt8(ascii: "_")
    }

    /// The key as a value.
    var value: Value { .string(text) }
}
