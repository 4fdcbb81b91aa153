import DewarRouting
import Testing

@Suite struct URLMapClashesTests {
    @Test func rulesForTheSameRequestsClash() throws {
        let map = try URLMap([
            Rule("/a/<x>", methods: ["GET"]), Rule("/a/<y>", methods: ["POST"]),
            Rule("/a/<z>", methods: ["GET", "POST"]), Rule("/a/<int:x>"), Rule("/a/<int(min=1):y>"),
            Rule("/a/<x>", methods: ["GET"], subdomain: "b"), Rule("/a/<x>", isBuildOnly: true),
            Rule("/a/<int:x>", isWebSocket: true),
        ])
        #expect(
            map.clashes().map { [$0.ruleIndex, $0.hiddenRuleIndex] } == [[0, 2], [1, 2], [3, 4]])
        #expect(map.clashes().map(\.methods) == [["GET", "HEAD"], ["POST"], nil])
    }
}
