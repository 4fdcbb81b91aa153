import ArgumentParser
import DewarTemplates

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Why a command could not do its work, for the person at the terminal.
struct Failure: Error, CustomStringConvertible {
    let message: String

    var description: String { message }
}

/// A file that is read whole.
enum InputFile {
    /// The largest file that is read, in bytes.
    static let maximalSize = 256 << 20

    /// What stands for standard input instead of a path.
    static let standardInput = "-"

    /// Whether a path is a folder; nil if there is nothing.
    static func isFolder(_ path: String) -> Bool? {
        var info = stat()
        guard stat(path, &info) == 0 else { return nil }
        return UInt32(info.st_mode) & UInt32(S_IFMT) == UInt32(S_IFDIR)
    }

    /// The contents of a file, or of standard input.
    static func bytes(of path: String) throws -> [UInt8] {
        // A copy, so that closing it leaves standard input open.
        let descriptor =
            path == standardInput ? dup(STDIN_FILENO) : open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            throw Failure(message: "Cannot read \(path): \(String(cString: strerror(errno))).")
        }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = buffer.withUnsafeMutableBytes {
                read(descriptor, $0.baseAddress, $0.count)
            }
            guard count >= 0 else {
                throw Failure(message: "Cannot read \(path): \(String(cString: strerror(errno))).")
            }
            if count == 0 { return bytes }
            bytes += buffer[..<count]
            guard bytes.count <= maximalSize else {
                throw Failure(message: "\(path) has more than \(maximalSize) bytes.")
            }
        }
    }
}

/// Where results go.
enum StandardOutput {
    /// Writes text; what nobody reads is lost.
    static func write(_ text: String) {
        print(text, terminator: "")
    }
}

extension TemplateReading {
    /// Options for the templates of a folder.
    func makeOptions(folder: String) throws -> TemplateOptions {
        var options = TemplateOptions()
        options.loader = FileSystemLoader(folder)
        options.autoescape = .byExtension
        options.syntax.trimsBlocks = trimBlocks
        options.syntax.lstripsBlocks = lstripBlocks
        for name in extensions {
            guard let found = TemplateExtension(rawValue: name) else {
                throw ValidationError("'\(name)' is none of do, loopcontrols, i18n and debug.")
            }
            options.extensions.insert(found)
        }
        return options
    }
}
