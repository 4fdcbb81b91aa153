import DewarHTTP
import Synchronization
import Testing

@Suite struct RequestBodyTests {
    /// Gives its pieces one after another, then an error or the end.
    private final class Pieces: RequestBodySource {
        private let rest: Mutex<[[UInt8]]>
        private let failure: RequestBodyError?

        init(_ pieces: [[UInt8]], then failure: RequestBodyError? = nil) {
            rest = Mutex(pieces)
            self.failure = failure
        }

        func nextChunk() throws -> [UInt8] {
            try rest.withLock { rest in
                if !rest.isEmpty { return rest.removeFirst() }
                if let failure { throw failure }
                return []
            }
        }
    }

    @Test func isReadOnceAndKept() throws {
        let body = RequestBody(source: Pieces([[1, 2], [3]]), announcedLength: 3)
        #expect(try body.bytes() == [1, 2, 3])
        #expect(try body.bytes() == [1, 2, 3])
    }

    @Test func isReadPieceByPieceAndNotKept() throws {
        let body = RequestBody(source: Pieces([[1, 2], [3]]), announcedLength: nil)
        #expect(try body.nextChunk() == [1, 2])
        #expect(try body.nextChunk() == [3])
        #expect(try body.nextChunk() == nil)
        #expect(try body.bytes() == [])
    }

    @Test func isRefusedBeyondTheLimit() {
        let announced = RequestBody(source: Pieces([[1, 2, 3]]), announcedLength: 3)
        #expect(throws: RequestBodyError.tooLarge(limit: 2)) { try announced.bytes(upTo: 2) }
        let unannounced = RequestBody(source: Pieces([[1, 2], [3]]), announcedLength: nil)
        #expect(throws: RequestBodyError.tooLarge(limit: 2)) { try unannounced.bytes(upTo: 2) }
        #expect(throws: RequestBodyError.tooLarge(limit: 2)) {
            try RequestBody([1, 2, 3]).bytes(upTo: 2)
        }
    }

    @Test func whatIsLeftAfterAFailureIsNoBody() throws {
        let body = RequestBody(source: Pieces([[1, 2], [3], [4]]), announcedLength: nil)
        #expect(throws: RequestBodyError.tooLarge(limit: 2)) { try body.bytes(upTo: 2) }
        #expect(throws: RequestBodyError.tooLarge(limit: 2)) { try body.bytes() }
        #expect(throws: RequestBodyError.tooLarge(limit: 2)) { try body.nextChunk() }
        let partly = RequestBody(source: Pieces([[1], [2]]), announcedLength: nil)
        _ = try partly.nextChunk()
        #expect(try partly.bytes() == [])
    }

    @Test func tellsThatItWasCutOff() {
        let body = RequestBody(source: Pieces([[1]], then: .cutOff), announcedLength: 3)
        #expect(throws: RequestBodyError.cutOff) { try body.bytes() }
    }
}
