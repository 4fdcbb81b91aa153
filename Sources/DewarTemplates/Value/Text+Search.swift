/// Finding, counting and replacing parts of text.
extension Text {
    /// The index of the first or last place of `part` within a range of code points, or nil.
    func index(of part: Text, in range: Range<Int>, fromEnd: Bool = false) -> Int? {
        let bytes = byteOffset(of: range.lowerBound)..<byteOffset(of: range.upperBound)
        let offset = withBytes { source in
            part.withBytes { part -> Int? in
                guard fromEnd else {
                    let limited = UnsafeBufferPointer(rebasing: source[..<bytes.upperBound])
                    return UTF8Scan.firstOffset(of: part, in: limited, from: bytes.lowerBound)
                }
                let found = UTF8Scan.lastOffset(of: part, in: source, before: bytes.upperBound)
                return found.flatMap { $0 >= bytes.lowerBound ? $0 : nil }
            }
        }
        return offset.map { index(ofByte: $0) }
    }

    /// How often `part` stands in a range of code points, without overlap.
    func occurrences(of part: Text, in range: Range<Int>) -> Int {
        if part.isEmpty { return range.count + 1 }
        var count = 0
        let bytes = byteOffset(of: range.lowerBound)..<byteOffset(of: range.upperBound)
        forEachOffset(of: part, in: bytes) { _ in
            count += 1
            return true
        }
        return count
    }

    /// Calls `body` with the byte offset of every place of `part`, which is not empty, until it
    /// gives false.
    func forEachOffset(of part: Text, in range: Range<Int>, _ body: (Int) -> Bool) {
        withBytes { source in
            part.withBytes { part in
                let limited = UnsafeBufferPointer(rebasing: source[..<range.upperBound])
                var offset = range.lowerBound
                while let found = UTF8Scan.firstOffset(of: part, in: limited, from: offset) {
                    guard body(found) else { return }
                    offset = found + part.count
                }
            }
        }
    }

    /// `str.replace`, `limit` times at most.
    func replacing(_ old: Text, with new: Text, limit: Int? = nil) throws -> Text {
        if let limit, limit <= 0 { return self }
        if old.isEmpty { return try interspersed(with: new, limit: limit ?? .max) }
        if limit == nil, let old = old.unretained.onlyByte, let new = new.unretained.onlyByte {
            return replacing(old, with: new)
        }
        var found = 0
        forEachOffset(of: old, in: 0..<byteCount) { _ in
            found += 1
            return found < limit ?? .max
        }
        guard found > 0 else { return self }
        let (added, overflow) = found.multipliedReportingOverflow(
            by: new.byteCount - old.byteCount)
        try Value.checkSize(overflow ? .max : byteCount + added)
        return new.withBytes { replace(found, old, with: $0, count: byteCount + added) }
    }

    /// `str.replace` of texts without references to them.
    @inline(__always)
    func replacing(_ old: UnretainedText, with new: UnretainedText) throws -> Text {
        if let old = old.onlyByte, let new = new.onlyByte { return replacing(old, with: new) }
        return try replacing(old.text, with: new.text)
    }

    /// Replaces one ASCII character by another.
    private func replacing(_ old: UInt8, with new: UInt8) -> Text {
        withBytes { bytes in
            guard bytes.contains(old) else { return self }
            return Text(byteCount: bytes.count) { target in
                for index in bytes.indices {
                    let byte = bytes[index]
                    target.initializeElement(at: index, to: byte == old ? new : byte)
                }
            }
        }
    }

    /// Replaces the first `found` places of a text by bytes, which gives `count` bytes.
    private func replace(
        _ found: Int, _ old: Text, with new: UnsafeBufferPointer<UInt8>, count: Int
    ) -> Text {
        withBytes { source in
            Text(
                byteCount: count,
                appending: { pieces in
                    var (copied, rest) = (0, found)
                    forEachOffset(of: old, in: 0..<byteCount) { offset in
                        pieces.append(UnsafeBufferPointer(rebasing: source[copied..<offset]))
                        pieces.append(new)
                        copied = offset + old.byteCount
                        rest -= 1
                        return rest > 0
                    }
                    pieces.append(UnsafeBufferPointer(rebasing: source[copied...]))
                })
        }
    }

    /// What `replace` makes of an empty search text: the new one before every code point and at
    /// the end.
    private func interspersed(with new: Text, limit: Int) throws -> Text {
        let (size, overflow) = new.byteCount.multipliedReportingOverflow(by: count + 1)
        try Value.checkSize(overflow ? .max : size)
        var output = Output(capacity: byteCount)
        var rest = limit
        for scalar in scalars {
            if rest > 0 { output.append(new) }
            rest -= 1
            output.append(scalar)
        }
        if rest > 0 { output.append(new) }
        return output.text
    }

    /// `str.translate`: every code point by what the table has at its number.
    func translated(_ table: Value) throws -> Text {
        var output = Output(capacity: byteCount)
        for scalar in scalars {
            let replacement: Value
            do {
                replacement = try table.item(.int(Int(scalar.value)))
            } catch let error as TemplateError where error.kind.isLookupError {
                output.append(scalar)
                continue
            }
            if replacement.isNone { continue }
            if let text = replacement.text {
                output.append(text)
            } else if let code = replacement.int {
                guard let scalar = UInt32(exactly: code).flatMap(Unicode.Scalar.init) else {
                    throw TemplateError.value("character mapping must be in range(0x110000)")
                }
                output.append(scalar)
            } else {
                throw TemplateError.type("character mapping must return integer, None or str")
            }
        }
        try Value.checkSize(output.count)
        return output.text
    }
}

extension UnretainedText {
    /// The byte, if there is one only: an ASCII character.
    @inline(__always)
    fileprivate var onlyByte: UInt8? { withBytes { $0.count == 1 ? $0[0] : nil } }
}
