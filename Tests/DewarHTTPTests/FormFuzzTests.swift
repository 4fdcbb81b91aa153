import DewarHTTP
import Testing

/// Bodies nobody would write: nothing may trap, and pieces must not matter.
@Suite struct FormFuzzTests {
    /// Numbers that are the same in every run.
    private struct Generator: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return (state ^ state >> 33) &* 0xFF51_AFD7_ED55_8CCD
        }
    }

    private static let seed = Array(
        """
        --b\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n--b\r
        Content-Disposition: form-data; name*=utf-8''%ED%95%9C; filename*0="x"; filename*1=y\r
        Content-Type: text/plain; charset=iso-8859-1\r\n X: y\r\n\r\n\r\n--\r\n--b\n
        Content-Disposition: form-data; name=c\n\n2\n--b--\r\n
        """.utf8)
    private static let insertions = [
        "\r", "\n", "\r\n", "-", "--", "--b", "\r\n--b", "\r\n--b--", ":", ";", "=", "\"", "\\",
        "%",
        " ", "\t", "\u{0}", "é", "*", "'", "name", "filename", "Content-Disposition: form-data; ",
    ].map { Array($0.utf8) }

    private static func mutated(_ bytes: [UInt8], _ generator: inout Generator) -> [UInt8] {
        var bytes = bytes
        for _ in 0..<Int.random(in: 1...6, using: &generator) {
            let place = Int.random(in: 0...bytes.count, using: &generator)
            let end = min(bytes.count, place + Int.random(in: 0...12, using: &generator))
            switch Int.random(in: 0..<4, using: &generator) {
            case 0: bytes.replaceSubrange(place..<end, with: [])
            case 1:
                bytes.insert(
                    contentsOf: insertions.randomElement(using: &generator) ?? [], at: place)
            case 2: bytes.insert(contentsOf: bytes[place..<end], at: place)
            default:
                if place < bytes.count {
                    bytes[place] = UInt8.random(in: 0...255, using: &generator)
                }
            }
        }
        return bytes
    }

    private static func read(_ body: [UInt8], pieceSize: Int) -> String {
        var limits = RequestLimits(maxFormMemorySize: nil, maxFileMemorySize: 4)
        limits.pieceSize = pieceSize
        do {
            let request = try FormRequest.make("multipart/form-data; boundary=b", [body])
            request.limits = limits
            return try summary(request.formContent)
        } catch {
            return "\(error)"
        }
    }

    @Test(arguments: 0..<8) func mutatedBodiesNeverTrapAndPiecesDoNotMatter(part: Int) {
        var generator = Generator(state: UInt64(part) &+ 5)
        for _ in 0..<150 {
            let body = Self.mutated(Self.seed, &generator)
            let whole = Self.read(body, pieceSize: 65_536)
            for pieceSize in [1, 2, 3, Int.random(in: 4...40, using: &generator)] {
                #expect(Self.read(body, pieceSize: pieceSize) == whole)
            }
        }
    }

    @Test func mutatedTextsAndHeadersNeverTrap() throws {
        var generator = Generator(state: 77)
        let type = Array("multipart/form-data; boundary*0=\"b\"; boundary*1=c".utf8)
        for _ in 0..<2000 {
            let header = String(decoding: Self.mutated(type, &generator), as: UTF8.self)
            _ = try FormRequest.make(header, [Self.seed]).formContent
            let text = Self.mutated(Array("a=1&b=%ED%95%9C+x&%FF=%e9".utf8), &generator)
            _ = try FormRequest.make("application/x-www-form-urlencoded", [text]).formContent
        }
    }
}
