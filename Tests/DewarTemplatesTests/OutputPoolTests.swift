import DewarTemplates
import Testing

/// The memory of large outputs is kept for the next ones, up to a limit.
@Suite struct OutputPoolTests {
    private func environment(keeping bytes: Int) -> TemplateEnvironment {
        TemplateEnvironment { $0.keptOutputBytes = bytes }
    }

    private let source = "{% for i in range(count) %}{{ text }}{% endfor %}"

    private func render(_ template: Template, bytes: Int) throws {
        let text = String(repeating: "x", count: 1000)
        let output = try template.render(["count": .int(bytes / 1000), "text": .string(text)])
        #expect(output == String(repeating: "x", count: bytes / 1000 * 1000))
    }

    @Test func memoryIsKeptUpToItsLimit() throws {
        let environment = environment(keeping: 200_000)
        let templates = try (0..<8).map { _ in try environment.fromString(source) }
        #expect(environment.keptOutputBytes == 0)
        for template in templates {
            try render(template, bytes: 60_000)
            #expect((60_000...200_000).contains(environment.keptOutputBytes))
        }
        // What is there is used again.
        for _ in 0..<3 { try render(templates[0], bytes: 60_000) }
        let kept = environment.keptOutputBytes
        for _ in 0..<3 { try render(templates[0], bytes: 60_000) }
        #expect(environment.keptOutputBytes == kept)
    }

    @Test(arguments: [0, -1, 1000, 100_000])
    func whatIsLargerThanTheLimitIsNotKept(limit: Int) throws {
        let environment = environment(keeping: limit)
        let template = try environment.fromString(source)
        for _ in 0..<3 { try render(template, bytes: 500_000) }
        #expect(environment.keptOutputBytes == 0)
    }

    @Test func smallOutputsAreNotKept() throws {
        let environment = environment(keeping: 1 << 20)
        let template = try environment.fromString(source)
        for _ in 0..<3 { try render(template, bytes: 4000) }
        #expect(environment.keptOutputBytes == 0)
    }

    @Test func failuresGiveTheirMemoryBackToo() throws {
        let environment = environment(keeping: 1 << 20)
        let template = try environment.fromString(source + "{{ 1 / zero }}")
        #expect(throws: TemplateError.self) {
            try template.render([
                "count": 100, "text": .string(String(repeating: "x", count: 1000)), "zero": 0,
            ])
        }
        #expect(environment.keptOutputBytes > 100_000)
    }

    @Test func renderingsAtTheSameTimeDoNotShareIt() async throws {
        let environment = environment(keeping: 1 << 20)
        let template = try environment.fromString("{% for i in range(9000) %}{{ x }},{% endfor %}")
        await withTaskGroup(of: Bool.self) { group in
            for number in 0..<16 {
                group.addTask {
                    let expected = String(repeating: "\(number),", count: 9000)
                    return (0..<4).allSatisfy { _ in
                        (try? template.render(["x": .int(number)])) == expected
                    }
                }
            }
            for await isRight in group { #expect(isRight) }
        }
        #expect(environment.keptOutputBytes <= 1 << 20)
    }
}
