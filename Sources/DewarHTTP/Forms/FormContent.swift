/// What a form holds: the fields and files of a body.
package struct FormContent: Sendable {
    /// Fields.
    package var fields = FormParts<String>()
    /// Files.
    package var files = FormParts<UploadedFile>()

    /// Makes a form that holds nothing.
    package init() {}
}

/// The fields or the files of a form: by name, and those that came without one.
package struct FormParts<Value: Sendable>: Sendable {
    /// Those with a name.
    package var named = MultiDict<Value>()
    /// Those without a name, in order.
    package private(set) var unnamed: [Value] = []
    /// How many names came before the first part without one.
    package private(set) var unnamedPosition = 0

    /// Adds a part.
    mutating func add(_ name: String?, _ value: Value) {
        if let name { return named.add(name, value) }
        if unnamed.isEmpty { unnamedPosition = named.count }
        unnamed.append(value)
    }
}
