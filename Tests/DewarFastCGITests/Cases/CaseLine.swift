import TransportCases
import DewarFastCGI
import DewarTesting

/// What the bytes of a case go over.
protocol CaseLine: AnyObject {
    /// Sends bytes, at most so many at a time.
    func send(_ bytes: [UInt8], inPiecesOf size: Int) async throws
    /// Waits for a record; nil at the end of the connection.
    func receive() throws -> FastCGIRecord?
    /// Waits for the end of the connection.
    ///
    /// - Returns: The number of bytes that came before.
    func waitForEnd() throws -> Int
}

/// A connection of sockets.
final class SocketLine: CaseLine {
    let connection: FastCGIConnection

    init(_ connection: FastCGIConnection) { self.connection = connection }

    func send(_ bytes: [UInt8], inPiecesOf size: Int) throws {
        try connection.send(bytes, inPiecesOf: size)
    }

    func receive() throws -> FastCGIRecord? { try connection.receiveRecord() }

    func waitForEnd() throws -> Int { try connection.waitForEnd() }
}

/// A connection that is only bytes.
final class MemoryLine: CaseLine {
    private let connection: MemoryConnection
    private var readCount = 0

    init(_ connection: MemoryConnection) { self.connection = connection }

    func send(_ bytes: [UInt8], inPiecesOf size: Int) async throws {
        var rest = bytes[...]
        while !rest.isEmpty {
            await connection.send(Array(rest.prefix(size)))
            rest = rest.dropFirst(size)
        }
    }

    func receive() throws -> FastCGIRecord? {
        let output = connection.output
        let rest = output[readCount...]
        if let record = FastCGIRecord(rest) {
            readCount += record.wireLength
            return record
        }
        if connection.isOpen { throw CaseFailure("nothing came") }
        if !rest.isEmpty { throw CaseFailure("half a record came: \(Array(rest))") }
        return nil
    }

    func waitForEnd() throws -> Int {
        if connection.isOpen { throw CaseFailure("the connection is still open") }
        return connection.output.count - readCount
    }
}

/// What is different from what the table says.
struct CaseFailure: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}
