/// Splitting text and taking off its ends.
extension Text {
    /// `str.split` and `str.rsplit` at white space, `limit` times at most.
    ///
    /// - Throws: MemoryError or TemplateLimitError if there are too many parts.
    func splitAtSpace(limit: Int? = nil, fromEnd: Bool = false) throws -> [Text] {
        try fromEnd ? rsplitAtSpace(limit ?? .max) : splitAtSpace(limit ?? .max)
    }

    private func splitAtSpace(_ limit: Int) throws -> [Text] {
        var parts: [Text] = []
        try withBytes { bytes in
            var offset = Self.skipSpace(bytes, from: 0)
            while offset < bytes.count {
                guard parts.count < limit else {
                    parts.append(self.bytes(offset..<bytes.count))
                    return
                }
                let end = Self.skipWord(bytes, from: offset)
                try parts.add(self.bytes(offset..<end))
                offset = Self.skipSpace(bytes, from: end)
            }
        }
        return parts
    }

    private func rsplitAtSpace(_ limit: Int) throws -> [Text] {
        var parts: [Text] = []
        try withBytes { bytes in
            var end = Self.skipSpaceBackwards(bytes, from: bytes.count)
            while end > 0 {
                guard parts.count < limit else {
                    parts.append(self.bytes(0..<end))
                    return
                }
                let start = Self.skipWordBackwards(bytes, from: end)
                try parts.add(self.bytes(start..<end))
                end = Self.skipSpaceBackwards(bytes, from: start)
            }
        }
        return parts.reversed()
    }

    /// `' '.join(text.split())`.
    func collapsingSpace() -> Text {
        withBytes { bytes in
            var output = Output(capacity: bytes.count)
            var offset = Self.skipSpace(bytes, from: 0)
            while offset < bytes.count {
                let end = Self.skipWord(bytes, from: offset)
                if output.count > 0 { output.append(ascii: UInt8(ascii: " ")) }
                output.append(utf8: UnsafeBufferPointer(rebasing: bytes[offset..<end]))
                offset = Self.skipSpace(bytes, from: end)
            }
            return output.text
        }
    }

    /// `str.split` and `str.rsplit` at a separator, which is not empty.
    ///
    /// - Throws: MemoryError or TemplateLimitError if there are too many parts.
    func split(at separator: Text, limit: Int? = nil, fromEnd: Bool = false) throws -> [Text] {
        guard fromEnd else {
            var parts: [Text] = []
            var start = 0
            if limit != 0 {
                try forEachOffset(of: separator, in: 0..<byteCount) { offset in
                    try parts.add(bytes(start..<offset))
                    start = offset + separator.byteCount
                    return limit.map { parts.count < $0 } ?? true
                }
            }
            parts.append(bytes(start..<byteCount))
            return parts
        }
        var parts: [Text] = []
        var end = byteCount
        while parts.count < limit ?? .max, let start = lastOffset(of: separator, before: end) {
            try parts.add(bytes(start + separator.byteCount..<end))
            end = start
        }
        parts.append(bytes(0..<end))
        return parts.reversed()
    }

    private func lastOffset(of part: Text, before end: Int) -> Int? {
        withBytes { bytes in
            part.withBytes { UTF8Scan.lastOffset(of: $0, in: bytes, before: end) }
        }
    }

    /// `str.partition` and `str.rpartition`; the separator is not empty.
    func partition(at separator: Text, fromEnd: Bool) -> (Text, Text, Text) {
        let offset =
            fromEnd
            ? lastOffset(of: separator, before: byteCount)
            : withBytes { bytes in
                separator.withBytes { UTF8Scan.firstOffset(of: $0, in: bytes, from: 0) }
            }
        guard let offset else {
            return fromEnd ? (.empty, .empty, self) : (self, .empty, .empty)
        }
        return (
            bytes(0..<offset), separator, bytes(offset + separator.byteCount..<byteCount)
        )
    }

    /// `str.splitlines`.
    ///
    /// - Throws: MemoryError or TemplateLimitError if there are too many lines.
    func lines(keepingEnds: Bool = false) throws -> [Text] {
        var lines: [Text] = []
        try forEachLine { start, end, next in
            try lines.add(bytes(start..<(keepingEnds ? next : end)))
        }
        return lines
    }

    /// Calls `body` with the byte offsets of every line: where it begins, where it ends, where the
    /// next one begins.
    func forEachLine(_ body: (Int, Int, Int) throws -> Void) rethrows {
        try withBytes { bytes in
            var start = 0
            var offset = 0
            while offset < bytes.count {
                let byte = bytes[offset]
                if byte > 0x1E, byte < 0x80 {
                    offset &+= 1
                    continue
                }
                let (scalar, width) = UTF8Scan.scalar(in: bytes, at: offset)
                let end = offset
                offset += width
                guard scalar.endsLine else { continue }
                if scalar == "\r", offset < bytes.count, bytes[offset] == 0x0A { offset += 1 }
                try body(start, end, offset)
                start = offset
            }
            if start < bytes.count { try body(start, bytes.count, bytes.count) }
        }
    }

    /// `str.strip`, `str.lstrip` and `str.rstrip` of white space.
    func trimmed(start: Bool = true, end: Bool = true) -> Text {
        withBytes { bytes in
            let first = start ? Self.skipSpace(bytes, from: 0) : 0
            let last = end ? Self.skipSpaceBackwards(bytes, from: bytes.count) : bytes.count
            return self.bytes(min(first, last)..<last)
        }
    }

    /// `str.strip`, `str.lstrip` and `str.rstrip` of the code points of a text.
    func trimmed(_ characters: Text, start: Bool = true, end: Bool = true) -> Text {
        let stripped = Set(characters.scalars)
        let scalars = scalars
        var range = scalars.startIndex..<scalars.endIndex
        if start {
            let first = scalars.firstIndex { !stripped.contains($0) } ?? scalars.endIndex
            range = first..<scalars.endIndex
        }
        if end {
            let last = scalars[range].lastIndex { !stripped.contains($0) }
            range = range.lowerBound..<(last.map { $0 + 1 } ?? range.lowerBound)
        }
        return part(range)
    }

    // MARK: Scanning

    private static func skipSpace(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
        var offset = start
        while offset < bytes.count {
            let (scalar, width) = UTF8Scan.scalar(in: bytes, at: offset)
            guard scalar.isPythonSpace else { break }
            offset += width
        }
        return offset
    }

    private static func skipWord(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
        var offset = start
        while offset < bytes.count {
            let byte = bytes[offset]
            if byte > 0x20, byte < 0x80 {
                offset &+= 1
                continue
            }
            let (scalar, width) = UTF8Scan.scalar(in: bytes, at: offset)
            if scalar.isPythonSpace { break }
            offset += width
        }
        return offset
    }

    private static func skipSpaceBackwards(
        _ bytes: UnsafeBufferPointer<UInt8>, from end: Int
    ) -> Int {
        skipBackwards(bytes, from: end) { $0.isPythonSpace }
    }

    private static func skipWordBackwards(
        _ bytes: UnsafeBufferPointer<UInt8>, from end: Int
    ) -> Int {
        skipBackwards(bytes, from: end) { !$0.isPythonSpace }
    }

    private static func skipBackwards(
        _ bytes: UnsafeBufferPointer<UInt8>, from end: Int,
        while condition: (Unicode.Scalar) -> Bool
    ) -> Int {
        var offset = end
        while offset > 0 {
            var start = offset - 1
            while start > 0, bytes[start] & 0xC0 == 0x80 { start -= 1 }
            guard condition(UTF8Scan.scalar(in: bytes, at: start).scalar) else { break }
            offset = start
        }
        return offset
    }
}

extension [Text] {
    /// Adds a part, and looks now and then whether there are too many.
    fileprivate mutating func add(_ part: Text) throws {
        append(part)
        if count & 0xFFF == 0 { try Value.checkCount(count) }
    }
}
