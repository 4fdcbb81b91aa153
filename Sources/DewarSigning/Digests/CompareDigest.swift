import CCrypto

/// Tells whether two texts are the same, in a time that does not tell where they differ.
///
/// ```swift
/// let isGenuine = compareDigest(token, expected)
/// ```
/// Texts are compared by their bytes. Only their lengths can be learned from the time.
///
/// - SeeAlso: Python `hmac.compare_digest`.
public func compareDigest(_ left: String, _ right: String) -> Bool {
    var (left, right) = (left, right)
    return left.withUTF8 { left in
        right.withUTF8 { right in
            compareDigest(UnsafeRawBufferPointer(left), UnsafeRawBufferPointer(right))
        }
    }
}

/// Tells whether two pieces of memory hold the same, in a time that does not tell where they differ.
///
/// Only their lengths can be learned from the time.
///
/// - SeeAlso: Python `hmac.compare_digest`.
public func compareDigest(_ left: [UInt8], _ right: [UInt8]) -> Bool {
    left.withUnsafeBytes { left in right.withUnsafeBytes { compareDigest(left, $0) } }
}

func compareDigest(_ left: UnsafeRawBufferPointer, _ right: UnsafeRawBufferPointer) -> Bool {
    guard left.count == right.count else { return false }
    guard let first = left.baseAddress, let second = right.baseAddress else { return true }
    return CRYPTO_memcmp(first, second, left.count) == 0
}
