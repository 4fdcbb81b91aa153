import Dewar
import DewarTesting
import Glibc
import Testing

/// Nothing outside of a folder is sent, whatever a client calls it.
@Suite(.serialized) struct PathTraversalTests {
    private let folder: Folder

    /// `public/a.txt`, and beside it what nobody shall see; removed at the end of the test.
    private final class Folder: Sendable {
        let path: String

        init() throws {
            var template = Array("/tmp/dewar-XXXXXX".utf8CString)
            try #require(mkdtemp(&template) != nil)
            path = String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
            mkdir(path + "/public", 0o700)
            mkdir(path + "/public-secret", 0o700)
            mkdir(path + "/public/below", 0o700)
            for name in ["public/a.txt", "public/below/b.txt", "secret", "public-secret/secret"] {
                let file = try #require(fopen(path + "/" + name, "w"))
                fputs(name.hasSuffix("secret") ? "SECRET" : "open", file)
                fclose(file)
            }
        }

        deinit {
            let files = [
                "public/a.txt", "public/below/b.txt", "secret", "public-secret/secret",
            ]
            for name in files { unlink(path + "/" + name) }
            for name in ["public/below", "public", "public-secret", ""] { rmdir(path + "/" + name) }
        }
    }

    init() throws { folder = try Folder() }

    private static let names = [
        "../secret", "..%2fsecret", "%2e%2e/secret", "%2e%2e%2fsecret", "below/../../secret",
        "below/..%2f..%2fsecret", "./../secret", "..\\secret", "..%5csecret", "%5c..%5csecret",
        "/etc/passwd", "%2fetc%2fpasswd", "//etc/passwd", "a.txt/../../secret", "a.txt%00",
        "../secret%00.txt", "..%00/secret", "../public-secret/secret", "..%2fpublic-secret/secret",
        "%252e%252e%252fsecret", "..%c0%afsecret", "..%ef%bc%8fsecret", "~root/.profile", "..", ".",
        "", "below", "below/", "%2e%2e%2f", "../",
    ]

    @Test(arguments: TestTransport.allCases)
    func namesOfAClientStayInTheFolder(over transport: TestTransport) async throws {
        let path = folder.path + "/public"
        let app = Application { app in
            app.get("/files/<path:name>") { (name: String) in try sendFromDirectory(path, name) }
            app.get("/query") { try sendFromDirectory(path, request.args["name"] ?? "") }
        }
        let client = try TestClient(app, over: transport)
        #expect(try await client.get("/files/a.txt").text == "open")
        #expect(try await client.get("/files/below/b.txt").text == "open")
        for name in Self.names {
            for target in ["/files/\(name)", "/query?name=\(name)"] {
                let answer = try await client.get(target)
                #expect((300..<500).contains(answer.status.code), "\(target): \(answer)")
                #expect(!answer.text.contains("SECRET") && !answer.text.contains("root:"))
            }
        }
    }
}
