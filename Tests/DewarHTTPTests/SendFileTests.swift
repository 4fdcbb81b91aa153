import DewarHTTP
import DewarText
import HTTPTypes
import Testing

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

@Suite struct SendFileTests {
    /// A folder with a file of five bytes, `a b.txt`, of 29 February 2024, 12:30.
    private func withFolder(_ body: (String) throws -> Void) throws {
        var template = Array("/tmp/dewar-test-XXXXXX".utf8CString)
        let folder = try #require(mkdtemp(&template).map { String(cString: $0) })
        let path = "\(folder)/a b.txt"
        try UploadedFile(Array("hello".utf8), filename: "").save(to: path)
        var time = timeval(tv_sec: 1_709_209_800, tv_usec: 0)
        withUnsafePointer(to: &time) { time in
            var times = [time.pointee, time.pointee]
            utimes(path, &times)
        }
        defer {
            unlink(path)
            rmdir(folder)
        }
        try body(folder)
    }

    private func request(_ headers: [(String, String)] = []) throws -> Request {
        let parameters = [("REQUEST_METHOD", "GET"), ("DOCUMENT_URI", "/")] + headers
        return try Request(parameters: RequestParameters(parameters), body: RequestBody())
    }

    @Test func aFileIsDescribed() throws {
        try withFolder { folder in
            let response = try Response.file("\(folder)/a b.txt", for: request())
            #expect(response.status == .ok)
            #expect(response.body.length == 5)
            #expect(response.headers["Content-Type"] == "text/plain; charset=utf-8")
            #expect(response.headers["Content-Disposition"] == #"inline; filename="a b.txt""#)
            #expect(response.headers["Last-Modified"] == "Thu, 29 Feb 2024 12:30:00 GMT")
            #expect(response.headers["Cache-Control"] == "no-cache")
            #expect(response.headers["Accept-Ranges"] == "bytes")
            #expect(response.headers["ETag"]?.hasPrefix("\"1709209800.0-5-") == true)
        }
    }

    @Test func conditionsAndRangesAreAnswered() throws {
        try withFolder { folder in
            let path = "\(folder)/a b.txt"
            let part = try Response.file(path, for: request([("HTTP_RANGE", "bytes=1-2")]))
            #expect(part.status == .partialContent)
            #expect(part.headers["Content-Range"] == "bytes 1-2/5")
            #expect(part.body.length == 2)
            let tag = try Response.file(path, for: request()).headers["ETag"] ?? ""
            let same = try Response.file(path, for: request([("HTTP_IF_NONE_MATCH", tag)]))
            #expect(same.status == .notModified)
            #expect(throws: HTTPError.self) {
                try Response.file(path, for: request([("HTTP_RANGE", "bytes=9-")]))
            }
        }
    }

    @Test func optionsChangeHowAFileIsSent() throws {
        try withFolder { folder in
            let path = "\(folder)/a b.txt"
            var options = FileOptions()
            options.isAttachment = true
            options.downloadName = "é.tgz"
            options.maxAge = 60
            options.hasETag = false
            let response = try Response.file(path, for: request(), options)
            #expect(response.headers["Content-Type"] == "application/x-tar")
            #expect(response.headers["Content-Encoding"] == nil)
            #expect(
                response.headers["Content-Disposition"]
                    == "attachment; filename=e.tgz; filename*=UTF-8''%C3%A9.tgz")
            #expect(response.headers["ETag"] == nil)
            #expect(response.cacheControl.maxAge == 60)
            #expect(response.cacheControl.public)
            options.isAttachment = false
            options.accelPrefix = "/_files"
            let accelerated = try Response.file(path, for: request(), options)
            #expect(accelerated.headers["X-Accel-Redirect"] == "/_files\(folder)/a%20b.txt")
            #expect(accelerated.headers["Content-Encoding"] == "gzip")
            #expect(accelerated.body.length == 0)
            let relative = String(repeating: "../", count: 40) + path.dropFirst()
            let place = try Response.file(relative, for: request(), options)
            #expect(place.headers["X-Accel-Redirect"]?.hasPrefix("/_files/../../") == true)
        }
    }

    @Test func aPathEndsAtNoByteOfZero() throws {
        try withFolder { folder in
            let path = "\(folder)/a b.txt"
            #expect(throws: Never.self) { try OpenFile(path: path) }
            let error = #expect(throws: OpenFileError.self) { try OpenFile(path: path + "\0.png") }
            #expect(error?.errno == EINVAL)
        }
    }

    @Test(arguments: ["../etc/passwd", "/etc/passwd", "missing", ".", "", "a\0b"])
    func whatIsNoFileOfTheFolderIsNotFound(path: String) throws {
        try withFolder { folder in
            #expect {
                try Response.file(in: folder, path, for: request())
            } throws: {
                ($0 as? HTTPError)?.status == .notFound
            }
        }
    }

    @Test(
        arguments: [
            ("a.svg.gz", "image/svg+xml", "gzip"), ("a.tgz", "application/x-tar", "gzip"),
            (".bashrc", nil, nil), ("a.PDF", "application/pdf", nil), ("x/y.z/a", nil, nil),
            ("a.Z", nil, "compress"), ("a.css.br", "text/css", "br"), ("a.html", "text/html", nil),
            ("a.", nil, nil), ("a", nil, nil), ("", nil, nil),
        ] as [(String, String?, String?)])
    func typesGoByTheName(name: String, mimeType: String?, encoding: String?) {
        let guess = FileTypes.guess(name)
        #expect(guess.mimeType == mimeType)
        #expect(guess.encoding == encoding)
    }
}
