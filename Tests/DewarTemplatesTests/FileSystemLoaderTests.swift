import DewarTemplates
import Testing

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// `write`, which the folder has a method of its own of this name for.
private let put: @Sendable (Int32, UnsafeRawPointer?, Int) -> Int = {
    write($0, $1, $2)
}

/// Which names are files, and which are not; what is expected is what Jinja2 does.
@Suite struct FileSystemLoaderTests {
    /// A folder with templates, which is removed with the test.
    private final class Folder {
        let path: String

        init() throws {
            var name = Array("/tmp/dewar-loader-XXXXXX".utf8CString)
            let made = try #require(mkdtemp(&name))
            path = String(cString: made)
        }

        deinit {
            // Only what tests put there.
            removeAll(path)
        }

        private func removeAll(_ folder: String) {
            guard let directory = opendir(folder) else { return }
            defer { closedir(directory) }
            while let entry = readdir(directory) {
                let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
                    String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
                }
                guard name != ".", name != ".." else { continue }
                // A link is unlinked, not followed.
                if unlink("\(folder)/\(name)") != 0 { removeAll("\(folder)/\(name)") }
            }
            rmdir(folder)
        }

        @discardableResult
        func write(_ name: String, _ bytes: [UInt8]) -> String {
            let file = "\(path)/\(name)"
            let descriptor = open(file, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
            defer { close(descriptor) }
            let written = bytes.withUnsafeBytes { put(descriptor, $0.baseAddress, $0.count) }
            #expect(written == bytes.count)
            return file
        }

        @discardableResult
        func write(_ name: String, _ text: String) -> String { write(name, Array(text.utf8)) }
    }

    private let folder: Folder

    init() throws {
        folder = try Folder()
        folder.write("a.html", "A")
        #expect(mkdir("\(folder.path)/sub", 0o700) == 0)
        folder.write("sub/b.html", "B")
    }

    private func environment(_ folders: String...) -> TemplateEnvironment {
        TemplateEnvironment { $0.loader = FileSystemLoader(folders) }
    }

    @Test(arguments: [
        ("a.html", "A"), ("/a.html", "A"), ("//a.html", "A"), ("a.html/", "A"), ("./a.html", "A"),
        ("sub/b.html", "B"), ("sub//b.html", "B"), ("sub/./b.html", "B"),
    ])
    func emptyPartsAndDotsAreLeftOut(name: String, text: String) throws {
        #expect(try environment(folder.path).getTemplate(name).render() == text)
    }

    @Test(arguments: [
        "sub/../a.html", "..", ".", "", "/", "sub", "sub/", "a.html\0", "\0", "a.html/b", "...",
        ".../a.html", "a.html.", "A.HTML", "%2e%2e/a.html", "..\\a.html", "/etc/passwd",
        String(repeating: "x", count: 300), String(repeating: "x/", count: 3000) + "y",
        String(repeating: "sub/", count: 10),
    ])
    func otherNamesAreNotFound(name: String) {
        let error = #expect(throws: TemplateError.self) {
            try environment(folder.path).getTemplate(name)
        }
        #expect(error?.kind == .templateNotFound)
    }

    @Test func whatIsNoFileIsNotFound() throws {
        #expect(mkfifo("\(folder.path)/pipe", 0o600) == 0)
        #expect(symlink("nowhere", "\(folder.path)/dangling") == 0)
        #expect(symlink("loop", "\(folder.path)/loop") == 0)
        for name in ["pipe", "dangling", "loop"] {
            let error = #expect(throws: TemplateError.self) {
                try environment(folder.path).getTemplate(name)
            }
            #expect(error?.kind == .templateNotFound)
        }
    }

    @Test func linksAreFollowedByName() throws {
        #expect(symlink("../a.html", "\(folder.path)/sub/link.html") == 0)
        #expect(symlink("sub", "\(folder.path)/folder") == 0)
        let environment = environment(folder.path)
        #expect(try environment.getTemplate("sub/link.html").render() == "A")
        #expect(try environment.getTemplate("folder/b.html").render() == "B")
        #expect(try environment.listTemplates() == ["a.html", "sub/b.html", "sub/link.html"])
    }

    @Test func linksThatLeadBackEndTheList() throws {
        for name in ["one", "two", "sub/up"] {
            let target = name == "sub/up" ? ".." : "."
            #expect(symlink(target, "\(folder.path)/\(name)") == 0)
        }
        #expect(symlink("sub", "\(folder.path)/other") == 0)
        let loader = FileSystemLoader([folder.path], followsLinks: true)
        #expect(loader.templateNames() == ["a.html", "other/b.html", "sub/b.html"])
    }

    @Test func anEmptyFolderIsTheCurrentOne() throws {
        // Not the root of all files.
        let path = String(folder.path.dropFirst()) + "/a.html"
        #expect(throws: TemplateError.self) { try environment("").getTemplate(path) }
        #expect(try environment("/").getTemplate(path).render() == "A")
        #expect(FileSystemLoader("").templateNames() == [])
    }

    @Test func theFileIsToldAsItWasAskedFor() throws {
        let file = "\(folder.path)/sub/b.html"
        #expect(try environment(folder.path).getTemplate("sub//b.html").file == file)
        #expect(try environment(folder.path + "/").getTemplate("/sub/b.html").file == file)
    }

    @Test func aFolderWithAZeroHasNothing() {
        #expect(throws: TemplateError.self) {
            try environment(folder.path + "\0x").getTemplate("a.html")
        }
    }

    @Test func bytesThatAreNoTextAreRefused() throws {
        folder.write("bad.html", [0xFF, 0xFE])
        let error = #expect(throws: TemplateError.self) {
            try environment(folder.path).getTemplate("bad.html")
        }
        #expect(error?.kind == .valueError)
    }

    @Test func textStaysAsItIs() throws {
        folder.write("bom.html", [0xEF, 0xBB, 0xBF, 0x78])
        folder.write("cr.html", "a\r\nb\rc\n")
        folder.write("nul.html", "a\0b")
        folder.write("empty.html", "")
        let environment = environment(folder.path)
        #expect(try environment.getTemplate("bom.html").render() == "\u{FEFF}x")
        #expect(try environment.getTemplate("cr.html").render() == "a\nb\nc")
        #expect(try environment.getTemplate("nul.html").render() == "a\0b")
        #expect(try environment.getTemplate("empty.html").render() == "")
    }

    @Test func filesThatAreTooLargeAreRefused() throws {
        let file = folder.write("large.html", "x")
        #expect(truncate(file, FileSystemLoader.maximalSize + 1) == 0)
        let error = #expect(throws: TemplateError.self) {
            try environment(folder.path).getTemplate("large.html")
        }
        #expect(error?.kind == .limitError)
        #expect(
            error?.message == "the size of a file (\(file)) is limited to \(64 << 20)")
    }

    @Test func unreadableFilesAreToldOf() throws {
        let file = folder.write("secret.html", "x")
        #expect(chmod(file, 0) == 0)
        // The super-user reads everything.
        guard getuid() != 0 else { return }
        let error = #expect(throws: TemplateError.self) {
            try environment(folder.path).getTemplate("secret.html")
        }
        #expect(error?.message == "cannot read \(file): Permission denied")
    }

    @Test func changesAreSeen() throws {
        let environment = environment(folder.path)
        let old = try environment.getTemplate("a.html")
        #expect(old.isUpToDate)
        unlink("\(folder.path)/a.html")
        #expect(!old.isUpToDate)
        #expect(throws: TemplateError.self) { try environment.getTemplate("a.html") }
        folder.write("a.html", "C")
        #expect(try environment.getTemplate("a.html").render() == "C")
        #expect(!old.isUpToDate)
    }
}
