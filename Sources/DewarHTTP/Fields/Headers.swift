import DewarText

/// Header fields: names and values, in order; a name may come more than once.
///
/// Names are compared without regard to the case of letters, and keep theirs.
/// ```swift
/// response.headers["X-Frame-Options"] = "DENY"
/// response.headers[.location] = "/"
/// try response.headers.add("Link", "</a.css>; rel=preload")
/// request.headers["X-Requested-With"] == "XMLHttpRequest"
/// ```
/// A value never holds a line break, which would begin another field: the methods throw, and
/// setting by subscript writes a space instead, as for the byte 0.
///
/// - SeeAlso: Werkzeug `Headers`.
public struct Headers: Sendable {
    /// One header field.
    public struct Field: Sendable, Hashable {
        /// The name as it was given.
        public let name: String
        /// The value, decoded as UTF-8.
        public let value: String
    }

    private var fields: [Field] = []

    /// Makes an empty list.
    public init() {}

    /// Makes a list of fields, in order.
    ///
    /// - Parameter fields: Names and values.
    /// - Throws: ``HeaderError``: a name that is no token, a value with a line break.
    public init(_ fields: some Sequence<(String, String)>) throws(HeaderError) {
        try extend(fields)
    }

    // MARK: Reading

    /// The value of the first field of a name, or nil when there is none.
    ///
    /// Setting a value replaces all fields of the name, at the place of the first; setting nil
    /// removes them. A name that is no token sets nothing.
    /// ```swift
    /// var headers: Headers = ["Accept": "a", "accept": "b"]
    /// headers["ACCEPT"]        // "a"
    /// headers["Accept"] = "c"  // in place of both
    /// headers.count            // 1
    /// ```
    ///
    /// - SeeAlso: Werkzeug `Headers.__getitem__`, which is an error without a field, and
    ///   `__setitem__`.
    public subscript(name: String) -> String? {
        get { fields.first { $0.name.equalsIgnoringCase(name) }?.value }
        set {
            guard let newValue else { return removeAll(name) }
            guard Self.isToken(name) else { return }
            replace(Field(name: name, value: Self.withoutLineBreaks(newValue)))
        }
    }

    /// The value of the first field of a well-known name, or nil when there is none.
    ///
    /// Setting a value replaces all fields of the name; setting nil removes them.
    /// ```swift
    /// response.headers[.location] = "/posts/7"
    /// ```
    ///
    /// - SeeAlso: Werkzeug `Headers.__getitem__`.
    public subscript(name: Name) -> String? {
        get { self[name.text] }
        set { self[name.text] = newValue }
    }

    /// The values of all fields of a name.
    ///
    /// ```swift
    /// response.headers.all("Set-Cookie")  // a value for each cookie that is set
    /// ```
    ///
    /// - Parameter name: The name, in whatever case.
    /// - Returns: The values in order; none when there is no such field.
    /// - SeeAlso: Werkzeug `Headers.getlist`.
    public func all(_ name: String) -> [String] {
        fields.filter { $0.name.equalsIgnoringCase(name) }.map(\.value)
    }

    /// The value of the first field of a name, which must be there.
    ///
    /// ```swift
    /// let key = try request.headers.require("X-API-Key")  // 400 without it
    /// ```
    ///
    /// - Parameter name: The name, in whatever case.
    /// - Returns: The value.
    /// - Throws: ``HTTPError`` of status 400 when there is none.
    /// - SeeAlso: Werkzeug `BadRequestKeyError`.
    public func require(_ name: String) throws(HTTPError) -> String {
        guard let value = self[name] else { throw .missingKey(name) }
        return value
    }

    /// Tells whether there is a field of a name.
    ///
    /// ```swift
    /// let headers: Headers = ["Accept": "a"]
    /// headers.contains("accept")  // true
    /// ```
    ///
    /// - SeeAlso: Werkzeug `Headers.__contains__`.
    public func contains(_ name: String) -> Bool {
        fields.contains { $0.name.equalsIgnoringCase(name) }
    }

    /// The value of the first field of a name as another type; nil when there is none, or it is
    /// no such value.
    /// ```swift
    /// request.headers.get("X-Page", as: Int.self) ?? 1
    /// ```
    ///
    /// - Parameters:
    ///   - name: The name, in whatever case.
    ///   - type: What the text is read as.
    /// - Returns: The value.
    /// - SeeAlso: Werkzeug `Headers.get`.
    public func get<Converted: FieldConvertible>(
        _ name: String, as type: Converted.Type
    ) -> Converted? {
        self[name].flatMap { Converted(fieldText: $0) }
    }

    // MARK: Changing

    /// Appends a field.
    ///
    /// ```swift
    /// try response.headers.add("Link", "</a.css>; rel=preload")
    /// try response.headers.add("X-Name", "a\r\nX-Admin: yes")  // throws
    /// ```
    ///
    /// - Parameters:
    ///   - name: The name: a token.
    ///   - value: The value.
    /// - Throws: ``HeaderError``: a name that is no token, a value with a line break.
    /// - SeeAlso: Werkzeug `Headers.add`.
    public mutating func add(_ name: String, _ value: String) throws(HeaderError) {
        fields.append(try Self.field(name, value))
    }

    /// Appends a field of a well-known name; a line break in the value becomes a space.
    ///
    /// ```swift
    /// response.headers.append(.vary, "Accept")
    /// ```
    ///
    /// - Parameters:
    ///   - name: The name.
    ///   - value: The value.
    /// - SeeAlso: Werkzeug `Headers.add`.
    public mutating func append(_ name: Name, _ value: String) {
        guard Self.isToken(name.text) else { return }
        fields.append(Field(name: name.text, value: Self.withoutLineBreaks(value)))
    }

    /// Appends a field with parameters, quoted where need be.
    ///
    /// ```swift
    /// try response.headers.add("Content-Disposition", "attachment", ["filename": "a b.txt"])
    /// // Content-Disposition: attachment; filename="a b.txt"
    /// ```
    ///
    /// - Parameters:
    ///   - name: The name: a token.
    ///   - value: The value before the parameters.
    ///   - parameters: Names and values, in order; a nil value leaves its parameter out.
    /// - Throws: ``HeaderError``: a name that is no token, a value with a line break.
    /// - SeeAlso: Werkzeug `Headers.add`.
    public mutating func add(
        _ name: String, _ value: String, _ parameters: KeyValuePairs<String, String?>
    ) throws(HeaderError) {
        try add(name, OptionsHeader.text(value, parameters.map { ($0.key, $0.value) }))
    }

    /// Replaces all fields of a name by one, at the place of the first.
    ///
    /// ```swift
    /// try response.headers.set("X-Frame-Options", "DENY")
    /// ```
    ///
    /// - Parameters:
    ///   - name: The name: a token.
    ///   - value: The value.
    /// - Throws: ``HeaderError``: a name that is no token, a value with a line break.
    /// - SeeAlso: Werkzeug `Headers.set`.
    public mutating func set(_ name: String, _ value: String) throws(HeaderError) {
        replace(try Self.field(name, value))
    }

    /// Replaces all fields of a name; the first takes the place of the first.
    ///
    /// ```swift
    /// try response.headers.setAll("Link", ["</a.css>; rel=preload", "</b.js>; rel=preload"])
    /// ```
    ///
    /// - Parameters:
    ///   - name: The name: a token.
    ///   - values: The values; none removes the fields.
    /// - Throws: ``HeaderError``: a name that is no token, a value with a line break, which leaves
    ///   the values before it set.
    /// - SeeAlso: Werkzeug `Headers.setlist`.
    public mutating func setAll(_ name: String, _ values: [String]) throws(HeaderError) {
        guard let first = values.first else { return removeAll(name) }
        try set(name, first)
        for value in values.dropFirst() { try add(name, value) }
    }

    /// Appends a field unless there is one of this name.
    ///
    /// ```swift
    /// var headers: Headers = ["Server": "shop"]
    /// try headers.setDefault("server", "other")  // "shop"
    /// ```
    ///
    /// - Parameters:
    ///   - name: The name: a token.
    ///   - value: The value of a field that is missing.
    /// - Returns: The value of the first field of the name.
    /// - Throws: ``HeaderError``: a name that is no token, a value with a line break.
    /// - SeeAlso: Werkzeug `Headers.setdefault`.
    @discardableResult
    public mutating func setDefault(_ name: String, _ value: String) throws(HeaderError) -> String {
        if let present = self[name] { return present }
        try add(name, value)
        return value
    }

    /// Appends fields.
    ///
    /// ```swift
    /// try response.headers.extend([("Link", "</a.css>"), ("Link", "</b.css>")])
    /// ```
    ///
    /// - Parameter fields: Names and values.
    /// - Throws: ``HeaderError``: a name that is no token, a value with a line break, which leaves
    ///   the fields before it appended.
    /// - SeeAlso: Werkzeug `Headers.extend`.
    public mutating func extend(
        _ fields: some Sequence<(String, String)>
    ) throws(HeaderError) {
        for (name, value) in fields { try add(name, value) }
    }

    /// Sets fields one after another, so that of a repeated name the last value stays.
    ///
    /// ```swift
    /// var headers: Headers = ["A": "1", "B": "2"]
    /// try headers.update([("a", "3")])
    /// headers["A"]  // "3"
    /// ```
    ///
    /// - Parameter fields: Names and values.
    /// - Throws: ``HeaderError``: a name that is no token, a value with a line break, which leaves
    ///   the fields before it set.
    /// - SeeAlso: Werkzeug `Headers.update`.
    public mutating func update(
        _ fields: some Sequence<(String, String)>
    ) throws(HeaderError) {
        for (name, value) in fields { try set(name, value) }
    }

    /// Removes the fields of a name.
    ///
    /// ```swift
    /// var headers: Headers = ["A": "1", "a": "2"]
    /// headers.remove("A")  // "1"
    /// headers.isEmpty      // true
    /// ```
    ///
    /// - Parameter name: The name, in whatever case.
    /// - Returns: The value of the first; nil when there was none.
    /// - SeeAlso: Werkzeug `Headers.remove`, `Headers.pop`.
    @discardableResult
    public mutating func remove(_ name: String) -> String? {
        let value = self[name]
        removeAll(name)
        return value
    }

    /// Removes every field.
    ///
    /// ```swift
    /// response.headers.removeAll()
    /// ```
    ///
    /// - SeeAlso: Werkzeug `Headers.clear`.
    public mutating func removeAll() {
        fields = []
    }

    /// Removes the fields that a closure chooses.
    ///
    /// ```swift
    /// response.headers.removeAll { $0.name.hasPrefix("X-Debug-") }
    /// ```
    ///
    /// - Parameter shouldRemove: Tells whether a field goes.
    /// - SeeAlso: Swift `removeAll(where:)`.
    public mutating func removeAll(where shouldRemove: (Field) -> Bool) {
        fields.removeAll(where: shouldRemove)
    }
}

extension Headers {
    /// Appends a field of a request, whose value came over the wire without its line breaks.
    mutating func appendUnchecked(name: String, value: String) {
        fields.append(Field(name: name, value: value))
    }

    private mutating func removeAll(_ name: String) {
        fields.removeAll { $0.name.equalsIgnoringCase(name) }
    }

    private mutating func replace(_ field: Field) {
        guard let first = fields.firstIndex(where: { $0.name.equalsIgnoringCase(field.name) })
        else { return fields.append(field) }
        let rest = fields[(first + 1)...].filter { !$0.name.equalsIgnoringCase(field.name) }
        fields.replaceSubrange(first..., with: [field] + rest)
    }

    private static func field(_ name: String, _ value: String) throws(HeaderError) -> Field {
        guard isToken(name) else { throw HeaderError(.invalidName(name)) }
        guard !value.utf8.contains(where: isLineBreak) else {
            throw HeaderError(.lineBreak(name: name))
        }
        return Field(name: name, value: value)
    }

    private static func isToken(_ name: String) -> Bool {
        !name.isEmpty && name.utf8.allSatisfy(HeaderText.tokenBytes.contains)
    }

    private static func isLineBreak(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r")
    }

    private static func withoutLineBreaks(_ value: String) -> String {
        let isBreak = { (byte: UInt8) in byte == 0 || isLineBreak(byte) }
        guard value.utf8.contains(where: isBreak) else { return value }
        return String(decoding: value.utf8.map { isBreak($0) ? 0x20 : $0 }, as: UTF8.self)
    }
}

extension Headers: RandomAccessCollection {
    /// The position of the first field.
    public var startIndex: Int { 0 }
    /// The position after the last field.
    public var endIndex: Int { fields.count }
    /// The field at a position.
    public subscript(position: Int) -> Field { fields[position] }
}

extension Headers: ExpressibleByDictionaryLiteral {
    /// Makes a list of a literal, in order; a name may come more than once.
    ///
    /// A name that is no token is left out, a line break in a value becomes a space.
    public init(dictionaryLiteral elements: (Name, String)...) {
        for (name, value) in elements where Self.isToken(name.text) {
            fields.append(Field(name: name.text, value: Self.withoutLineBreaks(value)))
        }
    }
}

extension Headers: Equatable {
    /// Tells whether two lists hold the same fields in the same order, names in whatever case.
    public static func == (left: Headers, right: Headers) -> Bool {
        left.count == right.count
            && zip(left, right).allSatisfy {
                $0.name.equalsIgnoringCase($1.name) && $0.value.hasSameBytes(as: $1.value)
            }
    }
}
