import Dewar
import DewarTesting
import Glibc
import Testing

/// In production no answer tells anything of the inside, whatever is asked and whatever fails.
@Suite(.timeLimit(.minutes(5))) struct CanaryTests {
    /// 10,000 requests in all; most of them the fast way.
    @Test(
        arguments: [
            (TestTransport.direct, 8000, 11), (.fastcgi, 1200, 12), (.nginx, 800, 13),
        ] as [(TestTransport, Int, UInt64)])
    func nothingOfTheInsideIsTold(
        transport: TestTransport, count: Int, seed: UInt64
    ) async throws {
        let folder = try CanaryFolder()
        defer { folder.remove() }
        let log = CanaryLog()
        let client = try TestClient(canaryApplication(in: folder, log: log), over: transport)
        var requests = CanaryRequests(seed: Self.seed ?? seed)
        var statuses: [Int: Int] = [:]
        for number in 0..<count {
            let request = requests.next()
            let answer: TestAnswer
            do {
                answer = try await client.send(request, followsRedirects: false)
            } catch {
                // A stream that fails has no whole answer; what came is no page of an error.
                #expect(request.target.contains("/stream"), "\(error) at \(number): \(request)")
                continue
            }
            statuses[answer.status.code, default: 0] += 1
            let told = Self.told(by: answer)
            #expect(told == [], "seed \(seed), request \(number): \(request)")
        }
        // It did fail, and who runs the server can read why.
        #expect(statuses[500, default: 0] > count / 20, "\(statuses)")
        #expect(log.count > count / 20)
    }

    /// The canaries in an answer, in whatever part of it.
    private static func told(by answer: TestAnswer) -> [String] {
        let fields = answer.headers.map { "\($0.name): \($0.value)" }.joined(separator: "\n")
        let text = fields + "\n" + answer.text
        return Canary.all.filter { text.contains($0) }
    }

    /// Another seed, for whoever looks further.
    private static var seed: UInt64? {
        getenv("DEWAR_FUZZ_SEED").flatMap { UInt64(String(cString: $0)) }
    }
}
