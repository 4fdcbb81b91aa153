import DewarText

/// A secret key or a salt: text, which stands for its UTF-8, or bytes.
///
/// ```swift
/// let serializer = URLSafeSerializer(secrets: [KeyMaterial(oldKey), KeyMaterial(newKey)])
/// ```
/// It does not show what it holds: a key that is printed by mistake is not known for it.
public struct KeyMaterial: Sendable, Hashable, ExpressibleByStringLiteral, CustomStringConvertible,
    CustomReflectable
{
    /// The bytes.
    public let bytes: [UInt8]

    /// Makes a key of bytes.
    public init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// Makes a key of text.
    public init(_ text: String) {
        bytes = Array(text.utf8)
    }

    /// Makes a key of a literal.
    public init(stringLiteral value: String) {
        self.init(value)
    }

    /// How many bytes there are, and no more.
    public var description: String { "\(bytes.count) bytes" }

    /// Nothing.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
