/// The CGI parameters of one request, as the web server sent them: names and values, in order.
///
/// All bytes lie in one buffer; a value is decoded when somebody asks for it.
///
/// - SeeAlso: RFC 3875, section 4.1; FastCGI 1.0, section 6.2.
public struct RequestParameters: Sendable {
    private var bytes: [UInt8] = []
    private var entries: [Entry] = []

    /// Where one name and its value lie in `bytes`, with a '=' between them.
    private struct Entry {
        var start: UInt32
        var nameLength: UInt32
        var valueLength: UInt32

        var name: Range<Int> { Int(start)..<Int(start + nameLength) }
        var value: Range<Int> {
            Int(start + nameLength + 1)..<Int(start + nameLength + 1 + valueLength)
        }
    }

    /// Makes an empty list.
    ///
    /// ```swift
    /// var parameters = RequestParameters(byteCount: 4096, count: 40)
    /// parameters.append(name: "REQUEST_METHOD".utf8, value: "GET".utf8)
    /// ```
    ///
    /// - Parameters:
    ///   - byteCount: Expected bytes of all names and values.
    ///   - count: Expected number of parameters.
    /// - SeeAlso: Swift `Array.reserveCapacity`.
    public init(byteCount: Int = 0, count: Int = 0) {
        bytes.reserveCapacity(byteCount)
        entries.reserveCapacity(count)
    }

    /// Makes a list of names and values, in order.
    ///
    /// - Parameter pairs: Names as CGI spells them (`REQUEST_METHOD`, `HTTP_ACCEPT`) and values.
    public init(_ pairs: [(String, String)]) {
        for (name, value) in pairs { append(name: name.utf8, value: value.utf8) }
    }

    /// The number of parameters; a repeated name counts each time.
    public var count: Int { entries.count }

    /// The number of bytes of all names and values.
    public var byteCount: Int { bytes.count - entries.count }

    /// Appends a parameter.
    ///
    /// ```swift
    /// var parameters = RequestParameters()
    /// parameters.append(name: "PATH_INFO".utf8, value: [0x2F, 0xFF])
    /// parameters.count  // 1
    /// ```
    ///
    /// - Parameters:
    ///   - name: The name's bytes.
    ///   - value: The value's bytes, of any encoding.
    /// - Precondition: The bytes of all parameters together stay below 4 GiB.
    /// - SeeAlso: FastCGI 1.0, section 3.4.
    public mutating func append(name: some Collection<UInt8>, value: some Collection<UInt8>) {
        let pair = Array(name) + [UInt8(ascii: "=")] + Array(value)
        pair.withUnsafeBufferPointer { append($0, nameLength: name.count) }
    }

    /// Appends a parameter that lies in memory as a transport has it, as `NAME=VALUE`.
    ///
    /// A function of its own: called from another module, the general one takes about 1,000
    /// instructions a parameter for looking up what its types can do (callgrind, 6.3.1).
    ///
    /// - Parameters:
    ///   - pair: The name's bytes, one byte between, and the value's bytes.
    ///   - nameLength: The number of the name's bytes.
    /// - Precondition: `nameLength < pair.count`; the bytes of all parameters together stay
    ///   below 4 GiB.
    package mutating func append(_ pair: UnsafeBufferPointer<UInt8>, nameLength: Int) {
        entries.append(
            Entry(
                start: UInt32(bytes.count), nameLength: UInt32(nameLength),
                valueLength: UInt32(pair.count - nameLength - 1)))
        bytes.append(contentsOf: pair)
    }

    /// The bytes of the first parameter with a name, or nil when there is none.
    ///
    /// ```swift
    /// RequestParameters([("QUERY_STRING", "a=1")]).bytes(of: "QUERY_STRING")?.count  // 3
    /// RequestParameters().bytes(of: "QUERY_STRING")                                 // nil
    /// ```
    ///
    /// - Parameter name: The name, compared byte for byte.
    /// - Returns: The value, of any encoding; empty when the web server sent it so.
    /// - SeeAlso: RFC 3875, section 4.1.
    public func bytes(of name: StaticString) -> ArraySlice<UInt8>? {
        entry(named: name).map { bytes[$0.value] }
    }

    /// The text of the first parameter with a name, or nil when there is none.
    ///
    /// ```swift
    /// RequestParameters([("QUERY_STRING", "a=1")]).text(of: "QUERY_STRING")  // "a=1"
    /// ```
    ///
    /// - Parameter name: The name, compared byte for byte.
    /// - Returns: The value; bytes that are not UTF-8 become U+FFFD.
    /// - SeeAlso: WSGI `environ.get`.
    public func text(of name: StaticString) -> String? {
        bytes(of: name).map { String(decoding: $0, as: UTF8.self) }
    }

    /// Tells whether a parameter is there and not empty; web servers send empty ones for absent
    /// ones.
    /// ```swift
    /// RequestParameters([("CONTENT_TYPE", "")]).hasValue("CONTENT_TYPE")  // false
    /// ```
    ///
    /// - SeeAlso: RFC 3875, section 4.1.
    public func hasValue(_ name: StaticString) -> Bool {
        entry(named: name).map { $0.valueLength > 0 } ?? false
    }

    /// Tells whether the value of any parameter with a name is one that a closure looks for.
    ///
    /// - Parameters:
    ///   - name: The name, compared byte for byte.
    ///   - isWanted: Looks at the bytes of a value, which are valid during the call.
    /// - Returns: Whether there is such a value.
    package func contains(
        _ name: StaticString, where isWanted: (UnsafeBufferPointer<UInt8>) -> Bool
    ) -> Bool {
        entries.contains { entry in
            isNamed(name, entry)
                && bytes.withUnsafeBufferPointer {
                    isWanted(UnsafeBufferPointer(rebasing: $0[entry.value]))
                }
        }
    }

    /// Tells whether more than one parameter has a name.
    ///
    /// ```swift
    /// RequestParameters([("HTTP_HOST", "a"), ("HTTP_HOST", "b")]).isRepeated("HTTP_HOST")  // true
    /// ```
    ///
    /// - SeeAlso: RFC 9112, section 3.2.
    public func isRepeated(_ name: StaticString) -> Bool {
        entries.count(where: { isNamed(name, $0) }) > 1
    }

    /// Calls a closure with every parameter, in order.
    ///
    /// ```swift
    /// parameters.forEach { name, value in
    ///     print(String(decoding: name, as: UTF8.self), value.count)
    /// }
    /// ```
    ///
    /// - Parameter body: Takes the bytes of a name and of its value.
    /// - SeeAlso: Swift `Sequence.forEach`.
    public func forEach(_ body: (ArraySlice<UInt8>, ArraySlice<UInt8>) throws -> Void) rethrows {
        for entry in entries { try body(bytes[entry.name], bytes[entry.value]) }
    }

    private func entry(named name: StaticString) -> Entry? {
        entries.first { isNamed(name, $0) }
    }

    private func isNamed(_ name: StaticString, _ entry: Entry) -> Bool {
        let length = name.utf8CodeUnitCount
        guard entry.nameLength == length else { return false }
        return bytes.withUnsafeBufferPointer { bytes in
            let start = Int(entry.start)
            // From the end: most names of one length begin alike, with `HTTP_` or `SERVER_`.
            var offset = length
            while offset > 0 {
                offset -= 1
                if bytes[start + offset] != name.utf8Start[offset] { return false }
            }
            return true
        }
    }
}
