import Glibc

extension RecordCanonicaliser {
    /// What a header leads to.
    enum Decision {
        case use(Use)
        case event(Event)
    }

    /// Decides what becomes of a record.
    ///
    /// - Parameters:
    ///   - header: The record's header.
    ///   - replies: Gets what is answered for its header alone.
    /// - Returns: The use of its content, or what it leads to at once.
    mutating func use(of header: RecordHeader, _ replies: inout [UInt8]) -> Decision {
        if header.requestID == 0 { return useOfManagement(header, &replies) }
        if header.kind == RecordHeader.Kind.beginRequest { return useOfBeginning(header, &replies) }
        // What belongs to no request under way is late or astray: it means nothing.
        guard let request, request.id == header.requestID else { return .use(.nothing) }
        switch header.kind {
        case RecordHeader.Kind.parameters:
            if request.hasParameters { return .event(.violation(.lateParameters)) }
            return .use(.parameters)
        case RecordHeader.Kind.input:
            if !request.hasParameters { return .event(.violation(.earlyBody)) }
            // Caddy ends a body twice.
            return .use(request.hasBody || request.isAborted ? .nothing : .body)
        case RecordHeader.Kind.abortRequest:
            return .event(abort(request, &replies))
        case RecordHeader.Kind.data:
            // A filter's file: a responder has none.
            return .use(.nothing)
        default:
            return .event(.violation(.unknownKind(header.kind)))
        }
    }

    private mutating func useOfManagement(
        _ header: RecordHeader, _ replies: inout [UInt8]
    ) -> Decision {
        if header.kind == RecordHeader.Kind.beginRequest {
            return .event(.violation(.nullRequest))
        }
        managementCount += 1
        guard managementCount <= limits.managementRecords else {
            return .event(
                .violation(.tooManyManagementRecords(limit: limits.managementRecords)))
        }
        if header.kind == RecordHeader.Kind.getValues {
            questions = QuestionScanner()
            return .use(.questions)
        }
        replies.append(
            record: RecordHeader.Kind.unknownType, requestID: 0,
            content: [header.kind, 0, 0, 0, 0, 0, 0, 0])
        return .use(.nothing)
    }

    private mutating func useOfBeginning(
        _ header: RecordHeader, _ replies: inout [UInt8]
    ) -> Decision {
        guard header.contentLength == 8 else {
            return .event(.violation(.beginningLength(header.contentLength)))
        }
        guard let request else {
            (beginning, beginningID) = (0, header.requestID)
            return .use(.beginning)
        }
        if request.hasBody || request.isAborted { return .event(.nextRequest) }
        if request.id == header.requestID {
            return .event(.violation(.repeatedRequest(header.requestID)))
        }
        replies.append(
            endOf: header.requestID, status: RecordHeader.ProtocolStatus.cannotMultiplex)
        return .use(.nothing)
    }

    private mutating func abort(_ request: Request, _ replies: inout [UInt8]) -> Event {
        guard request.hasParameters else { return abandonRequest(&replies) }
        self.request?.isAborted = true
        return .aborted
    }

    // MARK: Contents

    /// Takes a piece of a content, not empty.
    mutating func takeContent(
        _ piece: UnsafeRawBufferPointer, for use: Use, _ records: inout RecordBuffer
    ) -> Event? {
        switch use {
        case .nothing: break
        case .beginning: for byte in piece { beginning = beginning << 8 | UInt64(byte) }
        case .questions: questions.take(piece)
        case .parameters: return takeParameters(piece, &records)
        case .body:
            guard let request, !request.isAborted else { return nil }
            self.request?.bodyByteCount &+= piece.count
            records.append(RecordHeader.Kind.input, requestID: request.id, piece)
        }
        return nil
    }

    /// Takes the end of a content.
    ///
    /// - Parameters:
    ///   - use: What the content was for.
    ///   - isEmpty: Whether there was none: that ends a stream.
    ///   - records: Gets what is for libfcgi.
    ///   - replies: Gets what is to be sent.
    /// - Returns: What that leads to; nil for nothing.
    mutating func endContent(
        of use: Use, isEmpty: Bool, _ records: inout RecordBuffer, _ replies: inout [UInt8]
    ) -> Event? {
        switch use {
        case .nothing: return nil
        case .beginning: return begin(&records, &replies)
        case .questions:
            questions.appendAnswer(to: &replies, limits: limits)
            return nil
        case .parameters: return isEmpty ? endParameters(&records) : nil
        case .body: return isEmpty ? endBody(&records) : nil
        }
    }

    private mutating func endParameters(_ records: inout RecordBuffer) -> Event? {
        guard let id = request?.id else { return nil }
        guard pairs.isBetweenPairs else { return .violation(.truncatedPair) }
        records.append(RecordHeader.Kind.parameters, requestID: id, Self.noBytes)
        request?.hasParameters = true
        return .parametersComplete
    }

    private mutating func endBody(_ records: inout RecordBuffer) -> Event? {
        guard let id = request?.id else { return nil }
        records.append(RecordHeader.Kind.input, requestID: id, Self.noBytes)
        request?.hasBody = true
        return .bodyComplete
    }

    private mutating func begin(
        _ records: inout RecordBuffer, _ replies: inout [UInt8]
    ) -> Event? {
        // The upper two bytes are the role, the third has the flags, of which one means something.
        let role = beginning >> 48
        let keepsConnection = beginning >> 40 & 1 == 1
        guard role == 1 else {
            // FastCGI 1.0, section 5.5.
            replies.append(endOf: beginningID, status: RecordHeader.ProtocolStatus.unknownRole)
            return keepsConnection ? nil : .closing
        }
        request = Request(id: beginningID, keepsConnection: keepsConnection)
        (pairs, parameterCount, parameterByteCount) = (PairScanner(), 0, 0)
        records.clear()
        records.appendBeginning(requestID: beginningID, keepsConnection: keepsConnection)
        return nil
    }

    // MARK: Parameters

    private mutating func takeParameters(
        _ piece: UnsafeRawBufferPointer, _ records: inout RecordBuffer
    ) -> Event? {
        guard let id = request?.id else { return nil }
        var rest = piece
        while let element = pairs.next(in: &rest) {
            let fault: Fault? =
                switch element {
                case .pair(let name, let value):
                    note(nameLength: name.count, valueLength: value.count)
                        ?? Self.fault(inName: name) ?? Self.fault(inValue: value)
                case .lengths(let name, let value): note(nameLength: name, valueLength: value)
                case .name(let bytes): Self.fault(inName: bytes)
                case .value(let bytes): Self.fault(inValue: bytes)
                }
            if let fault { return event(of: fault, &records) }
        }
        records.append(RecordHeader.Kind.parameters, requestID: id, piece)
        return nil
    }

    /// What is wrong with a parameter.
    ///
    /// Numbers only: every parameter is asked for one, and an ``Event`` is costly to pass on.
    private enum Fault {
        case invalidName, invalidValue, longName, tooMany, tooLarge
        case absurdLength(Int)
    }

    /// Counts a parameter.
    private mutating func note(nameLength name: Int, valueLength value: Int) -> Fault? {
        if name == 0 { return .invalidName }
        // CVE-2025-23016 and its remainder: lengths whose sum libfcgi cannot compute.
        if max(name, value) > Self.absurdLength { return .absurdLength(max(name, value)) }
        parameterCount += 1
        parameterByteCount += name + value
        if name > limits.nameBytes { return .longName }
        if parameterCount > limits.parameters { return .tooMany }
        return parameterByteCount > limits.parameterBytes ? .tooLarge : nil
    }

    /// Checks a piece of a name.
    private static func fault(inName bytes: UnsafeRawBufferPointer) -> Fault? {
        // libfcgi makes `NAME=VALUE` of it: a '=' would move the border, a NUL end both.
        bytes.has(0) || bytes.has(UInt8(ascii: "=")) ? .invalidName : nil
    }

    /// Checks a piece of a value.
    private static func fault(inValue bytes: UnsafeRawBufferPointer) -> Fault? {
        bytes.has(0) ? .invalidValue : nil
    }

    private mutating func event(of fault: Fault, _ records: inout RecordBuffer) -> Event? {
        switch fault {
        case .absurdLength(let length): .violation(.absurdLength(length))
        case .invalidName: refuse(.invalidName, &records)
        case .invalidValue: refuse(.invalidValue, &records)
        case .longName: refuse(.longName(limit: limits.nameBytes), &records)
        case .tooMany: refuse(.tooMany(limit: limits.parameters), &records)
        case .tooLarge: refuse(.tooLarge(limit: limits.parameterBytes), &records)
        }
    }

    /// Puts a request in place of the one under way that libfcgi can have answered.
    private mutating func refuse(_ refusal: Refusal, _ records: inout RecordBuffer) -> Event? {
        guard let id = request?.id else { return nil }
        records.clear()
        records.appendBeginning(requestID: id, keepsConnection: false)
        records.append(RecordHeader.Kind.parameters, requestID: id, Self.noBytes)
        records.append(RecordHeader.Kind.input, requestID: id, Self.noBytes)
        request?.hasParameters = true
        return .refused(refusal)
    }

    /// The content of a record that ends a stream.
    private static var noBytes: UnsafeRawBufferPointer { .init(start: nil, count: 0) }

    /// The largest length that a header of any web server could have, by far.
    private static let absurdLength = 1 << 24
}

extension UnsafeRawBufferPointer {
    fileprivate func has(_ byte: UInt8) -> Bool {
        baseAddress.map { memchr($0, Int32(byte), count) != nil } ?? false
    }
}
