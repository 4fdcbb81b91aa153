import DewarFastCGI
import DewarHTTP
import Testing

@Suite struct CGIExchangeTests {
    @Test(arguments: [
        // The program's own URL is the root, and what is missing behind it the path '/'.
        (["SCRIPT_NAME=/cgi/shop", "SCRIPT_FILENAME=/srv/shop"], "/cgi/shop", "/"),
        (["SCRIPT_NAME=/cgi/shop", "SCRIPT_FILENAME=/srv/shop", "PATH_INFO="], "/cgi/shop", "/"),
        (["SCRIPT_NAME=/cgi/shop", "PATH_INFO=/posts"], "/cgi/shop", "/posts"),
        // By a rewriting rule it is a whole path.
        (["SCRIPT_NAME=/posts/1", "SCRIPT_FILENAME=/srv/shop"], "", "/posts/1"),
        (["SCRIPT_NAME=", "PATH_INFO=/posts"], "", "/posts"),
        ([], "", "/"),
    ])
    func thePathIsBelowTheProgram(variables: [String], root: String, path: String) throws {
        let parameters = try CGIExchange.parameters(
            of: (["REQUEST_METHOD=GET"] + variables).map { Array($0.utf8) }, limits: .init())
        let request = try Request(parameters: parameters, body: RequestBody())
        #expect(request.scriptRoot == root && request.path == path)
    }

    @Test func whatIsNoVariableIsLeftOut() throws {
        let variables: [[UInt8]] = [
            Array("A=1=2".utf8), Array("nothing".utf8), Array("=x".utf8), [66, 61, 0xff],
        ]
        let parameters = try CGIExchange.parameters(of: variables, limits: .init())
        #expect(parameters.count == 2)
        #expect(parameters.text(of: "A") == "1=2")
        #expect(parameters.bytes(of: "B").map(Array.init) == [0xff])
    }

    @Test func theEnvironmentHasLimits() throws {
        var limits = FastCGIConfiguration()
        limits.maximalParameters = 2
        #expect(throws: Refusal.self) {
            try CGIExchange.parameters(
                of: ["A=1", "B=2", "C=3"].map { Array($0.utf8) }, limits: limits)
        }
        limits = FastCGIConfiguration()
        limits.maximalParameterBytes = 10
        #expect(throws: Refusal.self) {
            try CGIExchange.parameters(of: [Array("ABCDE=123456".utf8)], limits: limits)
        }
        limits = FastCGIConfiguration()
        limits.maximalParameterNameBytes = 3
        #expect(throws: Refusal.self) {
            try CGIExchange.parameters(of: [Array("ABCD=".utf8)], limits: limits)
        }
    }
}
