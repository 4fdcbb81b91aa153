import DewarHTTP
import Testing

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

@Suite struct UploadedFileTests {
    /// A form of files, of which no more than some bytes stay in memory.
    private static func upload(
        _ files: [String], inMemory limit: Int, folder: String? = nil
    ) throws -> [UploadedFile] {
        let parts = files.map {
            "--b\r\nContent-Disposition: form-data; name=f; filename=x\r\n\r\n\($0)\r\n"
        }
        let request = try FormRequest.multipart(parts.joined() + "--b--")
        request.limits.maxFileMemorySize = limit
        request.limits.temporaryDirectory = folder
        return try request.files.all("f")
    }

    /// A folder that is removed when the closure returns.
    private func withFolder(_ body: (String) throws -> Void) throws {
        var template = Array("/tmp/dewar-test-XXXXXX".utf8CString)
        let folder = try #require(mkdtemp(&template).map { String(cString: $0) })
        defer {
            for name in entries(of: folder) { unlink("\(folder)/\(name)") }
            rmdir(folder)
        }
        try body(folder)
    }

    private func entries(of folder: String) -> [String] {
        guard let directory = opendir(folder) else { return [] }
        defer { closedir(directory) }
        var names: [String] = []
        while let entry = readdir(directory) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names
    }

    @Test func filesOverTheLimitAreReadFromDiskAsFromMemory() throws {
        let contents = ["", "0123456789", "abc", String(repeating: "x", count: 600_000), "end"]
        for limit in [0, 3, 10, 13, 500_000, 1_000_000] {
            let files = try Self.upload(contents, inMemory: limit)
            #expect(files.map(\.size) == contents.map(\.utf8.count))
            #expect(try files.map { try $0.text() } == contents)
            #expect(try files[1].read(at: 3, upTo: 4) == Array("3456".utf8))
            #expect(try files[1].read(at: 8, upTo: 100) == Array("89".utf8))
            #expect(try files[1].read(at: 10, upTo: 1) == [])
            #expect(try files[1].read(at: .max, upTo: .max) == [])
            #expect(try files[1].read(at: -5, upTo: 1) == Array("0".utf8))
            #expect(try files[1].read(at: 0, upTo: -1) == [])
            var count = 0
            try files[3].forEachChunk { count += $0.count }
            #expect(count == 600_000)
        }
    }

    @Test func theTemporaryFileHasNoName() throws {
        try withFolder { folder in
            let files = try Self.upload(["0123456789"], inMemory: 4, folder: folder)
            #expect(entries(of: folder) == [])
            #expect(try files[0].text() == "0123456789")
        }
    }

    @Test func filesAreSavedAndReplaceWhatWasThere() throws {
        try withFolder { folder in
            for limit in [0, 100] {
                let files = try Self.upload(["0123456789", "new"], inMemory: limit)
                try files[0].save(to: "\(folder)/saved")
                try files[1].save(to: "\(folder)/saved")
                #expect(entries(of: folder) == ["saved"])
                let saved = try OpenFile(path: "\(folder)/saved")
                #expect(try saved.bytes(at: 0, upTo: 100) == Array("new".utf8))
            }
        }
    }

    @Test func aFileThatCannotBeKeptOrSavedIsTheServersFault() throws {
        #expect(throws: UploadError.self) {
            try Self.upload(["0123456789"], inMemory: 4, folder: "/nowhere")
        }
        let file = UploadedFile(Array("x".utf8), filename: "x")
        #expect {
            try file.save(to: "/nowhere/x")
        } throws: {
            "\($0)"
                == "cannot save an upload to '/nowhere/x': No such file or directory (errno 2)."
        }
        #expect {
            try file.save(to: "/tmp/a\0b")
        } throws: {
            ($0 as? UploadError)?.errno == EINVAL
        }
    }

    @Test func anUnchosenFileIsEmpty() throws {
        let request = try FormRequest.multipart(
            "--b\r\nContent-Disposition: form-data; name=f; filename=\"\"\r\n\r\n\r\n--b--")
        let file = try request.files.require("f")
        #expect(file.isEmpty && file.size == 0 && file.mimeType == "" && file.contentType == nil)
    }
}
