import DewarText
import Testing

@Suite struct ByteViewTests {
    @Test func bytesAreFoundWhereTheyFirstStand() {
        var random = SystemRandomNumberGenerator()
        for _ in 0..<2000 {
            let text = (0..<Int.random(in: 0...40, using: &random)).map { _ in
                UInt8.random(in: 0...2, using: &random)
            }
            let wanted = (0..<Int.random(in: 0...4, using: &random)).map { _ in
                UInt8.random(in: 0...2, using: &random)
            }
            let start = Int.random(in: 0...text.count, using: &random)
            let place = text.withUnsafeBufferPointer { $0.place(of: wanted, from: start) }
            // What the word "first" means.
            let first = (start..<text.count + 1).first { text[$0...].starts(with: wanted) }
            #expect(place == first, "\(wanted) in \(text) from \(start)")
        }
    }
}
